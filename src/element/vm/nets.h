/* The two nets that untrusted code must fall through: the verifier before it is linked, and the
   checks while it runs. Test builds take one away to show that the other alone holds; the library
   that is installed is compiled with HY_PRODUCT and cannot be built without both. */
#ifndef HY_VM_NETS_H
#define HY_VM_NETS_H

#if (defined HY_PRODUCT || defined HY_TEST_NO_VERIFIER) && defined HY_TEST_NO_RUNTIME_CHECKS
#error "the run-time checks are only left out by a test build of its own"
#endif
#if defined HY_PRODUCT && defined HY_TEST_NO_VERIFIER
#error "the verifier is only left out by a test build of its own"
#endif

enum {
#ifdef HY_TEST_NO_VERIFIER
    HY_NET_VERIFIER = 0,
#else
    HY_NET_VERIFIER = 1,
#endif
#ifdef HY_TEST_NO_RUNTIME_CHECKS
    HY_NET_RUNTIME = 0,
#else
    HY_NET_RUNTIME = 1,
#endif
};

#endif
