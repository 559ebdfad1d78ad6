// An app that is registered at a token service, and the addresses of that service.
#pragma once

#include "auth/secret.h"

#include <functional>
#include <string>
#include <vector>

namespace deskbridge {

/// How an app proves to be itself. `from_certificate` makes an assertion for each request.
struct AppProof {
    enum class Kind { none, secret, certificate } kind = Kind::none;
    /// Read anew for each request: a secret is replaced while the agent runs. For a certificate: PEM text of
    /// the certificate and its private key.
    std::function<Secret()> read = {};
    /// The service did not accept this one; true when another may be tried at once, which `read` then gives.
    std::function<bool(const Secret& refused)> replace = {};
    std::function<void(const Secret& used)> accept = {};
};

/// `assertion`: the form of the legacy Azure DevOps OAuth, where the app's secret and the code travel as JWT
/// bearer assertions (learn.microsoft.com, azure-devops-oauth, read 2026).
struct OAuthApp {
    enum class Form { standard, assertion };

    std::string service;  ///< begins every message: "Microsoft Entra ID"
    Form form = Form::standard;
    std::string authorize_url;
    std::string token_url;
    std::string device_url;  ///< empty = no device code
    std::string revoke_url;  ///< empty = cannot be asked to revoke
    std::string client_id;
    AppProof proof;
    std::vector<std::string> scopes;
    std::string redirect;  ///< "http://localhost" = a free port of this machine
    bool pkce = true;
    /// A refresh token may be sent again when the answer that replaced it was lost: Entra does not revoke the
    /// old one (learn.microsoft.com, refresh-tokens, read 2026). Elsewhere that looks like theft.
    bool old_renewal_survives = false;
    /// Sent with the authorization: "prompt=select_account" and the like.
    std::vector<std::pair<std::string, std::string>> extra = {};

    std::string scope_text() const;
    /// Tokens of another fingerprint are of no use: a hash over service, app and scopes, without the secret.
    std::string fingerprint() const;
};

}  // namespace deskbridge
