#include "sandbox/program/panel.h"
#include "sandbox/program/switches.h"
#include "sandbox/sign_in/sign_in.h"

namespace sandbox {

std::vector<Switch> switches_of(sign_in::SignIn& sign_in) {
    using sign_in::Switches;
    Panel<Switches> panel(
        "sign_in.",
        [&sign_in] {
            Switches present;
            sign_in.change([&present](const Switches& all) { present = all; });
            return present;
        },
        [&sign_in](const std::function<void(Switches&)>& change) { sign_in.change(change); });
    panel.add("access_seconds", &Switches::access_seconds, "How long an access token lives.");
    panel.add("refuse_code", &Switches::refuse_code,
              "The AADSTS number with which every token request is refused; 0: none is.");
    panel.add("refuse_authorization", &Switches::refuse_authorization,
              "The error that the callback gets instead of a code; empty: none.");
    panel.add("strict_rotation", &Switches::strict_rotation,
              "A refresh token of Entra that is used a second time ends the sign-in.");
    panel.add("grants_at_once", &Switches::grants_at_once, "Nobody is asked for consent.");
    panel.add("device_interval", &Switches::device_interval, "Seconds between two questions about a device.");
    panel.add("device_grants_at_once", &Switches::device_grants_at_once,
              "A device's code is taken as entered after the first question.");
    panel.add("machine_identity", &Switches::machine_identity, "The machine has an identity.");
    return std::move(panel).switches();
}

}  // namespace sandbox
