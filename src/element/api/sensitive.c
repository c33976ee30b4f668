/* javacardx.security.SensitiveResult and hydra.framework.Sensitive: the last result of a sensitive
   method, kept beside what the caller holds. */
#include "element/api/native.h"

void hy_sensitive_forget(hy_machine *m)
{
    hy_work(m)->sensitive = (hy_sensitive){0};
}

hy_outcome hy_sensitive_short(hy_machine *m, hy_slot *slots, int32_t value)
{
    hy_work(m)->sensitive = (hy_sensitive){
        .kind = HY_SENSITIVE_NUMBER, .actor = hy_context_caller(m), .number = (int16_t)value};
    return hy_return_short(slots, value);
}

hy_outcome hy_sensitive_reference(hy_machine *m, hy_slot *slots, hy_reference r)
{
    hy_work(m)->sensitive =
        (hy_sensitive){.kind = HY_SENSITIVE_OBJECT, .actor = hy_context_caller(m), .object = r};
    return hy_return_reference(slots, r);
}

HY_NATIVE_METHOD(hydra_framework_Sensitive_result)
{
    return hy_sensitive_short(m, slots, hy_slot_to_short(slots[0]) != 0);
}

HY_NATIVE_METHOD(hydra_framework_Sensitive_result_2)
{
    return hy_sensitive_short(m, slots, hy_slot_to_short(slots[0]));
}

/* The caller's last result if it is of this kind, else NULL. */
static const hy_sensitive *last(const hy_machine *m, hy_sensitive_kind kind)
{
    const hy_sensitive *s = &hy_work(m)->sensitive;
    hy_actor caller = hy_context_caller(m);
    bool own = s->actor.context == caller.context && s->actor.owner == caller.owner;
    return own && s->kind == kind ? s : NULL;
}

static hy_outcome hold(hy_machine *m, bool holds)
{
    return holds ? HY_DONE : hy_machine_throw(m, HY_THROW_SECURITY, 0);
}

HY_NATIVE_METHOD(javacardx_security_SensitiveResult_assertEquals)
{
    const hy_sensitive *s = last(m, HY_SENSITIVE_OBJECT);
    return hold(m, s != NULL && slots[0] == hy_slot_reference(s->object));
}

HY_NATIVE_METHOD(javacardx_security_SensitiveResult_assertEquals_2)
{
    const hy_sensitive *s = last(m, HY_SENSITIVE_NUMBER);
    return hold(m, s != NULL && s->number == hy_slot_to_short(slots[0]));
}

HY_NATIVE_METHOD(javacardx_security_SensitiveResult_assertTrue)
{
    const hy_sensitive *s = last(m, HY_SENSITIVE_NUMBER);
    return hold(m, s != NULL && s->number == 1);
}

HY_NATIVE_METHOD(javacardx_security_SensitiveResult_assertFalse)
{
    const hy_sensitive *s = last(m, HY_SENSITIVE_NUMBER);
    return hold(m, s != NULL && s->number == 0);
}

HY_NATIVE_METHOD(javacardx_security_SensitiveResult_assertNegative)
{
    const hy_sensitive *s = last(m, HY_SENSITIVE_NUMBER);
    return hold(m, s != NULL && s->number < 0);
}

HY_NATIVE_METHOD(javacardx_security_SensitiveResult_assertPositive)
{
    const hy_sensitive *s = last(m, HY_SENSITIVE_NUMBER);
    return hold(m, s != NULL && s->number > 0);
}

HY_NATIVE_METHOD(javacardx_security_SensitiveResult_assertZero)
{
    const hy_sensitive *s = last(m, HY_SENSITIVE_NUMBER);
    return hold(m, s != NULL && s->number == 0);
}

HY_NATIVE_METHOD(javacardx_security_SensitiveResult_assertGreaterThan)
{
    const hy_sensitive *s = last(m, HY_SENSITIVE_NUMBER);
    return hold(m, s != NULL && s->number > hy_slot_to_short(slots[0]));
}

HY_NATIVE_METHOD(javacardx_security_SensitiveResult_assertLessThan)
{
    const hy_sensitive *s = last(m, HY_SENSITIVE_NUMBER);
    return hold(m, s != NULL && s->number < hy_slot_to_short(slots[0]));
}

HY_NATIVE_METHOD(javacardx_security_SensitiveResult_reset)
{
    hy_sensitive_forget(m);
    return HY_DONE;
}
