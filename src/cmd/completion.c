/* `hyd completion`: completion scripts for bash, zsh and fish, made from the command table. */
#include "cmd/help.h"

#include <string.h>

static const char *verb_of(const hy_command *c)
{
    return c->verb == NULL ? "" : c->verb;
}

static bool needs_argument(const hy_option *o)
{
    return o->argument != NULL && o->argument[0] != '[';
}

static bool first_of_noun(size_t index)
{
    return index == 0 || strcmp(hy_commands[index - 1]->noun, hy_commands[index]->noun) != 0;
}

static void print_nouns(void)
{
    for (size_t i = 0; hy_commands[i] != NULL; i++)
        if (first_of_noun(i))
            printf(" %s", hy_commands[i]->noun);
}

static void print_verbs(const char *noun)
{
    for (size_t i = 0; hy_commands[i] != NULL; i++)
        if (strcmp(hy_commands[i]->noun, noun) == 0 && hy_commands[i]->verb != NULL)
            printf(" %s", hy_commands[i]->verb);
}

static void print_options(const hy_command *c)
{
    for (size_t i = 0; c->options != NULL && c->options[i].name != NULL; i++)
        printf(" --%s", c->options[i].name);
    fputs(" --help", stdout);
}

static void print_bash(void)
{
    fputs("# bash completion for hyd: hyd completion bash > "
          "/usr/share/bash-completion/completions/hyd\n"
          "_hyd() {\n    local word=${COMP_WORDS[COMP_CWORD]} words=\n"
          "    COMPREPLY=()\n"
          "    if ((COMP_CWORD == 1)); then\n        words=\"",
          stdout);
    print_nouns();
    fputs(" --help --version\"\n    else\n        case \"${COMP_WORDS[1]} ${COMP_WORDS[2]}\" in\n",
          stdout);
    for (size_t i = 0; hy_commands[i] != NULL; i++) {
        printf("        \"%s %s\"*) [[ $word == -* ]] && words=\"", hy_commands[i]->noun,
               verb_of(hy_commands[i]));
        print_options(hy_commands[i]);
        fputs("\" ;;\n", stdout);
    }
    fputs("        esac\n        if ((COMP_CWORD == 2)); then\n"
          "            case ${COMP_WORDS[1]} in\n",
          stdout);
    for (size_t i = 0; hy_commands[i] != NULL; i++)
        if (first_of_noun(i) && hy_commands[i]->verb != NULL) {
            printf("            %s) words=\"", hy_commands[i]->noun);
            print_verbs(hy_commands[i]->noun);
            fputs("\" ;;\n", stdout);
        }
    fputs("            esac\n        fi\n    fi\n"
          "    COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n}\n"
          "complete -o default -F _hyd hyd\n",
          stdout);
}

/* Inside single quotes a quote is written '\''; zsh also reads [ ] : in descriptions. */
static void print_quoted(const char *text, const char *escaped)
{
    for (; *text != '\0'; text++) {
        if (*text == '\'')
            fputs("'\\'", stdout);
        else if (strchr(escaped, *text) != NULL)
            putchar('\\');
        putchar(*text);
    }
}

static void print_zsh(void)
{
    fputs("#compdef hyd\n# zsh completion for hyd: hyd completion zsh > "
          "/usr/share/zsh/vendor-completions/_hyd\n"
          "_hyd() {\n    if ((CURRENT == 2)); then\n        compadd --",
          stdout);
    print_nouns();
    fputs("\n        return\n    fi\n    case \"$words[2] $words[3]\" in\n", stdout);
    for (size_t i = 0; hy_commands[i] != NULL; i++) {
        const hy_command *c = hy_commands[i];
        printf("    \"%s %s\"*) ((CURRENT > %d)) && { _arguments", c->noun, verb_of(c),
               c->verb == NULL ? 2 : 3);
        for (size_t k = 0; c->options != NULL && c->options[k].name != NULL; k++) {
            printf(" \\\n        '%s--%s[", c->options[k].repeats ? "*" : "", c->options[k].name);
            print_quoted(c->options[k].help, "[]:");
            fputs(needs_argument(&c->options[k]) ? "]:value:_files'" : "]'", stdout);
        }
        fputs(" \\\n        '*:file:_files'; return } ;;\n", stdout);
    }
    fputs("    esac\n    case $words[2] in\n", stdout);
    for (size_t i = 0; hy_commands[i] != NULL; i++)
        if (first_of_noun(i) && hy_commands[i]->verb != NULL) {
            printf("    %s) compadd --", hy_commands[i]->noun);
            print_verbs(hy_commands[i]->noun);
            fputs(" ;;\n", stdout);
        }
    fputs("    esac\n}\n_hyd \"$@\"\n", stdout);
}

static void print_fish_command(size_t i)
{
    const hy_command *c = hy_commands[i];
    if (first_of_noun(i)) {
        printf("complete -c hyd -n __fish_use_subcommand -a %s -d '", c->noun);
        print_quoted(c->verb == NULL ? c->summary : "Commands for this", "");
        fputs("'\n", stdout);
    }
    if (c->verb != NULL) {
        printf("complete -c hyd -n '__fish_seen_subcommand_from %s' -a %s -d '", c->noun, c->verb);
        print_quoted(c->summary, "");
        fputs("'\n", stdout);
    }
    for (size_t k = 0; c->options != NULL && c->options[k].name != NULL; k++) {
        printf("complete -c hyd -n '__fish_seen_subcommand_from %s",
               c->verb == NULL ? c->noun : c->verb);
        printf("' -l %s%s -d '", c->options[k].name, needs_argument(&c->options[k]) ? " -r" : "");
        print_quoted(c->options[k].help, "");
        fputs("'\n", stdout);
    }
}

static hy_exit run_completion(const hy_cli *cli)
{
    const char *shell = cli->argv[0];
    if (strcmp(shell, "bash") == 0) {
        print_bash();
        return HY_EXIT_OK;
    }
    if (strcmp(shell, "zsh") == 0) {
        print_zsh();
        return HY_EXIT_OK;
    }
    if (strcmp(shell, "fish") == 0) {
        for (size_t i = 0; hy_commands[i] != NULL; i++)
            print_fish_command(i);
        return HY_EXIT_OK;
    }
    return hy_cli_usage(cli, "no completion for '%s': bash, zsh or fish", shell);
}

const hy_command hy_command_completion = {
    .noun = "completion",
    .operands = "SHELL",
    .min_operands = 1,
    .max_operands = 1,
    .summary = "Print the completion script for bash, zsh or fish",
    .examples = "# Complete hyd's commands in this shell\nsource <(hyd completion bash)\n",
    .run = run_completion,
};
