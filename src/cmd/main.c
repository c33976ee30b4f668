/* hyd: the one command. */
#include "cmd/cli.h"

int main(int argc, char **argv)
{
    return hy_cli_main(argc, argv);
}
