/* The configuration's list of what is left out, by family and by type of key. */
#include "element/api/left_out.h"

/* A family of the table is a class of the list, plus one; 0: no class lists it. */
static const uint8_t class_after[HY_FAMILY_END] = {
    [HY_FAMILY_DIGEST] = HY_ALGORITHM_DIGEST + 1,
    [HY_FAMILY_DIGEST_INTERMEDIATE] = HY_ALGORITHM_DIGEST + 1,
    [HY_FAMILY_SIGNATURE] = HY_ALGORITHM_SIGNATURE + 1,
    [HY_FAMILY_CIPHER] = HY_ALGORITHM_CIPHER + 1,
    [HY_FAMILY_RANDOM] = HY_ALGORITHM_RANDOM + 1,
    [HY_FAMILY_AGREEMENT] = HY_ALGORITHM_AGREEMENT + 1,
    [HY_FAMILY_CHECKSUM] = HY_ALGORITHM_CHECKSUM + 1,
};

/* KeyBuilder.TYPE_ of persistent keys by ALG_TYPE_. */
static const uint8_t type_of[] = {
    [1] = 3,   [2] = 15,  [3] = 7,   [4] = 8,   [5] = 9,   [6] = 10,  [7] = 11,
    [8] = 12,  [9] = 21,  [10] = 18, [11] = 4,  [12] = 5,  [13] = 6,  [14] = 32,
    [15] = 35, [16] = 40, [17] = 41, [18] = 39, [19] = 38, [20] = 42, [21] = 43,
};

bool hy_algorithm_is_left_out(const hy_element *e, hy_family family, int16_t value)
{
    uint8_t after = (unsigned)family < HY_FAMILY_END ? class_after[family] : 0;
    return after != 0 && hy_element_lacks(e, (hy_algorithm_class)(after - 1), (uint8_t)value, 0);
}

bool hy_key_length_is_left_out(const hy_element *e, uint8_t type, uint16_t bits)
{
    return type < sizeof type_of && type_of[type] != 0 &&
           hy_element_lacks(e, HY_ALGORITHM_KEY, type_of[type], bits);
}
