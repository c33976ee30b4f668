/* Help, man page sources and shell completion, all made from the command table. */
#include "cmd/help.h"

#include <stdlib.h>
#include <string.h>

static const char *verb_of(const hy_command *c)
{
    return c->verb == NULL ? "" : c->verb;
}

static const char *gap_of(const hy_command *c)
{
    return c->verb == NULL ? "" : " ";
}

/* "cap build", for aligned columns; the result lives in name. */
static const char *full_name(const hy_command *c, char *name, size_t size)
{
    snprintf(name, size, "%s%s%s", c->noun, gap_of(c), verb_of(c));
    return name;
}

void hy_help_overview(FILE *out, const char *noun)
{
    char name[64];
    if (noun == NULL)
        fputs("hyd - smart-card security for smart metering\n\n", out);
    fprintf(out, "Usage: hyd %s%sCOMMAND [OPTION…] [ARGUMENT…]\n\nCommands:\n",
            noun == NULL ? "" : noun, noun == NULL ? "" : " ");
    for (size_t i = 0; hy_commands[i] != NULL; i++) {
        const hy_command *c = hy_commands[i];
        if (noun == NULL || strcmp(noun, c->noun) == 0)
            fprintf(out, "  %-16s %s\n", full_name(c, name, sizeof name), c->summary);
    }
    fputs("\n'hyd COMMAND --help' explains one command, with examples.\n", out);
}

static void print_option(FILE *out, const char *name, char letter, const char *argument,
                         const char *help)
{
    char left[64];
    char initial[8] = "";
    if (letter != 0)
        snprintf(initial, sizeof initial, "-%c, ", letter);
    if (argument != NULL && argument[0] == '[')
        snprintf(left, sizeof left, "%s--%s[=%s", initial, name, argument + 1);
    else
        snprintf(left, sizeof left, "%s--%s%s%s", initial, name, argument == NULL ? "" : " ",
                 argument == NULL ? "" : argument);
    fprintf(out, strlen(left) <= 26 ? "  %-26s %s\n" : "  %s\n                             %s\n",
            left, help);
}

/* Prints scdoc text without its marks. */
static void print_plain(FILE *out, const char *text)
{
    for (const char *s = text; *s != '\0'; s++) {
        if (*s == '\\' && s[1] != '\0')
            s++;
        else if (*s == '*')
            continue;
        fputc(*s, out);
    }
}

/* Prints text as it is, every line indented. */
static void print_indented(FILE *out, const char *text)
{
    bool fresh = true;
    for (const char *s = text; *s != '\0'; s++) {
        if (fresh)
            fputs("  ", out);
        fresh = *s == '\n';
        fputc(*s, out);
    }
}

void hy_help_command(FILE *out, const hy_command *c)
{
    fprintf(out, "Usage: hyd %s%s%s%s%s%s\n\n%s.\n", c->noun, gap_of(c), verb_of(c),
            c->options == NULL ? "" : " [OPTION…]", c->operands[0] == '\0' ? "" : " ", c->operands,
            c->summary);
    if (c->description != NULL) {
        fputc('\n', out);
        print_plain(out, c->description);
    }
    fputs("\nOptions:\n", out);
    for (size_t i = 0; c->options != NULL && c->options[i].name != NULL; i++)
        print_option(out, c->options[i].name, c->options[i].letter, c->options[i].argument,
                     c->options[i].help);
    print_option(out, "help", 'h', NULL, "Show this help");
    if (c->examples != NULL) {
        fputs("\nExamples:\n", out);
        print_indented(out, c->examples);
    }
}

/* ---- man pages ---- */

/* scdoc reads *, _ and \ as markup. */
static void print_scdoc(FILE *out, const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '_' || *text == '*' || *text == '\\' || *text == '<')
            fputc('\\', out);
        fputc(*text, out);
    }
}

static void print_scdoc_options(FILE *out, const hy_command *c)
{
    for (size_t i = 0; c->options != NULL && c->options[i].name != NULL; i++) {
        const hy_option *o = &c->options[i];
        if (o->letter != 0)
            fprintf(out, "*-%c*, ", o->letter);
        fprintf(out, "*--%s*", o->name);
        if (o->argument != NULL && o->argument[0] == '[') {
            fprintf(out, "[=_%.*s_]", (int)strlen(o->argument) - 2, o->argument + 1);
        } else if (o->argument != NULL) {
            fputs(" _", out);
            print_scdoc(out, o->argument);
            fputc('_', out);
        }
        fputs("\n\t", out);
        print_scdoc(out, o->help);
        fputs(".\n\n", out);
    }
    fputs("*-h*, *--help*\n\tShow the help.\n\n", out);
}

/* Examples are "# comment" and command lines: prose and literal text. */
static void print_scdoc_examples(FILE *out, const char *examples)
{
    bool literal = false;
    for (const char *line = examples; *line != '\0';) {
        const char *end = strchr(line, '\n');
        size_t n = end == NULL ? strlen(line) : (size_t)(end - line);
        bool prose = line[0] == '#';
        if (prose == literal || (line == examples && !prose))
            fputs(literal ? "```\n\n" : "\n```\n", out);
        literal = !prose;
        size_t mark = prose && n > 2 ? 2 : 0;
        for (const char *c = line + mark; c < line + n; c++) {
            if (*c == '\\')
                fputc('\\', out);
            fputc(*c, out);
        }
        fputc('\n', out);
        line += n + (end != NULL);
    }
    fputs(literal ? "```\n\n" : "\n", out);
}

static void print_exit_status(FILE *out)
{
    fputs("# EXIT STATUS\n\n"
          "*0*\n\tDone.\n\n*1*\n\tFailed; standard error says why.\n\n"
          "*2*\n\tThe command line could not be understood.\n\n",
          out);
}

static void print_man_command(FILE *out, const hy_command *c)
{
    fprintf(out, "hyd-%s%s%s(1)\n\n# NAME\n\nhyd-%s%s%s - %s\n\n# SYNOPSIS\n\n*hyd %s%s%s*",
            c->noun, c->verb == NULL ? "" : "-", verb_of(c), c->noun, c->verb == NULL ? "" : "-",
            verb_of(c), c->summary, c->noun, gap_of(c), verb_of(c));
    fputs(c->options == NULL ? " " : " [_option_…] ", out);
    print_scdoc(out, c->operands);
    fputs("\n\n# DESCRIPTION\n\n", out);
    fprintf(out, "%s\n\n# OPTIONS\n\n", c->description == NULL ? c->summary : c->description);
    print_scdoc_options(out, c);
    if (c->examples != NULL) {
        fputs("# EXAMPLES\n\n", out);
        print_scdoc_examples(out, c->examples);
    }
    print_exit_status(out);
    fputs("# SEE ALSO\n\n*hyd*(1)\n", out);
}

static void print_man_overview(FILE *out)
{
    char name[64];
    fputs("hyd(1)\n\n# NAME\n\nhyd - smart-card security for smart metering\n\n# SYNOPSIS\n\n"
          "*hyd* _command_ [_option_…] [_argument_…]\n\n# DESCRIPTION\n\n"
          "hyd builds, inspects and runs Java Card applets for the Hydra secure element. "
          "Results go to standard output, everything else to standard error.\n\n# COMMANDS\n\n",
          out);
    for (size_t i = 0; hy_commands[i] != NULL; i++) {
        fprintf(out, "*hyd %s*\n\t", full_name(hy_commands[i], name, sizeof name));
        fprintf(out, "%s.\n\n", hy_commands[i]->summary);
    }
    print_exit_status(out);
}

static const hy_command *find(const char *noun, const char *verb)
{
    for (size_t i = 0; hy_commands[i] != NULL; i++)
        if (strcmp(hy_commands[i]->noun, noun) == 0 &&
            strcmp(verb_of(hy_commands[i]), verb == NULL ? "" : verb) == 0)
            return hy_commands[i];
    return NULL;
}

static hy_exit run_help(const hy_cli *cli)
{
    bool man = hy_cli_flag(cli, "man");
    if (cli->argc == 0) {
        if (man)
            print_man_overview(stdout);
        else
            hy_help_overview(stdout, NULL);
        return HY_EXIT_OK;
    }
    const hy_command *c = find(cli->argv[0], cli->argc > 1 ? cli->argv[1] : NULL);
    if (c == NULL)
        return hy_cli_usage(cli, "no such command: %s %s", cli->argv[0],
                            cli->argc > 1 ? cli->argv[1] : "");
    if (man)
        print_man_command(stdout, c);
    else
        hy_help_command(stdout, c);
    return HY_EXIT_OK;
}

static const hy_option help_options[] = {
    {"man", 0, NULL, false, "Print the source of the man page, in scdoc's language"},
    {NULL, 0, NULL, false, NULL},
};

const hy_command hy_command_help = {
    .noun = "help",
    .operands = "[COMMAND…]",
    .max_operands = 2,
    .summary = "Explain a command",
    .options = help_options,
    .examples = "# Everything about one command\nhyd help cap build\n",
    .run = run_help,
};

static hy_exit run_version(const hy_cli *cli)
{
    (void)cli;
    puts("hyd " HY_VERSION);
    return HY_EXIT_OK;
}

const hy_command hy_command_version = {
    .noun = "version",
    .operands = "",
    .summary = "Print the version",
    .run = run_version,
};
