#include "setup/work_sign_in.h"

#include "auth/refusal.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge {

namespace {

constexpr const char* entra_authority = "https://login.microsoftonline.com";
constexpr const char* legacy_authority = "https://app.vssps.visualstudio.com";

OAuthApp entra_app(const AuthSettings& auth) {
    OAuthApp app;
    app.service = "Microsoft Entra ID";
    const auto base = fmt::format("{}/{}/oauth2/v2.0",
                                  auth.authority.empty() ? entra_authority : auth.authority, auth.tenant_id);
    app.authorize_url = base + "/authorize";
    app.token_url = base + "/token";
    app.device_url = base + "/devicecode";
    app.old_renewal_survives = true;
    const std::string resource = azure_devops_resource;
    app.scopes = {resource + "/.default"};
    if (auth.method == "entra-user") {
        app.scopes = {resource + "/user_impersonation", "offline_access"};
        app.extra = {{"prompt", "select_account"}};
    }
    return app;
}

OAuthApp legacy_app(const AuthSettings& auth) {
    const std::string base = auth.authority.empty() ? legacy_authority : auth.authority;
    OAuthApp app;
    app.service = "Azure DevOps OAuth";
    app.form = OAuthApp::Form::assertion;
    app.authorize_url = base + "/oauth2/authorize";
    app.token_url = base + "/oauth2/token";
    app.pkce = false;
    return app;
}

bool is_directory_id(std::string_view text) {
    return text.size() == 36 && std::count(text.begin(), text.end(), '-') == 4;
}

SyncError refused(const std::string& message, const std::string& hint) {
    return SyncError(Reach::side, Trouble::sign_in, "Azure DevOps: " + message, hint);
}

SyncError unknown_there(const std::string& method) {
    if (method == "entra-app" || method == "managed-identity")
        return refused(
            "the app's service principal is not known to the organization, or has no licence (TF400813)",
            "In Organization settings > Users add the app by its name as a user with the access level Basic, "
            "and "
            "put it into the project's Contributors.");
    if (method == "azure-devops-oauth")
        return refused(
            "the sign-in was refused (TF400813)",
            "In Organization settings > Policies switch 'Third-party application access via OAuth' on; see "
            "also that the account is a member of the organization.");
    return refused(
        "the account is not known to the organization, or has no licence (TF400813)",
        "In Organization settings > Users add the account with the access level Basic, and see that "
        "the organization's policies allow apps.");
}

/// The directory that the organization belongs to, where it is another one.
std::string other_directory(const AuthSettings& auth, const HttpResponse& answer) {
    constexpr std::string_view none = "00000000-0000-0000-0000-000000000000";
    const auto theirs = answer.header("X-VSS-ResourceTenant");
    const bool differ = is_directory_id(auth.tenant_id) && is_directory_id(theirs) && theirs != none &&
                        theirs != auth.tenant_id;
    return differ ? theirs : std::string();
}

}  // namespace

OAuthApp work_app(const AuthSettings& auth, AppProof proof) {
    OAuthApp app = auth.method == "azure-devops-oauth" ? legacy_app(auth) : entra_app(auth);
    app.client_id = auth.client_id;
    app.proof = std::move(proof);
    app.redirect = auth.redirect_uri;
    if (!auth.scopes.empty()) app.scopes = auth.scopes;
    const bool renewable = auth.method != "entra-user" || std::find(app.scopes.begin(), app.scopes.end(),
                                                                    "offline_access") != app.scopes.end();
    if (!renewable) app.scopes.emplace_back("offline_access");
    return app;
}

std::optional<SyncError> explain_refusal(const AuthSettings& auth, const HttpResponse& answer, Time now) {
    if (auth.method == "pat") return {};
    const auto difference = clock_difference(answer.headers, now);
    const std::string clock = difference.empty() ? "" : fmt::format(" Also, {}: set it right.", difference);
    if (const auto directory = other_directory(auth, answer); !directory.empty())
        return refused(fmt::format("the organization belongs to the directory {}, and the sign-in is from {}",
                                   directory, auth.tenant_id),
                       fmt::format("Put {} into tenant_id (the app has to be known there), or connect the "
                                   "organization to the other directory.{}",
                                   directory, clock));
    if (answer.status == 401 && answer.body.find("TF400813") != std::string::npos) {
        auto error = unknown_there(auth.method);
        error.hint += clock;
        return error;
    }
    if (answer.status == 401) return {};
    return refused("a sign-in page came instead of an answer, also for a token that is new",
                   "See that the organization's name is right and connected to the directory of the sign-in; "
                   "a proxy in between may be the cause." +
                       clock)
        .with(Fate::closed);
}

}  // namespace deskbridge
