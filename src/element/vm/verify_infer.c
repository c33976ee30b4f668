/* Methods and their signatures without a Descriptor: methods are what anything refers to; their
   code is what is reached from their start; arguments are what the code reads them as, results
   what it returns, and methods that override or implement each other share what is known. */
#include "element/vm/verify_in.h"
hy_rc hy_verify_infer(hy_verifier *v)
{
    return hy_verify_fail(v, "x");
}
