/* The small package: classes, fields and methods that say what ran. */
#include "small_package.h"

#include <string.h>

#define CODE(...) (const uint8_t[]){__VA_ARGS__}, sizeof((const uint8_t[]){__VA_ARGS__})
#define INDEX(n) (uint8_t)((n) >> 8), (uint8_t)(n)

enum { JAVA_LANG = 0, FRAMEWORK = 1 };

static hy_class_ref imported(uint8_t import, uint8_t token)
{
    return (hy_class_ref)(0x8000 | import << 8 | token);
}

uint32_t sp_method(small_package *s, uint8_t nargs, uint8_t locals, uint8_t stack,
                   const uint8_t *code, size_t n)
{
    uint32_t at = s->used;
    const uint8_t header[4] = {HY_METHOD_EXTENDED << 4, stack, nargs, locals};
    memcpy(s->bytes + at, header, sizeof header);
    memcpy(s->bytes + at + 4, code, n);
    s->used += 4 + (uint32_t)n;
    s->exported[s->export.method_count++] = at;
    s->block.end = s->used;
    s->p.info[HY_COMPONENT_METHOD].n = s->used;
    return at;
}

uint16_t sp_entry(small_package *s, hy_pool_entry entry)
{
    s->pool[s->p.pool_count] = entry;
    return s->p.pool_count++;
}

uint16_t sp_static(small_package *s, uint32_t method)
{
    return sp_entry(s, (hy_pool_entry){.tag = HY_POOL_STATIC_METHOD, .at = method});
}

void sp_handler(small_package *s, uint32_t method, uint32_t start, uint32_t end, uint32_t target,
                uint16_t type)
{
    uint32_t code = sp_code(method);
    s->handlers[s->block.handler_count++] =
        (hy_package_handler){code + start, code + end, code + target, type, false};
}

static void make_classes(small_package *s, uint32_t twice, uint32_t thrice, uint32_t hidden,
                         uint32_t served, uint32_t abstract)
{
    static const uint8_t first[] = {1};
    s->tables[0][0] = twice;
    s->tables[1][0] = thrice;
    s->tables[2][0] = hidden;
    s->tables[3][0] = served;
    s->tables[4][0] = abstract;
    s->shared_supers[0] = imported(FRAMEWORK, 2);
    s->implemented[0] = (hy_package_implemented){SP_REF(SP_GREETER), {first, 1}};
    s->implemented[1] = (hy_package_implemented){SP_REF(SP_SHARED), {first, 1}};
    s->implemented[2] = (hy_package_implemented){imported(FRAMEWORK, 2), {NULL, 0}};
    const hy_package_class classes[SP_CLASS_COUNT] = {
        [SP_BASE] = {.super = imported(JAVA_LANG, 0),
                     .instance_words = 5,
                     .reference_count = 1,
                     .public_base = 1,
                     .public_count = 1,
                     .public_table = s->tables[0],
                     .package_count = 1,
                     .package_table = s->tables[2],
                     .implemented = &s->implemented[0],
                     .implemented_count = 1},
        [SP_DERIVED] = {.super = SP_REF(SP_BASE),
                        .instance_words = 1,
                        .first_reference = 0xFF,
                        .public_base = 1,
                        .public_count = 1,
                        .public_table = s->tables[1],
                        .package_base = 1},
        [SP_GREETER] = {.flags = HY_CLASS_INTERFACE},
        [SP_SHARED] = {.flags = HY_CLASS_INTERFACE | HY_CLASS_SHAREABLE,
                       .supers = s->shared_supers,
                       .super_count = 1},
        [SP_SERVER] = {.super = imported(JAVA_LANG, 0),
                       .instance_words = 1,
                       .first_reference = 0xFF,
                       .public_base = 1,
                       .public_count = 1,
                       .public_table = s->tables[3],
                       .implemented = &s->implemented[1],
                       .implemented_count = 2},
        [SP_EXCEPTION] = {.super = imported(JAVA_LANG, 1),
                          .first_reference = 0xFF,
                          .public_base = 1},
        [SP_ABSTRACT] = {.super = imported(JAVA_LANG, 0),
                         .first_reference = 0xFF,
                         .public_base = 1,
                         .public_count = 1,
                         .public_table = s->tables[4]},
    };
    for (uint16_t i = 0; i < SP_CLASS_COUNT; i++) {
        s->classes[i] = classes[i];
        s->classes[i].offset = SP_REF(i);
    }
}

static void make_pool(small_package *s)
{
    const hy_class_ref base = SP_REF(SP_BASE), derived = SP_REF(SP_DERIVED);
    const hy_pool_entry entries[SP_P_COUNT] = {
        [SP_P_NONE] = {.tag = HY_POOL_CLASS, .cref = base},
        [SP_P_BASE] = {.tag = HY_POOL_CLASS, .cref = base},
        [SP_P_DERIVED] = {.tag = HY_POOL_CLASS, .cref = derived},
        [SP_P_GREETER] = {.tag = HY_POOL_CLASS, .cref = SP_REF(SP_GREETER)},
        [SP_P_SHARED] = {.tag = HY_POOL_CLASS, .cref = SP_REF(SP_SHARED)},
        [SP_P_SERVER] = {.tag = HY_POOL_CLASS, .cref = SP_REF(SP_SERVER)},
        [SP_P_EXCEPTION] = {.tag = HY_POOL_CLASS, .cref = SP_REF(SP_EXCEPTION)},
        [SP_P_OBJECT] = {.tag = HY_POOL_CLASS, .cref = imported(JAVA_LANG, 0), .imported = true},
        [SP_P_FIELD_A] = {.tag = HY_POOL_FIELD, .cref = base, .token = 0},
        [SP_P_FIELD_B] = {.tag = HY_POOL_FIELD, .cref = base, .token = 1},
        [SP_P_FIELD_S] = {.tag = HY_POOL_FIELD, .cref = base, .token = 2},
        [SP_P_FIELD_I] = {.tag = HY_POOL_FIELD, .cref = base, .token = 3},
        [SP_P_FIELD_DERIVED] = {.tag = HY_POOL_FIELD, .cref = derived, .token = 0},
        [SP_P_STATIC_A] = {.tag = HY_POOL_STATIC_FIELD, .at = 0},
        [SP_P_STATIC_B] = {.tag = HY_POOL_STATIC_FIELD, .at = 4},
        [SP_P_STATIC_S] = {.tag = HY_POOL_STATIC_FIELD, .at = 5},
        [SP_P_STATIC_I] = {.tag = HY_POOL_STATIC_FIELD, .at = 7},
        [SP_P_TWICE] = {.tag = HY_POOL_VIRTUAL, .cref = base, .token = 1},
        [SP_P_SUPER_TWICE] = {.tag = HY_POOL_SUPER, .cref = derived, .token = 1},
        [SP_P_EQUALS] = {.tag = HY_POOL_VIRTUAL, .cref = imported(JAVA_LANG, 0), .imported = true},
        [SP_P_HIDDEN] = {.tag = HY_POOL_VIRTUAL, .cref = base, .token = 0x80},
        [SP_P_SERVER_TWICE] = {.tag = HY_POOL_VIRTUAL, .cref = SP_REF(SP_SERVER), .token = 1},
        [SP_P_THROWABLE] = {.tag = HY_POOL_CLASS, .cref = imported(JAVA_LANG, 1), .imported = true},
        [SP_P_ABSTRACT] = {.tag = HY_POOL_CLASS, .cref = SP_REF(SP_ABSTRACT)},
        [SP_P_ABSTRACT_METHOD] = {.tag = HY_POOL_VIRTUAL, .cref = SP_REF(SP_ABSTRACT), .token = 1},
    };
    memcpy(s->pool, entries, sizeof entries);
    s->p.pool_count = SP_P_COUNT;
}

void sp_init(small_package *s)
{
    static const uint8_t aid[] = {0xF0, 0x48, 0x59, 0x44, 0x52, 0x41};
    static const uint8_t java_lang[] = {0xA0, 0, 0, 0, 0x62, 0, 1};
    static const uint8_t framework[] = {0xA0, 0, 0, 0, 0x62, 1, 1};
    memset(s, 0, sizeof *s);
    s->used = 1;
    s->block.methods = 1;
    s->block.handlers = s->handlers;
    s->p.info[HY_COMPONENT_METHOD] = hy_view_of(s->bytes, 1);
    s->imports[JAVA_LANG] = (hy_package_id){hy_view_of(java_lang, sizeof java_lang), 1, 0};
    s->imports[FRAMEWORK] = (hy_package_id){hy_view_of(framework, sizeof framework), 1, 0};
    s->member.id = (hy_package_id){hy_view_of(aid, sizeof aid), 1, 0};
    s->export = (hy_package_export){.cref = SP_REF(SP_BASE), .methods = s->exported};
    s->member.exports = &s->export;
    s->member.export_count = 1;
    s->p.id = s->member.id;
    s->p.format_major = 2;
    s->p.format_minor = 1;
    s->p.flags = HY_PACKAGE_INT;
    s->p.members = &s->member;
    s->p.member_count = 1;
    s->p.imports = s->imports;
    s->p.import_count = 2;
    s->p.pool = s->pool;
    s->p.classes = s->classes;
    s->p.class_count = SP_CLASS_COUNT;
    s->p.blocks = &s->block;
    s->p.block_count = 1;
    s->p.statics = (hy_package_statics){.image_size = 11, .reference_count = 2, .default_size = 7};
    make_pool(s);
    /* twice: 2x; in DERIVED: 3x; hidden: x + 1; in SERVER: field + 2x */
    uint32_t twice =
        sp_method(s, 2, 0, 2, CODE(HY_OP_sload_1, HY_OP_sload_1, HY_OP_sadd, HY_OP_sreturn));
    uint32_t thrice =
        sp_method(s, 2, 0, 3,
                  CODE(HY_OP_sload_1, HY_OP_aload_0, HY_OP_sload_1, HY_OP_invokespecial,
                       INDEX(SP_P_SUPER_TWICE), HY_OP_sadd, HY_OP_sreturn));
    uint32_t hidden =
        sp_method(s, 2, 0, 2, CODE(HY_OP_sload_1, HY_OP_sconst_1, HY_OP_sadd, HY_OP_sreturn));
    hy_pool_entry own = {.tag = HY_POOL_FIELD, .cref = SP_REF(SP_SERVER), .token = 0};
    uint8_t own_index = (uint8_t)sp_entry(s, own);
    uint32_t served = sp_method(s, 2, 0, 3,
                                CODE(HY_OP_getfield_s_this, own_index, HY_OP_sload_1, HY_OP_sload_1,
                                     HY_OP_sadd, HY_OP_sadd, HY_OP_sreturn));
    uint32_t abstract = sp_method(s, 2, 0, 0, CODE(HY_OP_nop));
    s->bytes[abstract] |= HY_METHOD_ABSTRACT << 4;
    make_classes(s, twice, thrice, hidden, served, abstract);
}
