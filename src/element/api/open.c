/* A pool opened with the natives and the ROM image of this build. */
#include "element/api/platform.h"
#include "element/gp/gp.h"

hy_rc hy_pool_open(const hy_port *port, const hy_pool_config *config, hy_pool **out, hy_reason *why)
{
    hy_pool_config own = {0};
    if (config != NULL)
        own = *config;
    if (own.rom.n == 0)
        own.rom = hy_platform_image;
    HY_TRY(hy_pool_open_with(port, &own, hy_platform_natives, hy_platform_native_count, out, why));
    (*out)->manager = &hy_gp_manager;
    return HY_OK;
}
