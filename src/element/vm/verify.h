/* The bytecode verifier: what must hold before a package may be linked (JCVM 3.1, 7.5 and the
   off-card verifier's rules). Shares nothing with the interpreter. See docs/verification.md. */
#ifndef HY_VM_VERIFY_H
#define HY_VM_VERIFY_H

#include "element/vm/view.h"

typedef struct hy_verify_options {
    bool require_descriptor; /* refuse a package without Descriptor */
    bool system;             /* the package is the platform's own: native bodies (impdep1 with an
                                index) are allowed */
    uint64_t budget;         /* instructions and meetings of paths that may be looked at before the
                                verifier gives up; 0: a generous multiple of the package's size */
} hy_verify_options;

/* What was done, for the curious. */
typedef struct hy_verify_result {
    bool typed;                 /* with Descriptor: fully typed; else word kinds */
    uint32_t methods;           /* verified */
    uint32_t instructions;      /* in them */
    uint64_t work;              /* instructions and meetings of paths looked at */
    const hy_view_found *found; /* without Descriptor: signatures, in the arena */
    uint32_t found_count;
} hy_verify_result;

/* Verifies a package that hy_package_read accepted. Imports are seen through source. All working
   memory is taken from the arena and is the caller's to free. *result may be NULL.
   MISMATCH: a rule is broken; LINK: an import is missing or lacks a member; LIMIT: the budget is
   used up; DENIED: no Descriptor though required; MEMORY. *why says where: package, class, method,
   pc, instruction, what was expected and found. */
hy_rc hy_verify(const hy_package *p, const hy_view_source *source, const hy_verify_options *options,
                hy_arena *arena, hy_verify_result *result, hy_reason *why) HY_USE;

#endif
