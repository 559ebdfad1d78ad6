#include "adapters/registry.h"

#include "adapters/deskpro/deskpro.h"
#include "adapters/request_tracker/request_tracker.h"
#include "contract/sync_error.h"

#include <algorithm>

namespace deskbridge {

namespace {

/// From the names that every adapter gives to the same things. `sign_in`: where people sign in with a
/// browser.
template <typename Desk, auto settings, auto authorization, auto read_settings>
DeskKind kind(std::string name, std::function<std::optional<DeskSignIn>(const DeskParts&)> sign_in = {}) {
    return {std::move(name), settings(), std::move(sign_in),
            [](const auto& secrets) { return authorization(secrets); },
            [](Http& http, const DeskParts& parts) {
                return std::make_unique<Desk>(http, read_settings(parts.url, parts.values, parts.secrets));
            }};
}

}  // namespace

const std::vector<DeskKind>& desk_kinds() {
    static const std::vector<DeskKind> kinds{
        kind<deskpro::Deskpro, deskpro::settings, deskpro::authorization, deskpro::read_settings>(
            "deskpro",
            [](const DeskParts& parts) { return deskpro::sign_in(parts.url, parts.values, parts.secrets); }),
        kind<request_tracker::RequestTracker, request_tracker::settings, request_tracker::authorization,
             request_tracker::read_settings>("request-tracker")};
    return kinds;
}

const DeskKind& desk_kind(std::string_view name) {
    const auto& kinds = desk_kinds();
    const auto found =
        std::find_if(kinds.begin(), kinds.end(), [&](const DeskKind& kind) { return kind.name == name; });
    ensure(found != kinds.end(), "a checked configuration names a known help desk");
    return *found;
}

}  // namespace deskbridge
