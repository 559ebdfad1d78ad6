#include "auth/origin.h"
#include "config/reading.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge::config {

using json::FileNode;

namespace {

constexpr const char* local_redirect = "http://localhost";

/// The keys that mean something with a method, `method` aside.
const std::map<std::string, std::vector<std::string>, std::less<>> method_keys = {
    {"pat", {"account", "token", "expires"}},
    {"entra-user",
     {"tenant_id", "client_id", "client_secret", "certificate", "authority", "own_app", "redirect_uri",
      "scopes", "expires"}},
    {"entra-app",
     {"tenant_id", "client_id", "client_secret", "certificate", "authority", "own_app", "scopes", "expires"}},
    {"azure-devops-oauth", {"client_id", "client_secret", "authority", "redirect_uri", "scopes", "expires"}},
    {"managed-identity", {"client_id", "authority"}},
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

bool has_proof(const FileNode& node) {
    return !node["client_secret"].missing() || !node["certificate"].missing();
}

void read_proof(Reading& reading, const FileNode& node, AuthSettings& auth) {
    if (!node["client_secret"].missing()) auth.client_secret = read_secret(reading, node["client_secret"]);
    if (!node["certificate"].missing()) auth.certificate = read_secret(reading, node["certificate"]);
    if (!node["client_secret"].missing() && !node["certificate"].missing())
        reading.wrong(node,
                      "has both 'client_secret' and 'certificate'; an app proves itself by one of them");
    if (!node["expires"].missing()) auth.expires = read_expiry(reading, node["expires"]);
}

/// An id and its secret belong to one app: all from here or all from `defaults`. `alone`: an id without a
/// secret is an app as well.
void read_app(Reading& reading, const FileNode& node, const FileNode& entra, bool alone, AuthSettings& auth) {
    const bool id = !node["client_id"].missing();
    const bool proof = has_proof(node);
    if (id != proof && !(id && alone)) {
        reading.missing(
            node, id ? "client_secret" : "client_id",
            "the id and the secret of an app are given together, never one here and one in 'defaults'");
    } else if (!id && node["own_app"].text() == "required") {
        reading.wrong(node, "'own_app' is \"required\", so 'client_id' and 'client_secret' must stand here");
    } else if (!id && entra["client_id"].missing() && !has_proof(entra)) {
        reading.wrong(node, "'client_id' and 'client_secret' are missing, here and in 'defaults.entra'");
    }
    const FileNode& from = id || proof ? node : entra;
    auth.client_id = from["client_id"].text();
    read_proof(reading, from, auth);
    if (!id && !node["expires"].missing()) auth.expires = read_expiry(reading, node["expires"]);
}

void read_scopes(const FileNode& node, AuthSettings& auth) {
    for (const auto& scope : node.items())
        if (!scope.text().empty()) auth.scopes.push_back(scope.text());
}

/// Of this machine (http, any port) or an https address whose page a person copies the address from.
std::string read_redirect(Reading& reading, const FileNode& node) {
    if (node.missing()) return local_redirect;
    std::string url = node.text();
    const auto origin = origin_of(url);
    if (!url.empty() && (!origin || (origin->scheme == "http" && !origin->is_loopback())))
        reading.wrong(node, "must be an https address, or http://localhost as the app registration has it");
    return url;
}

AuthSettings read_entra(Reading& reading, const FileNode& node, const FileNode& entra, bool person) {
    AuthSettings auth;
    auth.tenant_id = node["tenant_id"].text();
    if (node["tenant_id"].missing())
        reading.missing(node, "tenant_id", "the id or a domain of the directory");
    else if (!person && (auth.tenant_id == "organizations" || auth.tenant_id == "common"))
        reading.wrong(node["tenant_id"],
                      "an app signs in to one directory: write its id or one of its domains");
    read_app(reading, node, entra, person, auth);
    return auth;
}

AuthSettings read_legacy(Reading& reading, const FileNode& node) {
    AuthSettings auth;
    read_app(reading, node, {}, false, auth);
    if (node["redirect_uri"].missing())
        reading.missing(node, "redirect_uri", "the callback address that the app was registered with");
    if (node["scopes"].missing())
        reading.missing(node, "scopes", "exactly those that the app was registered with");
    reading.odd(node["method"],
                "Azure DevOps OAuth ends in 2026 and takes no new apps; move to 'entra-user' or 'entra-app' "
                "(docs/sign-in.md)");
    return auth;
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
    if (!node["expires"].missing()) auth.expires = read_expiry(reading, node["expires"]);
    return auth;
}

}  // namespace

std::optional<Time> read_expiry(Reading& reading, const FileNode& node) {
    if (node.text().empty()) return {};
    const auto time = parse_time(node.text());
    if (!time) reading.wrong(node, "is no day; write it like \"2027-03-01\"");
    return time;
}

AuthSettings read_auth(Reading& reading, const FileNode& node, const FileNode& entra) {
    const std::string method = node["method"].text();
    const auto keys = method_keys.find(method);
    if (keys == method_keys.end()) return {};
    refuse_idle_keys(reading, node, method, keys->second);
    if (method == "pat") return read_token_sign_in(reading, node);

    AuthSettings auth;
    if (method == "entra-app" || method == "entra-user")
        auth = read_entra(reading, node, entra, method == "entra-user");
    else if (method == "azure-devops-oauth")
        auth = read_legacy(reading, node);
    else
        auth.client_id = node["client_id"].text();
    auth.method = method;
    auth.authority = read_address(reading, node["authority"]);
    auth.redirect_uri = read_redirect(reading, node["redirect_uri"]);
    read_scopes(node["scopes"], auth);
    return auth;
}

}  // namespace deskbridge::config
