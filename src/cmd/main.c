/* hyd: the one command. */
#include "cmd/cli.h"

int main(int argc, char **argv)
{
    return (int)hy_cli_main(argc, argv);
}
