/* element/vm/link: what is refused and why, tokens to slots in every format, sets in circles. */
#include "test.h"

#include "machine_case.h"

#include <stdio.h>
#include <string.h>

#define OP(name) HY_OP_##name

/* ---- code that no frame may run ---- */

typedef struct bad {
    const char *words; /* of the reason */
    uint8_t nargs, locals, stack;
    uint8_t code[24];
    uint8_t length;
} bad;

#define BAD(words, nargs, locals, stack, ...)                                                      \
    {                                                                                              \
        words, nargs, locals, stack, {__VA_ARGS__}, sizeof((const uint8_t[]){__VA_ARGS__})         \
    }

static const bad bads[] = {
    /* the stack */
    BAD("takes more", 0, 0, 2, OP(pop), OP(return )),
    BAD("takes more", 0, 0, 2, OP(sconst_1), OP(pop2), OP(return )),
    BAD("takes more", 0, 0, 4, OP(sconst_1), OP(sconst_1), OP(iadd), OP(return )),
    BAD("takes more", 0, 0, 8, OP(sconst_1), OP(dup_x), 0x12, OP(return )),
    BAD("takes more", 0, 0, 8, OP(sconst_1), OP(dup_x), 0x20, OP(return )),
    BAD("takes more", 0, 0, 8, OP(sconst_1), OP(sconst_1), OP(swap_x), 0x21, OP(return )),
    BAD("takes more", 0, 0, 1, OP(sreturn)),
    BAD("takes more", 0, 0, 1, OP(athrow)),
    BAD("takes more", 0, 0, 1, OP(sconst_1), OP(invokevirtual), INDEX(SP_P_TWICE), OP(return )),
    BAD("takes more", 0, 0, 1, OP(stableswitch), 0, 9, 0, 0, 0, 0, 0, 9, OP(return )),
    BAD("grows past", 0, 0, 0, OP(sconst_1), OP(return )),
    BAD("grows past", 0, 0, 1, OP(iconst_1), OP(return )),
    BAD("grows past", 0, 0, 1, OP(sconst_1), OP(dup), OP(return )),
    BAD("grows past", 0, 0, 2, OP(sconst_1), OP(sconst_1), OP(dup_x), 0x22, OP(return )),
    BAD("grows past", 0, 0, 0, OP(jsr), 0, 3, OP(return )),
    BAD("different heights", 1, 0, 1, OP(sload_0), OP(ifeq), 3, OP(sconst_1), OP(return )),
    BAD("different heights", 0, 0, 9, OP(sconst_1), OP(goto), (uint8_t)-1),
    BAD("different heights", 0, 0, 1, OP(jsr), 0, 3, OP(return )),
    /* where control goes */
    BAD("middle of an instruction", 0, 0, 1, OP(sspush), 1, OP(nop), OP(pop), OP(goto),
        (uint8_t)-3),
    BAD("has an instruction inside", 0, 0, 1, OP(goto), 3, OP(bspush), OP(nop), OP(goto),
        (uint8_t)-2),
    BAD("leaves the code", 0, 0, 0, OP(goto), (uint8_t)-5),
    BAD("leaves the code", 0, 0, 0, OP(goto), 2),
    BAD("leaves the code", 0, 0, 0, OP(goto_w), 0x7F, 0xFF),
    BAD("leaves the code", 0, 0, 0, OP(goto_w), 0x80, 0x00),
    BAD("leaves the code", 0, 0, 1, OP(sconst_1)),
    BAD("leaves the code", 1, 0, 1, OP(sload_0), OP(stableswitch), 0, 9, 0, 0, 0, 0, 0, 77,
        OP(return )),
    BAD("no whole instruction", 0, 0, 1, OP(sspush), 1),
    BAD("no whole instruction", 1, 0, 1, OP(sload_0), OP(stableswitch), 0, 9, 0, 1, 0, 0, 0, 9),
    BAD("no whole instruction", 1, 0, 1, OP(sload_0), OP(slookupswitch), 0, 9, 0xFF, 0xFF),
    BAD("no whole instruction", 0, 0, 0, 0xB9),
    BAD("is reserved", 0, 0, 0, OP(impdep1), 0, 0),
    BAD("is reserved", 0, 0, 0, OP(impdep2)),
    BAD("do not ascend", 1, 0, 1, OP(sload_0), OP(slookupswitch), 0, 13, 0, 2, 0, 5, 0, 13, 0, 5, 0,
        13, OP(return )),
    BAD("something else", 1, 0, 1, OP(sload_0), OP(ifeq), 3, OP(return ), OP(sconst_1),
        OP(sreturn)),
    /* locals */
    BAD("outside the frame", 0, 0, 1, OP(sload_0), OP(return )),
    BAD("outside the frame", 1, 2, 1, OP(sload_3), OP(return )),
    BAD("outside the frame", 1, 2, 2, OP(iload_2), OP(return )),
    BAD("outside the frame", 1, 2, 2, OP(iload), 2, OP(return )),
    BAD("outside the frame", 1, 2, 1, OP(aload), 3, OP(return )),
    BAD("outside the frame", 1, 2, 1, OP(sconst_1), OP(sstore), 255, OP(return )),
    BAD("outside the frame", 1, 2, 2, OP(iconst_1), OP(istore_2), OP(return )),
    BAD("outside the frame", 1, 0, 0, OP(sinc), 1, 1, OP(return )),
    BAD("outside the frame", 1, 0, 0, OP(iinc), 0, 1, OP(return )),
    BAD("outside the frame", 1, 0, 0, OP(iinc_w), 0, 1, 1, OP(return )),
    BAD("outside the frame", 1, 0, 0, OP(ret), 1),
    BAD("outside the frame", 0, 0, 1, OP(getfield_s_this), SP_P_FIELD_S, OP(return )),
    /* operands */
    BAD("out of range", 0, 0, 9, OP(sconst_1), OP(dup_x), 0x00, OP(return )),
    BAD("out of range", 0, 0, 9, OP(sconst_1), OP(dup_x), 0x50, OP(return )),
    BAD("out of range", 0, 0, 9, OP(sconst_1), OP(sconst_1), OP(dup_x), 0x21, OP(return )),
    BAD("out of range", 0, 0, 9, OP(sconst_1), OP(dup_x), 0x16, OP(return )),
    BAD("out of range", 0, 0, 9, OP(sconst_1), OP(swap_x), 0x10, OP(return )),
    BAD("out of range", 0, 0, 9, OP(sconst_1), OP(swap_x), 0x31, OP(return )),
    BAD("names no type of array", 0, 0, 1, OP(sconst_1), OP(newarray), 14, OP(return )),
    BAD("names no type of array", 0, 0, 1, OP(sconst_1), OP(newarray), 9, OP(return )),
    BAD("names no type of array", 0, 0, 1, OP(aconst_null), OP(checkcast), 15, 0, 1, OP(return )),
    BAD("names a class and", 0, 0, 1, OP(aconst_null), OP(checkcast), 11, 0, 1, OP(return )),
    BAD("not there", 0, 0, 1, OP(new), 0x7F, 0xFF, OP(return )),
    BAD("not there", 0, 0, 1, OP(invokestatic), 0x7F, 0xFF, OP(return )),
    BAD("is no class", 0, 0, 1, OP(new), INDEX(SP_P_FIELD_S), OP(return )),
    BAD("is no class", 0, 0, 1, OP(sconst_1), OP(anewarray), INDEX(SP_P_TWICE), OP(return )),
    BAD("is no class", 0, 0, 1, OP(aconst_null), OP(instanceof), 0, INDEX(SP_P_STATIC_S),
        OP(return )),
    BAD("an abstract class", 0, 0, 1, OP(new), INDEX(SP_P_ABSTRACT), OP(return )),
    BAD("an abstract class", 0, 0, 1, OP(new), INDEX(SP_P_GREETER), OP(return )),
    BAD("is no field", 1, 0, 1, OP(aload_0), OP(getfield_s), SP_P_STATIC_S, OP(return )),
    BAD("is no field", 1, 0, 1, OP(getfield_s_this), SP_P_BASE, OP(return )),
    BAD("no field of its type", 1, 0, 1, OP(aload_0), OP(getfield_a), SP_P_FIELD_S, OP(return )),
    BAD("no field of its type", 1, 0, 1, OP(aload_0), OP(getfield_s), SP_P_FIELD_A, OP(return )),
    BAD("no field of its type", 1, 0, 2, OP(aload_0), OP(getfield_i), SP_P_FIELD_A, OP(return )),
    BAD("is no static field", 0, 0, 1, OP(getstatic_s), INDEX(SP_P_FIELD_S), OP(return )),
    BAD("no static field of its type", 0, 0, 1, OP(getstatic_a), INDEX(SP_P_STATIC_S), OP(return )),
    BAD("no static field of its type", 0, 0, 1, OP(getstatic_a), INDEX(SP_P_STATIC_B), OP(return )),
    BAD("no static field of its type", 0, 0, 1, OP(getstatic_s), INDEX(SP_P_STATIC_A), OP(return )),
    BAD("of another kind", 1, 0, 2, OP(aload_0), OP(sconst_1), OP(invokestatic), INDEX(SP_P_TWICE),
        OP(return )),
    BAD("of another kind", 1, 0, 2, OP(aload_0), OP(sconst_1), OP(invokespecial), INDEX(SP_P_TWICE),
        OP(return )),
    BAD("of another kind", 1, 0, 2, OP(aload_0), OP(sconst_1), OP(invokevirtual),
        INDEX(SP_P_SUPER_TWICE), OP(return )),
    BAD("is no interface", 1, 0, 2, OP(aload_0), OP(sconst_1), OP(invokeinterface), 2,
        INDEX(SP_P_BASE), 0, OP(return )),
    BAD("passes no object", 1, 0, 2, OP(invokeinterface), 0, INDEX(SP_P_GREETER), 0, OP(return )),
};

/* Links a package that has the method too; the reason has to say the words. */
static void test_bad_code(void **state)
{
    (void)state;
    for (size_t i = 0; i < TEST_COUNT(bads); i++) {
        machine_case *c = mc_open();
        const bad *b = &bads[i];
        uint32_t at = sp_method(&c->sp, b->nargs, b->locals, b->stack, b->code, b->length);
        hy_reason why = {""};
        hy_rc rc = mc_try_link(c, &why);
        if (rc.code != HY_E_FORMAT || strstr(why.text, b->words) == NULL)
            fail_msg("case %zu, wanted '%s': %s '%s'", i, b->words, hy_rc_name(rc), why.text);
        char place[32];
        snprintf(place, sizeof place, "Method %u", at);
        assert_non_null(strstr(why.text, place));
        mc_free(c);
    }
}

static void test_int_needs_the_flag(void **state)
{
    (void)state;
    machine_case *c = mc_open();
    c->sp.p.flags = 0;
    METHOD(c, 0, 0, 2, OP(iconst_1), OP(pop2), OP(return ));
    hy_reason why = {""};
    assert_fails(FORMAT, mc_try_link(c, &why));
    assert_non_null(strstr(why.text, "uses int"));
    mc_free(c);
}

/* ---- handlers ---- */

static void refuse_handler(const char *words, uint32_t start, uint32_t end, uint32_t target,
                           uint16_t type, uint8_t stack)
{
    machine_case *c = mc_open();
    uint32_t m =
        METHOD(c, 0, 0, stack, OP(sspush), 1, 2, OP(pop), OP(return ), OP(pop), OP(return ));
    c->sp.bytes[m + 1] = stack;
    sp_handler(&c->sp, m, start, end, target, type);
    hy_reason why = {""};
    hy_rc rc = mc_try_link(c, &why);
    if (words == NULL)
        assert_ok(rc);
    else if (rc.code != HY_E_FORMAT || strstr(why.text, words) == NULL)
        fail_msg("wanted '%s': %s '%s'", words, hy_rc_name(rc), why.text);
    mc_free(c);
}

static void test_handlers(void **state)
{
    (void)state;
    refuse_handler(NULL, 0, 4, 5, 0, 1);
    refuse_handler(NULL, 0, 7, 5, SP_P_THROWABLE, 1); /* covers itself */
    refuse_handler("starts or ends in an instruction", 1, 4, 5, 0, 1);
    refuse_handler("starts or ends in an instruction", 0, 2, 5, 0, 1);
    refuse_handler("covers what is outside", 0, 40, 5, 0, 1);
    refuse_handler("covers what is outside", 3, 3, 5, 0, 1);
    refuse_handler("middle of an instruction", 0, 4, 1, 0, 1);
    refuse_handler("leaves the code", 0, 4, 50, 0, 1);
    refuse_handler("catches what is no class", 0, 4, 5, SP_P_FIELD_S, 1);
    refuse_handler("not there", 0, 4, 5, 9999, 1);
    refuse_handler("different heights", 0, 4, 4, 0, 1);
}

/* ---- classes and constants ---- */

static void refuse_spoilt(const char *code, const char *words, void (*spoil)(machine_case *c))
{
    machine_case *c = mc_open();
    spoil(c);
    hy_reason why = {""};
    hy_rc rc = mc_try_link(c, &why);
    if (strcmp(hy_rc_name(rc), code) != 0 || strstr(why.text, words) == NULL)
        fail_msg("wanted %s '%s': %s '%s'", code, words, hy_rc_name(rc), why.text);
    mc_free(c);
}

static void other_import(machine_case *c)
{
    c->sp.imports[1].aid.n = 6;
}
static void newer_minor(machine_case *c)
{
    c->sp.imports[1].minor = 200;
}
static void other_major(machine_case *c)
{
    c->sp.imports[1].major = 2;
}
static void own_superclass(machine_case *c)
{
    c->sp.classes[SP_BASE].super = SP_REF(SP_DERIVED);
}
static void interface_as_superclass(machine_case *c)
{
    c->sp.classes[SP_BASE].super = SP_REF(SP_GREETER);
}
static void class_as_interface(machine_case *c)
{
    c->sp.implemented[0].interface = SP_REF(SP_SERVER);
}
static void no_superclass(machine_case *c)
{
    c->sp.classes[SP_BASE].super = HY_CLASS_REF_NONE;
}
static void unknown_class(machine_case *c)
{
    c->sp.classes[SP_BASE].super = 0x80FE;
}
static void unknown_import(machine_case *c)
{
    c->sp.classes[SP_BASE].super = 0x8700;
}
static void other_arguments(machine_case *c)
{
    c->sp.tables[1][0] = METHOD(c, 3, 0, 1, OP(sconst_1), OP(sreturn));
}
static void other_result(machine_case *c)
{
    c->sp.tables[1][0] = METHOD(c, 2, 0, 0, OP(return ));
}
static void method_nowhere(machine_case *c)
{
    c->sp.tables[0][0] = HY_METHOD_ELSEWHERE;
}
static void interface_method_outside(machine_case *c)
{
    static const uint8_t tokens[] = {7};
    c->sp.implemented[0].tokens = hy_view_of(tokens, 1);
}
static void references_outside(machine_case *c)
{
    c->sp.classes[SP_BASE].first_reference = 5;
}
static void field_outside(machine_case *c)
{
    c->sp.pool[SP_P_FIELD_S].token = 5;
}
static void virtual_outside(machine_case *c)
{
    c->sp.pool[SP_P_TWICE].token = 2;
}
static void hidden_of_import(machine_case *c)
{
    c->sp.pool[SP_P_EQUALS].token = 0x80;
}
static void static_outside(machine_case *c)
{
    c->sp.pool[SP_P_STATIC_S].at = 11;
}
static void static_over_the_end(machine_case *c)
{
    METHOD(c, 0, 0, 2, OP(getstatic_i), INDEX(SP_P_STATIC_I), OP(pop2), OP(return ));
    c->sp.pool[SP_P_STATIC_I].at = 8;
}
static void imported_method_missing(machine_case *c)
{
    sp_entry(&c->sp,
             (hy_pool_entry){
                 .tag = HY_POOL_STATIC_METHOD, .imported = true, .cref = 0x8000, .token = 200});
}
static void mapping_outside(machine_case *c)
{
    static const uint8_t mapping[] = {9, 0xFF};
    c->sp.p.format_minor = 3;
    c->sp.classes[SP_BASE].token_mapping = hy_view_of(mapping, 2);
}

static void test_spoilt_packages(void **state)
{
    (void)state;
    refuse_spoilt("LINK", "not there; load it first", other_import);
    refuse_spoilt("VERSION", "older minor version", newer_minor);
    refuse_spoilt("VERSION", "another major", other_major);
    refuse_spoilt("FORMAT", "its own superclass", own_superclass);
    refuse_spoilt("FORMAT", "superclass is an interface", interface_as_superclass);
    refuse_spoilt("FORMAT", "implements a class", class_as_interface);
    refuse_spoilt("FORMAT", "has no superclass", no_superclass);
    refuse_spoilt("LINK", "no class with token 254", unknown_class);
    refuse_spoilt("FORMAT", "no import 7", unknown_import);
    refuse_spoilt("FORMAT", "other arguments than it overrides", other_arguments);
    refuse_spoilt("FORMAT", "another result than it overrides", other_result);
    refuse_spoilt("FORMAT", "is nowhere", method_nowhere);
    refuse_spoilt("FORMAT", "implements an interface by method 7", interface_method_outside);
    refuse_spoilt("FORMAT", "reference fields outside", references_outside);
    refuse_spoilt("LINK", "no such field", field_outside);
    refuse_spoilt("LINK", "no such virtual method", virtual_outside);
    refuse_spoilt("LINK", "no such virtual method", hidden_of_import);
    refuse_spoilt("LINK", "no such static field", static_outside);
    refuse_spoilt("FORMAT", "no static field of its type", static_over_the_end);
    refuse_spoilt("LINK", "no such method", imported_method_missing);
    refuse_spoilt("FORMAT", "names method 9 of its superclass", mapping_outside);
}

/* ---- what linking makes ---- */

static void test_classes(void **state)
{
    (void)state;
    machine_case *c = mc_open();
    mc_link(c);
    const hy_class *k = c->set.linked[c->number]->classes;
    assert_int_equal(k[SP_BASE].words, 5);
    assert_int_equal(k[SP_DERIVED].words, 6);
    assert_true(hy_class_is_reference(&k[SP_DERIVED], 0));
    for (uint16_t w = 1; w < 8; w++)
        assert_false(hy_class_is_reference(&k[SP_DERIVED], w));
    assert_int_equal(k[SP_DERIVED].depth, 2);
    assert_true(hy_class_is(&k[SP_DERIVED], &k[SP_BASE]));
    assert_true(hy_class_is(&k[SP_DERIVED], &k[SP_GREETER]));
    assert_true(hy_class_is(&k[SP_DERIVED], c->set.machine.object_class));
    assert_true(hy_class_is(&k[SP_GREETER], c->set.machine.object_class));
    assert_false(hy_class_is(&k[SP_BASE], &k[SP_DERIVED]));
    assert_false(hy_class_is(&k[SP_SERVER], &k[SP_BASE]));
    assert_false(k[SP_BASE].shareable);
    assert_true(k[SP_SERVER].shareable);
    assert_true(k[SP_SHARED].shareable);
    assert_true(k[SP_ABSTRACT].abstract);
    assert_false(k[SP_BASE].abstract);
    /* equals, twice, hidden */
    assert_int_equal(k[SP_DERIVED].table_count, 3);
    assert_int_equal(hy_class_slot(&k[SP_DERIVED], 0), 0);
    assert_int_equal(hy_class_slot(&k[SP_DERIVED], 1), 1);
    assert_int_equal(hy_class_slot(&k[SP_DERIVED], 2), -1);
    assert_int_equal(hy_class_slot(&k[SP_DERIVED], 0x80), 2);
    assert_int_equal(hy_class_slot(&k[SP_DERIVED], 0x81), -1);
    mc_free(c);
}

/* A package that flags its interface as shareable without extending Shareable gains nothing. */
static void test_shareable_is_found_out(void **state)
{
    (void)state;
    machine_case *c = mc_open();
    c->sp.classes[SP_GREETER].flags |= HY_CLASS_SHAREABLE;
    mc_link(c);
    assert_false(c->set.linked[c->number]->classes[SP_GREETER].shareable);
    assert_false(c->set.linked[c->number]->classes[SP_BASE].shareable);
    mc_free(c);
}

/* RandomData grew from 2 to 4 methods of its own: a subclass from before has its own method where
   the new ones are, in its own slot. */
static void test_subclass_from_an_old_kit(void **state)
{
    (void)state;
    enum { RANDOM_DATA = 14 };
    static const uint8_t security[] = {0xA0, 0, 0, 0, 0x62, 1, 2};
    for (uint8_t minor = 1; minor <= 8; minor++) {
        machine_case *c = mc_open();
        const hy_class *random =
            ms_class(&c->set, hy_view_of(security, sizeof security), RANDOM_DATA);
        assert_non_null(random);
        /* in place of javacard.framework: ABSTRACT extends RandomData */
        hy_package_id imports[3] = {
            c->sp.imports[0], c->sp.imports[1], {hy_view_of(security, sizeof security), 1, minor}};
        c->sp.p.imports = imports;
        c->sp.p.import_count = 3;
        uint16_t seen = minor < 6 ? 3 : random->public_count; /* 3.0.5 is version 1.6 */
        c->sp.classes[SP_ABSTRACT].super = 0x8200 | RANDOM_DATA;
        c->sp.classes[SP_ABSTRACT].public_base = (uint8_t)seen;
        c->sp.pool[SP_P_ABSTRACT_METHOD].token = (uint8_t)seen;
        mc_link(c);
        const hy_class *k = &c->set.linked[c->number]->classes[SP_ABSTRACT];
        assert_int_equal(k->public_count, seen + 1);
        assert_int_equal(hy_class_slot(k, (uint8_t)seen), random->table_count);
        assert_int_equal(hy_class_slot(k, 2), hy_class_slot(random, 2));
        mc_free(c);
    }
}

/* Every class of the ROM image has a whole table, every method cells that stay inside. */
static void test_the_rom_image(void **state)
{
    (void)state;
    machine_case *c = mc_open();
    unsigned methods = 0;
    for (uint16_t i = 0; i < c->set.count; i++) {
        const hy_linked *l = c->set.linked[i];
        for (uint16_t k = 0; k < l->class_count; k++)
            for (uint16_t s = 0; s < l->classes[k].table_count; s++)
                assert_non_null(l->classes[k].table[s].method);
        for (uint16_t m = 0; m < l->method_count; m++) {
            const hy_method *method = &l->methods[m];
            bool body = !method->abstract && method->native == HY_NOT_NATIVE;
            assert_true(body == (method->cell_count > 0));
            assert_true(method->result <= 2);
            methods += body;
        }
    }
    assert_true(methods > 500);
    mc_free(c);
}

static void test_memory_runs_out(void **state)
{
    (void)state;
    machine_case *c = mc_open();
    c->set.arena.max = c->set.arena.used;
    hy_reason why;
    assert_fails(MEMORY, mc_try_link(c, &why));
    mc_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bad_code),
        cmocka_unit_test(test_int_needs_the_flag),
        cmocka_unit_test(test_handlers),
        cmocka_unit_test(test_spoilt_packages),
        cmocka_unit_test(test_classes),
        cmocka_unit_test(test_shareable_is_found_out),
        cmocka_unit_test(test_subclass_from_an_old_kit),
        cmocka_unit_test(test_the_rom_image),
        cmocka_unit_test(test_memory_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
