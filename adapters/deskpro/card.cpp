#include "adapters/deskpro/card.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge::deskpro {

namespace {

constexpr const char* where_keys_are =
    "copy the whole key from Admin > Apps & Integrations > API Keys, for example 2:YWK2...";

SyncError misconfigured(const std::string& message, const std::string& hint) {
    return SyncError(Reach::run, Trouble::configuration, message, hint);
}

bool is_number(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// "id:CODE", printable.
void check_form(std::string_view secret, const std::string& name) {
    const auto colon = secret.find(':');
    const bool printable =
        std::all_of(secret.begin(), secret.end(), [](char c) { return c > 0x20 && c < 0x7f; });
    if (colon == std::string_view::npos || !is_number(secret.substr(0, colon)) ||
        colon + 1 == secret.size() || !printable)
        throw misconfigured(fmt::format("the Deskpro {} is not of the form id:CODE", name), where_keys_are);
}

std::string value_of(const Values& values, const char* name) {
    const auto found = values.find(name);
    return found == values.end() ? std::string() : found->second;
}

}  // namespace

std::vector<Setting> settings() {
    return {{.name = "url",
             .help = "address of the help desk, for example https://acme.deskpro.com",
             .required = true},
            {.name = "api_key",
             .help = "an API key, as id:CODE, of an agent who may see the tickets",
             .secret = true},
            {.name = "token", .help = "instead of a key: an API token, as id:CODE", .secret = true},
            {.name = "email", .help = "instead of a key: the e-mail address by which an agent signs in"},
            {.name = "password", .help = "the password of that agent", .secret = true},
            {.name = "client_id",
             .help = "instead of a key: the id of an OAuth client, for which an agent signs in in a browser"},
            {.name = "client_secret", .help = "the secret of that client, where it has one", .secret = true},
            {.name = "redirect_uri",
             .help = "the callback address that the client was made with",
             .otherwise = "http://localhost"},
            {.name = "agent_id",
             .help = "number of the agent that a superuser key acts as",
             .otherwise = "whom the key belongs to"}};
}

std::optional<DeskSignIn> sign_in(const std::string& url, const Values& values, const Secrets& secrets) {
    const auto client = value_of(values, "client_id");
    const bool secret = secrets.contains("client_secret");
    if (client.empty()) {
        if (secret) throw misconfigured("client_secret for Deskpro stands without client_id", "give both");
        return {};
    }
    if (secrets.size() > (secret ? 1U : 0U) || !value_of(values, "email").empty())
        throw misconfigured("there is more than one sign-in for Deskpro",
                            "with client_id leave out api_key, token, email and password");
    const auto redirect = value_of(values, "redirect_uri");
    return DeskSignIn{.service = "Deskpro",
                      .authorize_url = url + "/oauth/authorize",
                      .token_url = url + "/oauth/token",
                      .revoke_url = {},
                      .client_id = client,
                      .client_secret = secret ? "client_secret" : "",
                      .redirect_uri = redirect.empty() ? "http://localhost" : redirect,
                      .scopes = {}};
}

std::string authorization(const Secrets& secrets) {
    if (secrets.size() != 1)
        throw misconfigured(secrets.empty() ? "there is no sign-in for Deskpro"
                                            : "there is more than one sign-in for Deskpro",
                            "give one of: api_key; token; email and password; client_id and client_secret");
    const auto& [name, secret] = *secrets.begin();
    if (name == "password") return {};
    check_form(secret, name);
    return (name == "token" ? "token " : "key ") + std::string(secret);
}

DeskproSettings read_settings(const std::string& url, const Values& values, const Secrets& secrets) {
    DeskproSettings out{url, value_of(values, "agent_id"), value_of(values, "email"), {}};
    if (!out.agent_id.empty() && !is_number(out.agent_id))
        throw misconfigured("the agent_id for Deskpro is no number",
                            "it is the last part of the address of the agent's profile");
    const auto password = secrets.find("password");
    if (password != secrets.end()) out.password = password->second;
    if (out.email.empty() != out.password.empty())
        throw misconfigured("email and password for Deskpro belong together",
                            "give both, or an api_key alone");
    return out;
}

}  // namespace deskbridge::deskpro
