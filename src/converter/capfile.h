/* The CAP container: a package's components in a JAR (.cap) or one after the other as they are
   loaded on a card (.ijc). Knows nothing of what is inside a component beyond its tag and size. */
#ifndef HY_CONVERTER_CAPFILE_H
#define HY_CONVERTER_CAPFILE_H

#include "element/vm/package.h"

/* Hard limits of what is read: a JAR's entry claims any size it likes. */
enum {
    HY_CAP_FILE_MAX = 16 << 20,     /* bytes of the file */
    HY_CAP_ENTRIES_MAX = 4096,      /* entries of the JAR, class files of the source included */
    HY_CAP_COMPONENT_MAX = 4 << 20, /* bytes of one component */
    HY_CAP_TOTAL_MAX = 8 << 20,     /* bytes of all components */
};

typedef struct hy_capfile {
    hy_package_parts parts; /* whole components by tag; views into bytes */
    bool extended;          /* of the extended format: sizes of some components have four bytes */
    bool jar;               /* read from a JAR */
    char package[256];      /* the JAR's folder, "com/example/wallet"; "" in a load file */
    hy_view manifest;       /* META-INF/MANIFEST.MF as it is; empty when there is none */
    hy_buf bytes;           /* owned */
} hy_capfile;

/* Reads either form, telling them apart by their first bytes. The views of c point into memory
   that c owns; free it with hy_capfile_free, also after a failure. Refused with place and reason:
   no Header component or no magic in it, a component twice or with another one's tag, components
   in two folders, names that lead out of the JAR, encrypted files, anything above the limits.
   Other files in a JAR are passed over. What is inside a component, its size too, is
   hy_package_read's to check. FORMAT, TRUNCATED, LIMIT, UNSUPPORTED, MEMORY. */
hy_rc hy_capfile_read(hy_view bytes, hy_capfile *c, hy_reason *why) HY_USE;

/* The same from a path. Also NOT_FOUND, IO. */
hy_rc hy_capfile_open(const char *path, hy_capfile *c, hy_reason *why) HY_USE;

void hy_capfile_free(hy_capfile *c);

/* The standard tags in the order in which components are loaded and written (JCVM 6.2). */
enum { HY_CAP_ORDER = HY_COMPONENT_COUNT - 1 };
extern const uint8_t hy_capfile_order[HY_CAP_ORDER];

/* The name of a standard component's file without its suffix: "RefLocation" for 9. */
const char *hy_capfile_stem(uint8_t tag);

/* What a JAR's manifest says beyond what stands in the components themselves. */
typedef struct hy_capfile_names {
    const char *package;        /* "com/example/wallet": the folder of the components */
    const char *const *applets; /* class names "com/example/wallet/Wallet", in the order of the
                                   Applet component; NULL: not known */
    size_t applet_count;
} hy_capfile_names;

/* Appends the JAR: manifest, then the components in order, custom ones last, stored and dated
   1980-01-01: the same components and names make the same bytes everywhere.
   Errors of hy_package_read: only what reads back is written. ARGUMENT when names do not fit. */
hy_rc hy_capfile_write_jar(const hy_package_parts *parts, const hy_capfile_names *names,
                           hy_buf *out, hy_reason *why) HY_USE;

/* Appends the load file: the components in order and custom ones last, without Debug, which is
   never loaded. ARGUMENT when there is no Header. */
hy_rc hy_capfile_write_load(const hy_package_parts *parts, hy_buf *out) HY_USE;

#endif
