#include "adapters/registry.h"

#include "adapters/deskpro/deskpro.h"
#include "contract/sync_error.h"

#include <algorithm>

namespace deskbridge {

namespace {

DeskKind deskpro_kind() {
    return {"deskpro", deskpro::settings(),
            [](const DeskParts& parts) { return deskpro::sign_in(parts.url, parts.values, parts.secrets); },
            [](const auto& secrets) { return deskpro::authorization(secrets); },
            [](Http& http, const DeskParts& parts) {
                return std::make_unique<deskpro::Deskpro>(
                    http, deskpro::read_settings(parts.url, parts.values, parts.secrets));
            }};
}

}  // namespace

const std::vector<DeskKind>& desk_kinds() {
    static const std::vector<DeskKind> kinds{deskpro_kind()};
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
