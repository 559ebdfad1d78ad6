#include "adapters/deskpro/card.h"

#include <algorithm>

namespace deskbridge::deskpro {

std::vector<Setting> settings() {
    return {{.name = "url",
             .help = "address of the help desk, for example https://acme.deskpro.com",
             .required = true},
            {.name = "api_key",
             .help = "an API key, as id:CODE, of an agent who may see the tickets",
             .required = true,
             .secret = true}};
}

std::string authorization(std::string_view api_key) {
    const auto colon = api_key.find(':');
    const auto id = api_key.substr(0, colon);
    const bool numbered =
        !id.empty() && std::all_of(id.begin(), id.end(), [](char c) { return c >= '0' && c <= '9'; });
    const bool printable =
        std::all_of(api_key.begin(), api_key.end(), [](char c) { return c > 0x20 && c < 0x7f; });
    if (colon == std::string_view::npos || !numbered || colon + 1 == api_key.size() || !printable)
        throw SyncError(
            Reach::run, Trouble::configuration, "the Deskpro api_key is not of the form id:CODE",
            "copy the whole key from Admin > Apps & Integrations > API Keys, for example 2:YWK2...");
    return "key " + std::string(api_key);
}

}  // namespace deskbridge::deskpro
