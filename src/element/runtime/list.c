/* The registry as others see it: a list of packages and instances. */
#include "element/runtime/element.h"

#include <string.h>

hy_element_config hy_element_settings(const hy_element *element)
{
    return element->config;
}

static void copy_aid(hy_view aid, uint8_t *to, uint8_t *length)
{
    memcpy(to, aid.p, aid.n);
    *length = (uint8_t)aid.n;
}

static void describe_package(const hy_element *e, uint8_t number, hy_element_entry *out)
{
    const hy_linked *l = hy_registry_pooled(e, number)->linked;
    *out = (hy_element_entry){.is_package = true,
                              .life = hy_registry_package(e, number)->life,
                              .major = l->id.major,
                              .minor = l->id.minor};
    copy_aid(l->id.aid, out->aid, &out->aid_length);
    copy_aid(l->id.aid, out->package, &out->package_length);
}

static void describe_instance(const hy_element *e, uint8_t number, hy_element_entry *out)
{
    const hy_instance *i = hy_registry_instance(e, number);
    const hy_linked *l = hy_registry_pooled(e, i->package)->linked;
    const uint8_t *p = i->privileges;
    *out = (hy_element_entry){.life = i->life,
                              .major = l->id.major,
                              .minor = l->id.minor,
                              .privileges = (uint32_t)p[0] << 16 | (uint32_t)p[1] << 8 | p[2],
                              .default_selected = hy_registry_card(e)->default_instance == number};
    copy_aid(hy_aid_view(&i->aid), out->aid, &out->aid_length);
    copy_aid(l->id.aid, out->package, &out->package_length);
}

bool hy_element_entry_at(const hy_element *element, size_t index, hy_element_entry *out)
{
    for (uint32_t n = element->pool->rom_count; n < hy_registry_package_end(element); n++)
        if (hy_registry_package(element, (uint8_t)n) != NULL && index-- == 0) {
            describe_package(element, (uint8_t)n, out);
            return true;
        }
    for (uint32_t n = 1; n < hy_registry_instance_end(element); n++)
        if (hy_registry_instance(element, (uint8_t)n) != NULL && index-- == 0) {
            describe_instance(element, (uint8_t)n, out);
            return true;
        }
    return false;
}
