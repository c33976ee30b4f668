/* hyd element algorithms: the table of what cryptography the element has. */
#include "cmd/element.h"

#include "element/api/algorithms_table.h"

#include <string.h>

/* ---- the table's headings ---- */

static const struct {
    hy_family family;
    const char *class_name; /* whose constants they are */
    const char *what;
} families[] = {
    {HY_FAMILY_DIGEST, "javacard.security.MessageDigest", "Digests"},
    {HY_FAMILY_DIGEST_INTERMEDIATE, "javacard.security.InitializedMessageDigest",
     "Digests that begin in the middle"},
    {HY_FAMILY_SIGNATURE, "javacard.security.Signature", "Signatures"},
    {HY_FAMILY_SIGNATURE_CIPHER, "javacard.security.Signature", "Signatures in parts: ciphers"},
    {HY_FAMILY_CIPHER, "javacardx.crypto.Cipher, AEADCipher", "Ciphers"},
    {HY_FAMILY_CIPHER_CIPHER, "javacardx.crypto.Cipher, AEADCipher", "Ciphers in parts"},
    {HY_FAMILY_PADDING, "javacardx.crypto.Cipher", "Paddings of ciphers and signatures in parts"},
    {HY_FAMILY_RANDOM, "javacard.security.RandomData", "Random numbers"},
    {HY_FAMILY_AGREEMENT, "javacard.security.KeyAgreement", "Key agreement"},
    {HY_FAMILY_CHECKSUM, "javacard.security.Checksum", "Checksums"},
    {HY_FAMILY_DERIVATION, "javacardx.security.derivation.DerivationFunction", "Derivation"},
    {HY_FAMILY_CURVE, "javacard.security.NamedParameterSpec", "Named curves"},
    {HY_FAMILY_PAIR, "javacard.security.KeyPair", "Key pairs"},
};

enum { FAMILIES = sizeof families / sizeof families[0] };

/* What text, Markdown and JSON have in common: a callback for each line. */
typedef struct writer {
    void (*begin)(const char *what, const char *class_name);
    void (*algorithm)(const hy_algorithm *a);
    void (*length)(const hy_key_length *l);
} writer;

static void lengths_text(const hy_key_length *l, char out[48])
{
    if (l->first == l->last)
        (void)snprintf(out, 48, "%u bits", l->first);
    else
        (void)snprintf(out, 48, "%u to %u bits in steps of %u", l->first, l->last, l->step);
}

/* ---- text ---- */

static void text_begin(const char *what, const char *class_name)
{
    (void)printf("\n%s (%s)\n", what, class_name);
}

static void text_algorithm(const hy_algorithm *a)
{
    (void)printf("  %-3s  %-34s %s\n", a->served ? "yes" : "no", a->name, a->by);
}

static void text_length(const hy_key_length *l)
{
    char lengths[48];
    lengths_text(l, lengths);
    (void)printf("  yes  %-34s %s%s\n", l->name, lengths, l->generated ? ", generated" : "");
}

/* ---- Markdown ---- */

static void markdown_begin(const char *what, const char *class_name)
{
    (void)printf("\n## %s\n\n`%s`\n\n| constant | there | by what, or why not |\n|---|---|---|\n",
                 what, class_name);
}

static void markdown_algorithm(const hy_algorithm *a)
{
    (void)printf("| %s | %s | %s |\n", a->name, a->served ? "yes" : "**no**", a->by);
}

static void markdown_length(const hy_key_length *l)
{
    char lengths[48];
    lengths_text(l, lengths);
    (void)printf("| ALG_TYPE_%s | yes | %s%s |\n", l->name, lengths,
                 l->generated ? ", generated" : "");
}

/* ---- JSON: a line for each entry, for no text in the table needs an escape ---- */

static void json_begin(const char *what, const char *class_name)
{
    (void)what;
    (void)class_name;
}

static void json_algorithm(const hy_algorithm *a)
{
    (void)printf("{\"constant\": \"%s\", \"value\": %d, \"served\": %s, \"by\": \"%s\"}\n", a->name,
                 a->value, a->served ? "true" : "false", a->by);
}

static void json_length(const hy_key_length *l)
{
    (void)printf("{\"key\": \"%s\", \"type\": %u, \"first\": %u, \"last\": %u, \"step\": %u, "
                 "\"generated\": %s}\n",
                 l->name, l->type, l->first, l->last, l->step, l->generated ? "true" : "false");
}

/* ---- the command ---- */

static void write_all(const writer *w)
{
    for (size_t f = 0; f < FAMILIES; f++) {
        w->begin(families[f].what, families[f].class_name);
        for (size_t i = 0; i < hy_algorithm_count; i++)
            if (hy_algorithms[i].family == families[f].family)
                w->algorithm(&hy_algorithms[i]);
    }
    w->begin("Keys", "javacard.security.KeyBuilder");
    for (size_t i = 0; i < hy_key_length_count; i++)
        w->length(&hy_key_lengths[i]);
}

static hy_exit run(const hy_cli *cli)
{
    static const writer text = {text_begin, text_algorithm, text_length};
    static const writer markdown = {markdown_begin, markdown_algorithm, markdown_length};
    static const writer json = {json_begin, json_algorithm, json_length};
    size_t served = 0;
    for (size_t i = 0; i < hy_algorithm_count; i++)
        served += hy_algorithms[i].served;
    if (hy_cli_flag(cli, "json")) {
        write_all(&json);
        return HY_EXIT_OK;
    }
    if (hy_cli_flag(cli, "markdown"))
        (void)printf("# Algorithms of the element\n\nMade by `hyd element algorithms --markdown` "
                     "from the table that the element itself asks\n"
                     "(`src/element/api/algorithms.def`). What is not there throws "
                     "CryptoException.NO_SUCH_ALGORITHM.\n\n");
    (void)printf("%zu of %zu constants are served.\n", served, hy_algorithm_count);
    write_all(hy_cli_flag(cli, "markdown") ? &markdown : &text);
    return HY_EXIT_OK;
}

static const hy_option options[] = {
    {"json", 0, NULL, false, "One JSON object for each line"},
    {"markdown", 0, NULL, false, "As docs/algorithms.md has it"},
    {0},
};

const hy_command hy_command_element_algorithms = {
    .noun = "element",
    .verb = "algorithms",
    .operands = "",
    .summary = "Show which algorithms and keys the element has",
    .description =
        "Prints the constants of the Java Card API's factories, in the order of the API, "
        "and for\neach what serves it or why nothing does; then the types and lengths "
        "of keys.\n",
    .options = options,
    .examples = "# Is there RSA with OAEP and SHA-256?\n"
                "hyd element algorithms | grep OAEP_SHA256\n",
    .run = run,
};
