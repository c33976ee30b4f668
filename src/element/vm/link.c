/* Linking a set of packages: imports, exports, applets, statics, and the order of the other parts.
 */
#include "element/vm/link_in.h"

#include "base/hex.h"

#include <string.h>

hy_rc hy_link_home(hy_linker *k, hy_unit *u, const hy_linked *l, uint8_t *home)
{
    for (uint8_t i = 0; i < u->l->home_count; i++)
        if (u->homes[i] == l) {
            *home = i;
            return HY_OK;
        }
    if (u->l->home_count == HY_HOMES_MAX)
        return hy_reason_set(k->why, HY_FAIL(LIMIT), "Import: more than %d packages are involved",
                             HY_HOMES_MAX);
    *home = u->l->home_count++;
    u->homes[*home] = l;
    return HY_OK;
}

/* ---- what was linked, looked up ---- */

bool hy_class_is(const hy_class *c, const hy_class *of)
{
    if (!of->interface)
        return !c->interface ? of->depth <= c->depth && c->chain[of->depth] == of : of->depth == 0;
    if (c == of)
        return true;
    for (uint16_t i = 0; i < c->implemented_count; i++)
        if (c->implemented[i].interface == of)
            return true;
    for (uint8_t i = 0; i < c->super_count; i++)
        if (c->supers[i] == of)
            return true;
    return false;
}

int hy_class_slot(const hy_class *c, uint8_t token)
{
    bool visible = (token & 0x80) == 0;
    uint8_t index = token & 0x7F;
    if (index >= (visible ? c->public_count : c->package_count))
        return -1;
    return visible ? c->public_slots[index] : c->package_slots[index];
}

const hy_linked_export *hy_linked_find_export(const hy_linked *l, uint8_t member, uint8_t token)
{
    if (member >= l->member_count || token >= l->members[member].export_count)
        return NULL;
    return &l->members[member].exports[token];
}

const hy_method *hy_linked_find_method(const hy_linked *l, uint32_t at)
{
    uint32_t low = 0, high = l->method_count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (l->methods[middle].at < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low < l->method_count && l->methods[low].at == at ? &l->methods[low] : NULL;
}

/* ---- one package: what needs no other ---- */

static hy_rc copy_id(hy_linker *k, const hy_package_id *from, hy_package_id *to)
{
    *to = *from;
    return hy_arena_view(k->arena, from->aid, &to->aid) ? HY_OK : hy_link_memory(k);
}

/* Classes are named by the offset of their record. */
static hy_class *class_at(const hy_unit *u, hy_class_ref ref)
{
    const hy_package_class *c = hy_package_class_at(u->p, ref);
    return c == NULL ? NULL : &u->l->classes[c - u->p->classes];
}

static hy_rc make_export(hy_linker *k, hy_unit *u, const hy_package_export *from,
                         hy_linked_export *to)
{
    to->class_of = class_at(u, from->cref);
    if (to->class_of == NULL)
        return hy_link_refuse(k, "Export: no class starts at offset %u", from->cref);
    uint16_t *fields = HY_NEW_ARRAY(k->arena, uint16_t, from->field_count);
    hy_method **methods = HY_NEW_ARRAY(k->arena, hy_method *, from->method_count);
    if (fields == NULL || methods == NULL)
        return hy_link_memory(k);
    for (uint8_t i = 0; i < from->field_count; i++)
        fields[i] = from->fields[i];
    for (uint8_t i = 0; i < from->method_count; i++)
        methods[i] = &u->l->methods[hy_linked_find_method(u->l, from->methods[i]) - u->l->methods];
    to->fields = fields;
    to->field_count = from->field_count;
    to->methods = methods;
    to->method_count = from->method_count;
    return HY_OK;
}

static hy_rc make_members(hy_linker *k, hy_unit *u)
{
    const hy_package *p = u->p;
    hy_linked_member *members = HY_NEW_ARRAY(k->arena, hy_linked_member, p->member_count);
    if (members == NULL)
        return hy_link_memory(k);
    for (uint8_t i = 0; i < p->member_count; i++) {
        const hy_package_member *from = &p->members[i];
        HY_TRY(copy_id(k, &from->id, &members[i].id));
        hy_linked_export *exports = HY_NEW_ARRAY(k->arena, hy_linked_export, from->export_count);
        if (exports == NULL)
            return hy_link_memory(k);
        for (uint8_t e = 0; e < from->export_count; e++)
            HY_TRY(make_export(k, u, &from->exports[e], &exports[e]));
        members[i].exports = exports;
        members[i].export_count = from->export_count;
    }
    u->l->members = members;
    u->l->member_count = p->member_count;
    return HY_OK;
}

static hy_rc make_applets(hy_linker *k, hy_unit *u)
{
    const hy_package *p = u->p;
    hy_linked_applet *applets = HY_NEW_ARRAY(k->arena, hy_linked_applet, p->applet_count);
    if (applets == NULL)
        return hy_link_memory(k);
    for (uint8_t i = 0; i < p->applet_count; i++) {
        if (!hy_arena_view(k->arena, p->applets[i].aid, &applets[i].aid))
            return hy_link_memory(k);
        applets[i].install = hy_linked_find_method(u->l, p->applets[i].install);
    }
    u->l->applets = applets;
    u->l->applet_count = p->applet_count;
    u->l->has_context = p->applet_count > 0;
    return HY_OK;
}

static hy_rc make_statics(hy_linker *k, hy_unit *u)
{
    hy_package_statics s = u->p->statics;
    hy_package_array *arrays = HY_NEW_ARRAY(k->arena, hy_package_array, s.array_count);
    if (arrays == NULL || !hy_arena_view(k->arena, s.values, &s.values))
        return hy_link_memory(k);
    for (uint16_t i = 0; i < s.array_count; i++) {
        arrays[i].type = s.arrays[i].type;
        if (!hy_arena_view(k->arena, s.arrays[i].values, &arrays[i].values))
            return hy_link_memory(k);
    }
    s.arrays = arrays;
    u->l->statics = s;
    return HY_OK;
}

static hy_rc make_since(hy_linker *k, hy_unit *u)
{
    hy_package_since *since = HY_NEW_ARRAY(k->arena, hy_package_since, u->input->since_count);
    uint8_t *counts = HY_NEW_ARRAY(k->arena, uint8_t, u->p->class_count);
    if (since == NULL || counts == NULL)
        return hy_link_memory(k);
    for (uint16_t i = 0; i < u->input->since_count; i++)
        since[i] = u->input->since[i];
    for (uint16_t i = 0; i < u->p->class_count; i++)
        counts[i] = u->p->classes[i].token_mapping.n > 0 ? u->p->classes[i].cap22_count : 0xFF;
    u->l->since = since;
    u->l->since_count = u->input->since_count;
    u->l->cap22_counts = counts;
    return HY_OK;
}

static hy_rc make_unit(hy_linker *k, hy_unit *u, const hy_link_input *input)
{
    const hy_package *p = input->package;
    *u = (hy_unit){
        .input = input,
        .p = p,
        .l = HY_NEW(k->arena, hy_linked),
        .homes = HY_NEW_ARRAY(k->scratch, const hy_linked *, HY_HOMES_MAX),
        .import_member = HY_NEW_ARRAY(k->scratch, uint8_t, p->import_count),
        .class_state = HY_NEW_ARRAY(k->scratch, uint8_t, p->class_count),
        .results = HY_NEW_ARRAY(k->scratch, uint8_t *, p->class_count),
    };
    if (u->l == NULL || u->homes == NULL || u->import_member == NULL || u->class_state == NULL ||
        u->results == NULL)
        return hy_link_memory(k);
    u->l->system = input->system;
    u->l->classes = HY_NEW_ARRAY(k->arena, hy_class, p->class_count);
    u->l->class_count = p->class_count;
    if (u->l->classes == NULL)
        return hy_link_memory(k);
    for (uint16_t i = 0; i < p->class_count; i++) {
        u->l->classes[i].linked = u->l;
        u->l->classes[i].ordinal = i;
    }
    HY_TRY(copy_id(k, &p->id, &u->l->id));
    HY_TRY(hy_link_find_methods(k, u));
    HY_TRY(make_members(k, u));
    HY_TRY(make_applets(k, u));
    HY_TRY(make_statics(k, u));
    return make_since(k, u);
}

/* ---- imports ---- */

static const hy_linked *find_package(const hy_linker *k, hy_view aid)
{
    for (size_t i = 0; i < k->count; i++)
        for (uint8_t m = 0; m < k->units[i].l->member_count; m++)
            if (hy_view_equal(k->units[i].l->members[m].id.aid, aid))
                return k->units[i].l;
    return k->source == NULL ? NULL : k->source->find(k->source->context, aid);
}

static hy_rc aid_failure(hy_linker *k, hy_rc rc, hy_view aid, const char *what)
{
    char hex[2 * 16 + 1];
    return hy_reason_set(k->why, rc, "Import: package %s %s", hy_hex_encode(aid, hex, sizeof hex),
                         what);
}

/* An import fits when the major versions are equal and the minor one is not newer than what is
   there (JCVM 4.5.2). */
static hy_rc import_one(hy_linker *k, hy_unit *u, uint8_t index)
{
    const hy_package_id *id = &u->p->imports[index];
    const hy_linked *l = find_package(k, id->aid);
    if (l == NULL)
        return aid_failure(k, HY_FAIL(LINK), id->aid, "is not there; load it first");
    uint8_t member = 0;
    while (member < l->member_count && !hy_view_equal(l->members[member].id.aid, id->aid))
        member++;
    if (member == l->member_count)
        return aid_failure(k, HY_FAIL(LINK), id->aid, "is not there; load it first");
    const hy_package_id *there = &l->members[member].id;
    if (there->major != id->major || there->minor < id->minor)
        return aid_failure(k, HY_FAIL(VERSION), id->aid,
                           "is there in another major or an older minor version");
    u->import_member[index] = member;
    u->homes[u->l->home_count++] = l;
    return HY_OK;
}

static hy_rc import_all(hy_linker *k, hy_unit *u)
{
    u->homes[u->l->home_count++] = u->l;
    for (uint8_t i = 0; i < u->p->import_count; i++)
        HY_TRY(import_one(k, u, i));
    u->l->homes = u->homes;
    return HY_OK;
}

/* ---- the set ---- */

static hy_rc keep_homes(hy_linker *k, hy_unit *u)
{
    const hy_linked **homes = HY_NEW_ARRAY(k->arena, const hy_linked *, u->l->home_count);
    if (homes == NULL)
        return hy_link_memory(k);
    for (uint8_t i = 0; i < u->l->home_count; i++)
        homes[i] = u->homes[i];
    u->l->homes = homes;
    return HY_OK;
}

/* Results of interface methods were collected with room for every token. */
static hy_rc keep_results(hy_linker *k, hy_unit *u)
{
    for (uint16_t i = 0; i < u->p->class_count; i++) {
        hy_class *c = &u->l->classes[i];
        uint16_t count = 255;
        while (c->interface && count > 0 && u->results[i][count - 1] == HY_RESULT_UNKNOWN)
            count--;
        if (!c->interface)
            continue;
        uint8_t *kept = HY_NEW_ARRAY(k->arena, uint8_t, count);
        if (kept == NULL)
            return hy_link_memory(k);
        memcpy(kept, u->results[i], count);
        c->results = kept;
        c->result_count = (uint8_t)count;
    }
    return HY_OK;
}

static hy_rc link_set(hy_linker *k, const hy_link_input *inputs)
{
    static hy_rc (*const parts[])(hy_linker *, hy_unit *) = {
        import_all,        hy_link_classes, hy_link_results, hy_link_check_overrides,
        hy_link_constants, hy_link_code,    keep_results,    keep_homes,
    };
    for (size_t i = 0; i < k->count; i++)
        HY_TRY(make_unit(k, &k->units[i], &inputs[i]));
    for (size_t part = 0; part < sizeof parts / sizeof parts[0]; part++)
        for (size_t i = 0; i < k->count; i++)
            HY_TRY(parts[part](k, &k->units[i]));
    return HY_OK;
}

hy_rc hy_link(const hy_link_input *inputs, size_t count, const hy_link_source *source,
              hy_arena *arena, hy_arena *scratch, hy_linked **out, hy_reason *why)
{
    hy_linker k = {
        .count = count, .source = source, .arena = arena, .scratch = scratch, .why = why};
    k.units = HY_NEW_ARRAY(scratch, hy_unit, count);
    k.table = HY_NEW_ARRAY(scratch, hy_virtual, HY_SLOTS_MAX);
    if (k.units == NULL || k.table == NULL)
        return hy_link_memory(&k);
    HY_TRY(link_set(&k, inputs));
    for (size_t i = 0; i < count; i++)
        out[i] = k.units[i].l;
    return HY_OK;
}
