#include "config/reading.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge::config {

using json::FileNode;

namespace {

/// The keys that mean something with a method, `method` aside.
const std::map<std::string, std::vector<std::string>, std::less<>> method_keys = {
    {"pat", {"account", "token"}},
    {"entra-user", {"tenant_id", "client_id", "client_secret", "authority", "own_app"}},
    {"entra-app", {"tenant_id", "client_id", "client_secret", "authority", "own_app"}},
    {"azure-devops-oauth", {"client_id", "client_secret"}},
    {"managed-identity", {"client_id"}},
};

void refuse_idle_keys(Reading& reading, const FileNode& node, const std::string& method,
                      const std::vector<std::string>& keys) {
    for (const auto& [key, value] : node.members()) {
        const auto& every = method_keys;
        const bool elsewhere = std::any_of(every.begin(), every.end(), [&name = key](const auto& entry) {
            return std::find(entry.second.begin(), entry.second.end(), name) != entry.second.end();
        });
        if (elsewhere && std::find(keys.begin(), keys.end(), key) == keys.end())
            reading.problems.push_back(
                value.key_problem(fmt::format("'{}' means nothing with the method '{}'", key, method)));
    }
}

/// An id and its secret belong to one app: both from here or both from `defaults`.
void check_app(Reading& reading, const FileNode& node, const FileNode& entra) {
    const bool id = !node["client_id"].missing();
    const bool secret = !node["client_secret"].missing();
    if (id != secret) {
        reading.missing(
            node, id ? "client_secret" : "client_id",
            "the id and the secret of an app are given together, never one here and one in 'defaults'");
    } else if (!id && node["own_app"].text() == "required") {
        reading.wrong(node, "'own_app' is \"required\", so 'client_id' and 'client_secret' must stand here");
    } else if (!id && entra["client_id"].missing() && entra["client_secret"].missing()) {
        reading.wrong(node, "'client_id' and 'client_secret' are missing, here and in 'defaults.entra'");
    }
}

AuthSettings read_token_sign_in(Reading& reading, const FileNode& node) {
    AuthSettings auth{.method = "pat", .account = node["account"].text(), .token = {}};
    if (auth.account.find(':') != std::string::npos)
        reading.wrong(node["account"], "must not hold a ':'; the token goes into 'token'");
    if (std::any_of(auth.account.begin(), auth.account.end(),
                    [](char c) { return static_cast<unsigned char>(c) < 0x20; }))
        reading.wrong(node["account"],
                      "holds control characters; in JSON a backslash is written twice, as in "
                      "\"PLANT\\\\svc-desk\"");
    if (node["token"].missing()) {
        reading.missing(node, "token",
                        "where the personal access token is, as in { \"file\": \"acme.pat\" }");
    } else {
        auth.token = read_secret(reading, node["token"]);
    }
    return auth;
}

}  // namespace

AuthSettings read_auth(Reading& reading, const FileNode& node, const FileNode& entra) {
    const std::string method = node["method"].text();
    const auto keys = method_keys.find(method);
    if (keys == method_keys.end()) return {};
    refuse_idle_keys(reading, node, method, keys->second);
    if (method == "pat") return read_token_sign_in(reading, node);

    // The other methods are words of the file format. A file that uses one is checked as far as it goes, so
    // that a wrong one does not look right until the day on which it is needed.
    reading.wrong(node["method"],
                  fmt::format("the method '{}' is not available in this version; use 'pat'", method));
    if (method == "entra-app" || method == "entra-user") {
        if (node["tenant_id"].missing())
            reading.missing(node, "tenant_id", "the id or a domain of the directory");
        read_address(reading, node["authority"]);
        check_app(reading, node, entra);
    } else if (method == "azure-devops-oauth") {
        check_app(reading, node, {});
    }
    if (!node["client_secret"].missing()) read_secret(reading, node["client_secret"]);
    return {};
}

}  // namespace deskbridge::config
