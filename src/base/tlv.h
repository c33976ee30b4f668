/* BER-TLV (ISO/IEC 8825-1, as ISO/IEC 7816-4 clause 5.2.2 restricts it): tags of one to three
   bytes, definite lengths of one to four. */
#ifndef HY_BASE_TLV_H
#define HY_BASE_TLV_H

#include "base/bytes.h"

typedef struct hy_tlv {
    uint32_t tag; /* the tag bytes as one number: 0x4F, 0x9F70, 0xBF0C */
    hy_view value;
} hy_tlv;

/* The next object. The reader fails (sticky) on a malformed tag or length, on the indefinite form,
   and when the value is not wholly there; the result's tag is 0 then. At the end of the reader,
   call hy_reader_left first. */
hy_tlv hy_tlv_read(hy_reader *r);

/* The first object with this tag directly inside v (not in nested templates). False when there is
   none or when v is malformed before it. */
bool hy_tlv_find(hy_view v, uint32_t tag, hy_tlv *found);

/* Writes tag, shortest length and value. ARGUMENT (sticky) on a tag that is no BER tag. */
void hy_tlv_write(hy_writer *w, uint32_t tag, hy_view value);

/* Writes the tag and keeps room for the length; returns a mark for hy_tlv_end, which closes the
   template around everything written in between. Templates nest. */
size_t hy_tlv_begin(hy_writer *w, uint32_t tag);
void hy_tlv_end(hy_writer *w, size_t mark);

#endif
