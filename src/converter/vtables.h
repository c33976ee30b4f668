/* Virtual method tables: numbers of virtual and interface methods (JCVM 4.3.7.6, 4.3.7.7).
   A part of token assignment; tokens.h is its face. */
#ifndef HY_CONVERTER_VTABLES_H
#define HY_CONVERTER_VTABLES_H

#include "converter/tokens.h"

/* Fills public_table and package_table of every class of the jobs' packages, superclasses first
   whatever package they are in, and the tokens of their virtual methods. As hy_tokens_assign. */
hy_rc hy_vtables_build(hy_world *w, hy_token_job *jobs, size_t job_count,
                       bool token_mapping) HY_USE;

/* Methods of a class are numbered by rank, and within a rank as declared: final ones first,
   abstract ones last. Other converters do so; a library that is built again with ours keeps its
   tokens. */
enum { HY_VTABLE_RANKS = 3 };
unsigned hy_vtable_rank(const hy_jmethod *m);

/* Called through a table: neither static, nor private, nor a constructor. */
bool hy_vtable_is_virtual(const hy_jmethod *m);

#endif
