/* Token assignment (JCVM 4.3.7): the numbers by which packages name each other's classes and
   members, and the virtual method tables that follow from them. */
#ifndef HY_CONVERTER_TOKENS_H
#define HY_CONVERTER_TOKENS_H

#include "converter/model.h"
#include "converter/pins.h"

enum {
    HY_VIRTUAL_MAX = 128,    /* tokens of public and of package-visible methods in a class */
    HY_TOKEN_PACKAGE = 0x80, /* set in the token of a package-visible virtual method */
};

/* One package to number. */
typedef struct hy_token_job {
    hy_jpackage *package;
    hy_pins *pins; /* borrowed; NULL: every token is free */
} hy_token_job;

/* Numbers the converted packages of a set, which may refer to each other in circles.
   Classes are put in the order of the Class component (interfaces first, each after what it is made
   of, else by name). Tokens follow that order and, within a class, the order of declaration,
   final methods first and abstract ones last, as other converters do; pinned tokens go before. In a
   package with applets only public shareable interfaces are exported (JCVM 6.12). A superclass that
   is imported is seen in full when token_mapping, that is in CAP format 2.3; below it only the
   methods that old formats can inherit (cap22_inheritable). Every inconsistency (a pin that nothing
   takes, a token twice, too many of something) goes to the world's diagnostics: look at its count
   of errors. MEMORY; LINK when a superclass is not there. */
hy_rc hy_tokens_assign(hy_world *w, hy_token_job *jobs, size_t job_count,
                       bool token_mapping) HY_USE;

/* Gives abstract classes a public abstract method for each interface method that neither they nor
   their superclasses have, so that the method gets a virtual token (JCVM 6.9 needs one for each).
   Run it before tokens are assigned. It replaces the arrays of methods, and lets references follow.
   MEMORY. */
hy_rc hy_tokens_add_abstract(hy_world *w, hy_jpackage *p) HY_USE;

/* The token by which code calls a method on a class or interface: that of the class named, which
   may differ from the one in the method's own class. -1 when the class has no such method. */
int hy_token_virtual(const hy_jclass *owner, const char *name, const char *desc);

/* The virtual token at which a class has the method: its own table, when converted; for imported
   ones what the export file lists. NULL past the end or where the slot is not known. */
hy_jmethod *hy_token_slot(const hy_jclass *c, size_t token);

/* How many public virtual tokens a class has, for a subclass or for the mapping. */
size_t hy_token_count(const hy_jclass *c, bool token_mapping);

/* All interfaces that a class implements (itself, not by its superclass) or that an interface
   extends, those above them included, each after its own superinterfaces.
   LINK when one is not in the world; MEMORY. */
hy_rc hy_token_interfaces(hy_world *w, hy_jclass *c, hy_jclass ***out, size_t *count) HY_USE;

/* The first 16-bit word and the count of the reference fields of a class, and the words of all its
   instance fields (JCVM 6.9: declared_instance_size and what follows it). */
typedef struct hy_token_fields {
    unsigned words;
    unsigned first_reference; /* HY_TOKEN_NONE: no references */
    unsigned references;
} hy_token_fields;
hy_token_fields hy_token_field_sizes(const hy_jclass *c);

/* What an error says of a name: "com.example.Wallet" for "com/example/Wallet", in the arena. */
const char *hy_token_dotted(hy_arena *arena, const char *name);

#endif
