/* Names for what a CAP file only numbers: from its Debug component, from export files of its
   imports, from what is inherited, and else from the numbers themselves ("class_001A",
   "method_0021"). */
#ifndef HY_CONVERTER_CAPNAMES_H
#define HY_CONVERTER_CAPNAMES_H

#include "converter/capdebug.h"
#include "converter/exports.h"

/* A method of the Method component. */
typedef struct hy_capmethod {
    uint32_t at; /* its method_info in the info of Method */
    hy_method_header header;
    uint32_t length;              /* bytes of code, said by Descriptor, else up to what follows */
    hy_class_ref owner;           /* NONE: not known */
    const char *name;             /* never NULL */
    const char *desc;             /* NULL: not known */
    bool named;                   /* false: the name is made from the offset */
    const hy_debug_method *debug; /* NULL: none */
    const hy_package_method *described; /* NULL: none */
} hy_capmethod;

typedef struct hy_capnames {
    const hy_package *p;
    hy_arena *arena;
    bool has_debug;
    hy_capdebug debug;
    hy_jpackage **imports; /* by package token; NULL where no export file was found */
    hy_capmethod *methods; /* every method that something names, by offset */
    size_t method_count;
} hy_capnames;

/* Gathers all names of p. e may be NULL. A Debug component that cannot be read is passed over, as
   are imports without an export file. MEMORY only. */
hy_rc hy_capnames_make(const hy_package *p, hy_exports *e, hy_arena *arena, hy_capnames *out,
                       hy_reason *why) HY_USE;

/* All results below live in the arena; "?" when it is full. Classes in the JVM's form. */

/* "javacard/framework/APDU"; "class_001A" of the package itself; "" for NONE. */
const char *hy_capnames_class(const hy_capnames *n, hy_class_ref cref);

/* The method of the Method component at this offset, or NULL. */
const hy_capmethod *hy_capnames_method(const hy_capnames *n, uint32_t at);

/* A member: its class, name and descriptor (NULL: not known). */
typedef struct hy_capmember {
    const char *owner; /* "" or NULL: not known */
    const char *name;
    const char *desc;
    bool made_up; /* the name is made from numbers */
} hy_capmember;

hy_capmember hy_capnames_member_at(const hy_capnames *n, uint32_t at);
hy_capmember hy_capnames_virtual(const hy_capnames *n, hy_class_ref cref, uint8_t token);
hy_capmember hy_capnames_interface_method(const hy_capnames *n, hy_class_ref cref, uint8_t token);
hy_capmember hy_capnames_field(const hy_capnames *n, hy_class_ref cref, uint8_t token);
hy_capmember hy_capnames_static_field(const hy_capnames *n, uint16_t offset);

/* What Debug says of method i of a described class, also of abstract ones, which it does not place:
   both list a class's methods in the same order. NULL when it says nothing, or the lists differ. */
const hy_debug_method *hy_capnames_twin(const hy_capnames *n, const hy_package_described *c,
                                        size_t i);

/* What a constant pool entry names; owner alone for a class. */
hy_capmember hy_capnames_entry(const hy_capnames *n, const hy_pool_entry *entry);

/* A descriptor of type_info in the JVM's form: of a method, of a field. */
const char *hy_capnames_method_desc(const hy_capnames *n, uint16_t type);
const char *hy_capnames_field_desc(const hy_capnames *n, uint16_t type);

/* ---- how names are shown ---- */

/* "java.lang.Object" of "java/lang/Object". */
const char *hy_capnames_dotted(const hy_capnames *n, const char *name);

/* A type as Java writes it, the first of the descriptor, classes without their package: "byte[]",
 * "APDU". */
const char *hy_capnames_type(const hy_capnames *n, const char *desc);

/* "Wallet.process(APDU)", "Wallet.balance"; "Wallet.<init>(byte[])". */
const char *hy_capnames_text(const hy_capnames *n, const hy_capmember *m);

/* "void process(APDU)": result, name and parameter types, without flags. */
const char *hy_capnames_signature(const hy_capnames *n, const char *owner, const char *name,
                                  const char *desc);

#endif
