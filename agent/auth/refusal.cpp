#include "auth/refusal.h"

#include "json/json.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge {

namespace {

using namespace std::chrono;

/// More than this between two clocks makes assertions and tokens invalid.
constexpr minutes clock_tolerance{5};

/// `ends`: nothing but a new sign-in of a person helps. `app`: the registration or its secret has to be
/// mended. `waits`: passes by itself.
enum class Kind { ends, app, waits };

/// How one refusal is told. `code` as in AADSTS, empty = any; `error` as in RFC 6749, empty = any.
struct Row {
    std::string_view code;
    std::string_view error;
    Kind kind;
    std::string_view what;
    std::string_view hint;
};

constexpr std::string_view again = "A person signs in again: deskbridge auth login --tenant T.";
constexpr std::string_view wait = "Nothing needs to be done if this passes; it is tried again later.";

// Codes: learn.microsoft.com, reference-error-codes, read 2026. First match counts.
constexpr Row rows[] = {
    {"AADSTS7000215", "", Kind::app, "the client secret is wrong",
     "Put the secret's value, not its id, where client_secret says; a new one is made under Certificates & "
     "secrets of the app registration."},
    {"AADSTS7000222", "", Kind::app, "the client secret has expired",
     "Make a new one under Certificates & secrets of the app registration and put it where client_secret "
     "says; "
     "it is taken up without a restart."},
    {"AADSTS7000218", "", Kind::app, "the app needs a client secret or a certificate, and none was sent",
     "Give client_secret or certificate; or allow public client flows under Authentication of the app "
     "registration."},
    {"AADSTS700025", "", Kind::app, "the app is a public client and takes no secret",
     "Leave client_secret out of auth; or register the callback under the platform Web instead of Mobile and "
     "desktop."},
    {"AADSTS700027", "", Kind::app, "the certificate is not accepted",
     "Upload this very certificate under Certificates & secrets of the app registration, and see that it has "
     "not ended."},
    {"AADSTS700024", "", Kind::app, "the signed assertion is out of its time",
     "Set this machine's clock; it has to be right to within five minutes."},
    {"AADSTS500133", "", Kind::app, "the signed assertion is out of its time",
     "Set this machine's clock; it has to be right to within five minutes."},
    {"AADSTS700016", "", Kind::app, "the app is not known in this directory",
     "Compare client_id with Application (client) ID and tenant_id with Directory (tenant) ID of the app "
     "registration; a multi-tenant app needs an administrator's consent in each directory."},
    {"AADSTS90002", "", Kind::app, "there is no such directory",
     "tenant_id is the Directory (tenant) ID, or one of the directory's domains."},
    {"AADSTS900023", "", Kind::app, "there is no such directory",
     "tenant_id is the Directory (tenant) ID, or one of the directory's domains."},
    {"AADSTS50011", "", Kind::app, "the callback address is not registered",
     "Register redirect_uri exactly as it stands in the configuration (default http://localhost) under "
     "Authentication of the app registration."},
    {"AADSTS500113", "", Kind::app, "no callback address is registered",
     "Register http://localhost under Authentication > Mobile and desktop applications."},
    {"AADSTS700011", "", Kind::app, "the app is not known in this directory",
     "Compare client_id and tenant_id with the app registration."},
    {"AADSTS700054", "", Kind::app, "the app may not use this kind of sign-in",
     "See docs/sign-in.md for the settings of the app registration."},
    {"AADSTS70011", "", Kind::app, "the scope is not valid",
     "Leave scopes out, or write scopes that the app registration has under API permissions."},
    {"AADSTS650057", "", Kind::app, "the app has no permission for Azure DevOps",
     "Add Azure DevOps under API permissions of the app registration, then give consent."},
    {"AADSTS650052", "", Kind::app, "the directory has no Azure DevOps",
     "Connect the organization to this directory, or name the right tenant_id."},
    {"AADSTS500011", "", Kind::app, "the directory does not know Azure DevOps",
     "Connect the organization to this directory, or name the right tenant_id."},
    {"AADSTS65001", "", Kind::ends, "nobody has consented to what the app asks for",
     "An administrator grants consent under API permissions of the app registration; then: deskbridge auth "
     "login --tenant T."},
    {"AADSTS90094", "", Kind::ends, "an administrator has to consent to what the app asks for",
     "An administrator grants consent under API permissions of the app registration; then: deskbridge auth "
     "login --tenant T."},
    {"AADSTS53003", "", Kind::ends, "conditional access blocks this sign-in",
     "An administrator looks the trace up in the sign-in log and excepts the account or this machine; or use "
     "entra-app, which has policies of its own."},
    {"AADSTS53000", "", Kind::ends, "conditional access wants a compliant device",
     "Sign in from a managed device, or have the account excepted; a device code is often not allowed "
     "either."},
    {"AADSTS53001", "", Kind::ends, "conditional access wants a joined device",
     "Sign in from a joined device, or have the account excepted."},
    {"AADSTS50076", "", Kind::ends, "a second factor is needed", again},
    {"AADSTS50079", "", Kind::ends, "the account has to set up a second factor", again},
    {"AADSTS50078", "", Kind::ends, "the second factor was too long ago", again},
    {"AADSTS50158", "", Kind::ends, "a further check of the person is needed", again},
    {"AADSTS700082", "", Kind::ends, "the sign-in has expired, because it was not used for 90 days", again},
    {"AADSTS70008", "", Kind::ends, "the code or the sign-in has expired", again},
    {"AADSTS70043", "", Kind::ends, "the directory ends sign-ins after some time (sign-in frequency)",
     "A person signs in again: deskbridge auth login --tenant T. For a service without people use "
     "entra-app."},
    {"AADSTS50173", "", Kind::ends, "the password was changed or the sign-ins were revoked", again},
    {"AADSTS54005", "", Kind::ends, "the code was used already", again},
    {"AADSTS50057", "", Kind::ends, "the account is switched off",
     "Switch it on again, or sign in with another one: deskbridge auth login --tenant T."},
    {"AADSTS50034", "", Kind::ends, "the account is not in this directory",
     "Sign in with an account of the directory that tenant_id names."},
    {"AADSTS50020", "", Kind::ends, "the account belongs to another directory",
     "Sign in with an account of the directory that tenant_id names, or invite it there as a guest."},
    {"AADSTS50105", "", Kind::ends, "the account is not assigned to the app",
     "Assign it under Enterprise applications > Users and groups."},
    {"AADSTS50055", "", Kind::ends, "the password has expired", again},
    {"AADSTS50196", "", Kind::waits, "the service sees the same request over and over", wait},
    {"AADSTS90033", "", Kind::waits, "the service is not available", wait},
    {"AADSTS90055", "", Kind::waits, "the service gets too many requests", wait},
    {"AADSTS90006", "", Kind::waits, "the service could not issue a token now", wait},
    {"AADSTS90024", "", Kind::waits, "the service is busy", wait},
    {"", "temporarily_unavailable", Kind::waits, "the service is not available", wait},
    {"", "server_error", Kind::waits, "the service failed", wait},
    {"", "slow_down", Kind::waits, "the service wants fewer requests", wait},
    {"", "interaction_required", Kind::ends, "the service wants to see the person", again},
    {"", "consent_required", Kind::ends, "nobody has consented to what the app asks for",
     "An administrator grants consent; then: deskbridge auth login --tenant T."},
    {"", "login_required", Kind::ends, "the service wants to see the person", again},
    {"", "invalid_grant", Kind::ends, "the sign-in is not accepted any more", again},
    {"", "expired_token", Kind::ends, "the code was not entered in time", again},
    {"", "bad_verification_code", Kind::ends, "the code is not known", again},
    {"", "authorization_declined", Kind::ends, "the sign-in was declined", again},
    {"", "access_denied", Kind::ends, "the sign-in was declined, or a policy does not allow it",
     "Sign in again and accept; where an administrator has to approve the app, that comes first."},
    {"", "invalid_client", Kind::app, "the app is not accepted",
     "Compare client_id and client_secret (or the certificate) with the app registration."},
    {"", "unauthorized_client", Kind::app, "the app may not use this kind of sign-in",
     "See docs/sign-in.md for the settings of the app registration."},
    {"", "InvalidScope", Kind::app, "the scopes are not those of the registered app",
     "Write in scopes exactly those that the app was registered with, no more and no fewer; they cannot be "
     "changed at the app."},
    {"", "invalid_scope", Kind::app, "the scope is not valid",
     "Leave scopes out, or write scopes that the app registration has."},
    {"", "invalid_resource", Kind::app, "the directory does not know Azure DevOps",
     "Connect the organization to this directory, or name the right tenant_id."},
    {"", "invalid_request", Kind::app, "the service does not take the request",
     "Compare the settings of auth with the app registration; docs/sign-in.md has them step by step."},
    {"", "unsupported_grant_type", Kind::app, "the service does not know this kind of sign-in",
     "Is authority the address of the sign-in service?"},
};

const Row* row_of(const TokenRefusal& refusal) {
    const auto found = std::find_if(std::begin(rows), std::end(rows), [&](const Row& row) {
        return (row.code.empty() || row.code == refusal.code) &&
               (row.error.empty() || row.error == refusal.error);
    });
    return found == std::end(rows) ? nullptr : found;
}

/// Letters, digits, '_', '-' and '.': what names of errors and traces are made of.
std::string word_in(std::string_view text) {
    constexpr std::size_t longest = 64;
    const auto is_part = [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || c == '.';
    };
    const bool good =
        !text.empty() && text.size() <= longest && std::all_of(text.begin(), text.end(), is_part);
    return good ? std::string(text) : std::string();
}

std::string code_in(std::string_view description) {
    constexpr std::string_view prefix = "AADSTS";
    const auto at = description.find(prefix);
    if (at == std::string_view::npos) return {};
    auto end = at + prefix.size();
    while (end < description.size() && description[end] >= '0' && description[end] <= '9') ++end;
    return end == at + prefix.size()
               ? std::string()
               : std::string(description.substr(at, std::min<std::size_t>(end - at, 20)));
}

std::string told(const TokenRefusal& refusal) {
    std::string out = refusal.code.empty() ? refusal.error : refusal.code;
    if (out.empty()) out = fmt::format("status {}", refusal.status);
    if (!refusal.trace.empty()) out += ", trace " + refusal.trace;
    return out;
}

SyncError no_document(int status, const std::string& service) {
    if (status == 429)
        return SyncError(Reach::side, Trouble::limited, service + ": too many requests", std::string(wait));
    if (status == 400 || status == 401 || status == 403)
        return SyncError(Reach::side, Trouble::sign_in,
                         fmt::format("{}: the request was refused (status {})", service, status),
                         "Compare the settings of auth with what the service knows.")
            .with(Fate::closed);
    return SyncError(
               Reach::side, Trouble::unreachable,
               fmt::format("{}: the answer is no answer of a token service (status {})", service, status),
               "Is the address right, and is a proxy or a login page in between?")
        .with(Fate::closed);
}

}  // namespace

TokenRefusal read_refusal(const HttpResponse& answer) {
    TokenRefusal refusal;
    refusal.status = answer.status;
    if (!answer.is_json()) return refusal;
    try {
        const auto document = json::Document::parse(answer.body, "a refusal");
        // the legacy service capitalises its names
        refusal.error = word_in(document["error"].text(document["Error"].text()));
        refusal.code = code_in(document["error_description"].text(document["ErrorDescription"].text()));
        refusal.detail = word_in(document["suberror"].text());
        refusal.trace = word_in(document["trace_id"].text());
        const auto numbered = document["error_codes"][0].integer();
        if (refusal.code.empty() && numbered) refusal.code = fmt::format("AADSTS{}", *numbered);
    } catch (const SyncError&) {
        // half a document: the status has to do
    }
    return refusal;
}

TokenRefusal refused_authorization(std::string_view error, std::string_view description) {
    TokenRefusal refusal;
    refusal.error = word_in(error);
    refusal.code = code_in(description);
    return refusal;
}

SyncError refusal_of(const TokenRefusal& refusal, const std::string& service) {
    const Row* row = row_of(refusal);
    if (row == nullptr && refusal.error.empty() && refusal.code.empty())
        return no_document(refusal.status, service);
    // a code that we do not know is told by its error, and that by its status
    const bool waits = row != nullptr ? row->kind == Kind::waits : refusal.status >= 500;
    const auto message = fmt::format("{}: {} ({})", service,
                                     row != nullptr ? row->what : "the sign-in was refused", told(refusal));
    const std::string hint(row != nullptr ? row->hint : "Look the code up in the service's documentation.");
    if (waits)
        return SyncError(Reach::side, refusal.status == 429 ? Trouble::limited : Trouble::unreachable,
                         message, hint);
    return SyncError(Reach::side, Trouble::sign_in, message, hint);
}

SyncError refusal_of(const HttpResponse& answer, const std::string& service, Time now) {
    auto error = refusal_of(read_refusal(answer), service);
    if (const auto pause = retry_after_of(answer.headers)) error.with(*pause);
    if (const auto difference = clock_difference(answer.headers, now); !difference.empty())
        error.hint += fmt::format(" Also, {}: set it right.", difference);
    return error;
}

bool ends_sign_in(const TokenRefusal& refusal) {
    const Row* row = row_of(refusal);
    return row != nullptr && row->kind == Kind::ends;
}

bool refuses_proof(const TokenRefusal& refusal) {
    // of the same error, but about the clock, or about the registration
    constexpr std::string_view others[] = {"AADSTS700024", "AADSTS500133", "AADSTS700025"};
    return refusal.error == "invalid_client" &&
           std::find(std::begin(others), std::end(others), refusal.code) == std::end(others);
}

bool passes(const TokenRefusal& refusal) {
    const Row* row = row_of(refusal);
    if (row != nullptr) return row->kind == Kind::waits;
    return refusal.status == 429 || refusal.status >= 500;
}

std::string clock_difference(const Headers& headers, Time now) {
    const auto theirs = date_of(headers);
    if (!theirs) return {};
    const auto ahead = duration_cast<minutes>(now.time_since_epoch() - milliseconds{*theirs});
    if (abs(ahead) < clock_tolerance) return {};
    return fmt::format("this machine's clock is {} minutes {} the service's", abs(ahead).count(),
                       ahead.count() > 0 ? "ahead of" : "behind");
}

}  // namespace deskbridge
