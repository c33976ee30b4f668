/* What the verifier's files share: types of words, the classes and methods under verification, and
   failing with the place. Private to verify*.c. */
#ifndef HY_VM_VERIFY_IN_H
#define HY_VM_VERIFY_IN_H

#include "element/vm/opcode.h"
#include "element/vm/verify.h"

/* ---- types of words ---- */

/* What one word on the stack or in a local is: a kind in the high byte, its class or place below.
 */
typedef uint32_t hy_vtype;

typedef enum hy_vkind {
    HY_VK_TOP,     /* anything: nothing may be done with it */
    HY_VK_SHORT,   /* also boolean and byte */
    HY_VK_INT,     /* the first word of an int */
    HY_VK_INT_LOW, /* the second */
    HY_VK_RETURN,  /* return address; data: which call of which subroutine */
    HY_VK_NULL,
    HY_VK_NEW,      /* made by new, not initialised; data: pc of the new */
    HY_VK_THIS,     /* `this` of a constructor before the superclass's constructor ran */
    HY_VK_OBJECT,   /* data: class */
    HY_VK_BOOLEANS, /* arrays */
    HY_VK_BYTES,
    HY_VK_SHORTS,
    HY_VK_INTS,
    HY_VK_OBJECTS, /* data: class of the elements */
    HY_VK_SOME,    /* an initialised reference of unknown class: all of them without Descriptor */
    /* not in frames, only in signatures */
    HY_VK_VOID,
    HY_VK_UNREAD,  /* an argument that its method never looks at */
    HY_VK_UNKNOWN, /* a result that nothing tells */
} hy_vkind;

static inline hy_vtype hy_vtype_of(hy_vkind kind, uint32_t data)
{
    return (hy_vtype)kind << 24 | data;
}
static inline hy_vkind hy_vtype_kind(hy_vtype t)
{
    return (hy_vkind)(t >> 24);
}
static inline uint32_t hy_vtype_data(hy_vtype t)
{
    return t & 0xFFFFFFu;
}

/* An initialised reference, or null. */
static inline bool hy_vtype_reference(hy_vtype t)
{
    hy_vkind k = hy_vtype_kind(t);
    return k == HY_VK_NULL || (k >= HY_VK_OBJECT && k <= HY_VK_SOME);
}

/* ---- classes ---- */

enum { HY_VCLASS_NONE = 0xFFFFFF };

/* A class by number: those of the package first, in the order of Class, then imported ones as they
   are met. */
typedef struct hy_vclass {
    const hy_package_class *record;        /* internal */
    const hy_package_described *described; /* internal, with Descriptor */
    const hy_package_view *view;           /* imported */
    const hy_view_class *seen;             /* imported; NULL: one without a name outside */
    uint32_t super;                        /* number, HY_VCLASS_NONE */
    bool interface;
} hy_vclass;

/* ---- methods ---- */

/* A signature in words; `this` is the first argument of instance methods. */
typedef struct hy_vsig {
    const hy_vtype *args;
    uint8_t nargs;
    hy_vtype result;
} hy_vsig;

typedef struct hy_vmethod {
    uint32_t at;
    uint32_t end; /* of its code, at most */
    hy_method_header header;
    hy_vsig sig;
    /* with Descriptor */
    const hy_package_method *described;
    uint32_t owner; /* class */
    /* without: methods that override or implement each other share a signature */
    uint32_t same;         /* index of one that knows more, itself at the end of the chain */
    bool entered;          /* something refers to it */
    bool has_code;         /* it, or one that shares its signature, has a body */
    hy_vtype *words;       /* the arguments being inferred */
    struct hy_vcode *code; /* NULL before it is opened */
} hy_vmethod;

/* ---- constant pool entries, resolved ---- */

typedef struct hy_vmember {
    uint32_t named;  /* class that the entry names; NONE for internal static members */
    uint32_t owner;  /* class where the member was found */
    uint8_t access;  /* HY_ACCESS_...; 0 when not known (without Descriptor) */
    bool known;      /* access is known */
    char kind;       /* fields: 'a', 'b', 's', 'i'; 0 not known */
    hy_vtype type;   /* fields; HY_VK_INT for int */
    hy_vsig sig;     /* methods */
    uint32_t method; /* internal methods: index; UINT32_MAX else */
    bool open;       /* interface method of which nothing in the package tells the signature */
} hy_vmember;

/* Without Descriptor: what a method returns of which the package has neither body nor type (an
   interface that others implement). Guessed from how the first caller goes on with it. */
typedef struct hy_vguess {
    uint32_t key; /* which method */
    hy_vtype result;
    uint8_t attempt; /* index of result among the possible ones */
} hy_vguess;
enum { HY_VGUESS_MAX = 64 };

/* ---- a method being verified ---- */

enum {                      /* marks on bytes of code */
       HY_VMARK_START = 1,  /* an instruction starts */
       HY_VMARK_LEADER = 2, /* control may come from elsewhere */
       HY_VMARK_TRY = 4,    /* a handler covers it */
       HY_VMARK_EDGE = 8,   /* a handler's range starts */
       HY_VMARK_BODY = 16,  /* inside an instruction, not its start */
};

typedef struct hy_vcode {
    hy_vmethod *method;
    hy_view bytes;    /* from the first instruction; pc counts from here */
    uint32_t start;   /* of bytes, in the info of Method */
    uint8_t *marks;   /* [bytes.n] */
    uint32_t *states; /* [bytes.n] first state at a leader, 0 none */
    const hy_package_block *block;
    uint16_t locals; /* words: nargs + max_locals */
} hy_vcode;

typedef struct hy_verifier {
    const hy_package *p;
    const hy_view_source *source;
    const hy_verify_options *options;
    hy_arena *arena;
    hy_reason *why;
    bool typed;
    hy_vclass *classes;
    uint32_t class_count, class_room;
    uint32_t object, throwable; /* classes */
    hy_vmethod *methods;        /* ascending at */
    uint32_t method_count, method_room;
    hy_vmember *pool;   /* [pool_count] */
    uint8_t *locations; /* [Method size]: 1 or 2 where ReferenceLocation says so */
    uint32_t location_count, location_used;
    hy_vguess *guesses; /* [HY_VGUESS_MAX] */
    uint32_t guess_count;
    /* the place, for reasons */
    const hy_vcode *code;
    uint32_t pc;
    /* working memory of one method after the other */
    uint32_t *words;
    size_t words_room;
    uint64_t budget;
    hy_verify_result result;
} hy_verifier;

/* Fails (MISMATCH) with package, method, pc and instruction before the text, as far as known. */
hy_rc hy_verify_fail(hy_verifier *v, const char *format, ...) HY_USE HY_PRINTF(2, 3);
hy_rc hy_verify_fail_link(hy_verifier *v, const char *format, ...) HY_USE HY_PRINTF(2, 3);
hy_rc hy_verify_memory(hy_verifier *v) HY_USE;

/* An AID as hex digits, into text (40 bytes); returns it. */
const char *hy_verify_aid(hy_view aid, char *text);

/* One more instruction or meeting of paths was looked at; LIMIT when the budget is used up. */
hy_rc hy_verify_spend(hy_verifier *v) HY_USE;

/* A type in words for reasons, into text (64 bytes); returns it. */
const char *hy_verify_type_name(const hy_verifier *v, hy_vtype t, char *text);

/* ---- verify_class.c: classes and members ---- */

hy_rc hy_verify_classes(hy_verifier *v) HY_USE; /* numbers the internal ones, checks all rules */
hy_rc hy_verify_class_ref(hy_verifier *v, hy_class_ref ref, uint32_t *number) HY_USE;
hy_rc hy_verify_view_type(hy_verifier *v, const hy_package_view *view, hy_view_type t,
                          hy_vtype *out) HY_USE;
/* The signature that a view says; with `this` of class `self` unless that is NONE. */
hy_rc hy_verify_view_sig(hy_verifier *v, const hy_package_view *view, const hy_view_method *m,
                         uint32_t self, hy_vsig *out) HY_USE;
/* Where a virtual call of this token on class c ends statically. */
hy_rc hy_verify_virtual(hy_verifier *v, uint32_t c, uint8_t token, hy_vmember *out) HY_USE;
/* The method of an interface. */
hy_rc hy_verify_interface_method(hy_verifier *v, uint32_t c, uint8_t token, hy_vmember *out) HY_USE;

bool hy_verify_subclass(const hy_verifier *v, uint32_t c, uint32_t super);
bool hy_verify_assignable(const hy_verifier *v, hy_vtype from, hy_vtype to);
hy_vtype hy_verify_merge(const hy_verifier *v, hy_vtype a, hy_vtype b);

/* ---- verify_method.c: methods and pool entries ---- */

hy_rc hy_verify_methods(hy_verifier *v) HY_USE; /* from the Descriptor */
hy_rc hy_verify_pool(hy_verifier *v) HY_USE;
hy_vmethod *hy_verify_method_at(const hy_verifier *v, uint32_t at);
/* A signature from a type_descriptor. */
hy_rc hy_verify_described_sig(hy_verifier *v, uint16_t type, uint32_t self, hy_vsig *out) HY_USE;
hy_rc hy_verify_described_type(hy_verifier *v, hy_package_type t, hy_vtype *out) HY_USE;
/* Whether b is what a says, but for `this`. */
bool hy_verify_same_sig(const hy_vsig *a, const hy_vsig *b);
hy_rc hy_verify_overrides(hy_verifier *v) HY_USE;
/* How many methods an imported interface had when this package was made; 0 for internal ones. */
uint8_t hy_verify_interface_count(const hy_verifier *v, uint32_t interface);
/* Whether virtual method `token` of class c overrides one of its superclass, which knows it as
 *above. */
bool hy_verify_inherited(const hy_verifier *v, uint32_t c, uint8_t token, uint8_t *above);

/* ---- verify_infer.c: methods and signatures without Descriptor ---- */

hy_rc hy_verify_infer(hy_verifier *v) HY_USE;

/* ---- verify_found.c: what was inferred, for the package's view ---- */

hy_rc hy_verify_found(hy_verifier *v) HY_USE;

/* ---- verify_code.c: instructions ---- */

/* Opens a method's code: marks and room for states. */
hy_rc hy_verify_open(hy_verifier *v, hy_vmethod *m) HY_USE;
/* Checks the form and operands of the instruction at pc; *length is its bytes. */
hy_rc hy_verify_operands(hy_verifier *v, hy_vcode *code, uint32_t pc, uint32_t *length) HY_USE;
/* Walks all code from the first to the last byte (Descriptor: it is all instructions). */
hy_rc hy_verify_decode(hy_verifier *v, hy_vcode *code) HY_USE;
/* Places and checks the handlers of this method. */
hy_rc hy_verify_handlers(hy_verifier *v, hy_vcode *code) HY_USE;
/* Where control may go from the instruction at pc other than to the next, jsr's subroutine too:
   the first with *index 0, until false. */
bool hy_verify_next_target(const hy_vcode *code, uint32_t pc, uint32_t *index, int64_t *target);
/* The local that an instruction names, and what it does: 'l'oad, 's'tore, 'r'et, '+' sinc; 0: none.
 *kind is 'a', 's' or 'i'. */
char hy_verify_local(const hy_vcode *code, uint32_t pc, uint8_t *local, char *kind);
/* Operands at pc + 1. */
uint8_t hy_verify_u1(const hy_vcode *code, uint32_t at);
uint16_t hy_verify_u2(const hy_vcode *code, uint32_t at);

/* ---- verify_flow.c and verify_insn.c: data flow ---- */

typedef struct hy_vframe {
    hy_vtype *locals; /* [locals], then one more: whether `this` is initialised */
    hy_vtype *stack;
    uint16_t depth;
    uint32_t call; /* innermost subroutine call, 0 none */
    bool ends;     /* the method called last never returns */
} hy_vframe;

/* Follows all paths of a method to the fixpoint. */
hy_rc hy_verify_flow(hy_verifier *v, hy_vcode *code) HY_USE;

/* What the instruction at pc does to the frame. *changed is set when locals were. Jumps are the
   flow's: jsr and ret only check and move the stack. */
hy_rc hy_verify_step(hy_verifier *v, hy_vcode *code, hy_vframe *f, bool *changed) HY_USE;

/* verify_guess.c: the result of a method that nothing tells. */
hy_rc hy_verify_guess(hy_verifier *v, uint32_t key, hy_vtype *result) HY_USE;
/* hy_verify_flow, again with other guesses while that may help. */
hy_rc hy_verify_flow_guessing(hy_verifier *v, hy_vcode *code) HY_USE;

/* verify_member.c: the same for fields and calls; *done when the instruction is one of them. */
hy_rc hy_verify_member_step(hy_verifier *v, hy_vcode *code, hy_vframe *f, bool *changed,
                            bool *done) HY_USE;

#endif
