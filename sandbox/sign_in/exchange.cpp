#include "sandbox/sign_in/exchange.h"

#include "sandbox/sign_in/page.h"
#include "sandbox/sign_in/proof.h"

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <sstream>

namespace sandbox::sign_in {

namespace {

using Poco::JSON::Object;

/// What the service answers with a code: learn.microsoft.com, reference-error-codes, read 2026.
constexpr std::array<std::pair<long long, const char*>, 16> errors_of_codes{
    {{7000215, "invalid_client"},
     {7000222, "invalid_client"},
     {7000218, "invalid_client"},
     {700027, "invalid_client"},
     {700024, "invalid_client"},
     {700016, "unauthorized_client"},
     {90002, "invalid_request"},
     {50076, "interaction_required"},
     {50079, "interaction_required"},
     {53003, "invalid_grant"},
     {53000, "interaction_required"},
     {65001, "invalid_grant"},
     {50173, "invalid_grant"},
     {700082, "invalid_grant"},
     {90033, "temporarily_unavailable"},
     {50196, "invalid_grant"}}};

Reply json_reply(int status, const Object& object) {
    Reply reply;
    reply.status = status;
    reply.headers.emplace("Content-Type", "application/json; charset=utf-8");
    reply.headers.emplace("Cache-Control", "no-store");
    std::ostringstream out;
    object.stringify(out);
    reply.body = out.str();
    return reply;
}

Reply to(const std::string& address) {
    Reply reply;
    reply.status = 302;
    reply.headers.emplace("Location", address);
    return reply;
}

bool is_loopback(const std::string& address, const std::string& registered) {
    const auto without_port = [](const std::string& url) {
        const auto host = url.find("://") + 3;
        const auto colon = url.find(':', host);
        const auto slash = std::min(url.find('/', host), url.size());
        if (colon == std::string::npos || colon > slash) return url;
        return url.substr(0, colon) + url.substr(slash);
    };
    const bool local =
        registered.starts_with("http://localhost") || registered.starts_with("http://127.0.0.1");
    const auto plain = [&](std::string url) {
        url = without_port(url);
        while (url.ends_with('/')) url.pop_back();
        return url;
    };
    return local && plain(address) == plain(registered);
}

bool knows_redirect(const App& app, const std::string& redirect) {
    return std::any_of(app.redirects.begin(), app.redirects.end(),
                       [&](const std::string& one) { return one == redirect || is_loopback(redirect, one); });
}

std::string with(const std::string& address, const std::string& query) {
    return address + (address.find('?') == std::string::npos ? "?" : "&") + query;
}

Refusal by_code_number(long long code) {
    const auto found = std::find_if(errors_of_codes.begin(), errors_of_codes.end(),
                                    [&](const auto& each) { return each.first == code; });
    const std::string error = found == errors_of_codes.end() ? "invalid_grant" : found->second;
    const int status = error == "invalid_client" ? 401 : error == "temporarily_unavailable" ? 503 : 400;
    return {status, error, "As the switch refuse_code says.", code};
}

bool asks_to_renew(const App& app, const Form& form, const Switches& switches) {
    return app.kind != Kind::entra || switches.always_renewable ||
           form["scope"].find("offline_access") != std::string::npos;
}

}  // namespace

Reply Exchange::answer() {
    try {
        return route();
    } catch (const Refusal& refusal) {
        return refused(refusal);
    }
}

Reply Exchange::route() {
    const auto path = path_segments(request_.path);
    const auto is = [&](std::size_t at, const char* word) { return at < path.size() && path[at] == word; };
    const bool post = request_.method == "POST";
    const Form form(post ? request_.body : request_.query);
    if (path.size() == 1 && is(0, "deviceauth")) return device_page(form);
    if (path.size() == 4 && is(0, "metadata") && is(3, "token")) return machine(false, form);
    if (path.size() == 2 && is(0, "msi") && is(1, "token")) return machine(true, form);
    std::string call;
    if (path.size() == 4 && is(1, "oauth2") && is(2, "v2.0")) {
        kind_ = Kind::entra;
        call = path[3];
        if (path[0] != all_.options_.directory && path[0] != all_.options_.directory_id &&
            path[0] != "organizations")
            throw Refusal{400, "invalid_request", "Tenant not found.", 90002};
    } else if (path.size() == 2 && (is(0, "oauth2") || is(0, "oauth"))) {
        kind_ = is(0, "oauth2") ? Kind::legacy : Kind::desk;
        call = path[1];
    }
    if (call == "authorize") return post ? decide(kind_, form) : authorize(kind_, form);
    if (call == "token" && post) return kind_ == Kind::legacy ? legacy_token(form) : token(kind_, form);
    if (call == "devicecode" && post && kind_ == Kind::entra) return device_start(form);
    if (call == "revoke" && post && kind_ == Kind::desk) return revoke(form);
    Reply nothing = page_reply("Nothing is at this address.");
    nothing.status = 404;
    return nothing;
}

const App& Exchange::app(Kind kind, const std::string& client_id) const {
    for (const auto& each : all_.options_.apps)
        if (each.kind == kind && each.client_id == client_id) return each;
    throw Refusal{400, "unauthorized_client", "Application was not found in the directory.", 700016};
}

std::string Exchange::own_address() const {
    return "http://" + request_.header("Host");
}

std::string Exchange::token_address(Kind) const {
    return own_address() + request_.path;
}

void Exchange::check_authorization(Kind kind, const App& app, const Form& form) const {
    if (!knows_redirect(app, form["redirect_uri"]))
        throw Refusal{400, "invalid_request", "The redirect URI specified in the request does not match.",
                      50011};
    const std::string wanted = kind == Kind::legacy ? "Assertion" : "code";
    if (form["response_type"] != wanted)
        throw Refusal{400, "unsupported_response_type", "The response type is not supported.", 700054};
}

/// The errors from here on go to the callback: the address is known to be the app's.
Reply Exchange::authorize(Kind kind, const Form& form) {
    const App& whose = app(kind, form["client_id"]);
    check_authorization(kind, whose, form);
    const auto back = [&](const std::string& error, const std::string& description) {
        return to(with(form["redirect_uri"],
                       fmt::format("error={}&error_description={}&state={}", percent_encode(error),
                                   percent_encode(description), percent_encode(form["state"]))));
    };
    std::istringstream words(form["scope"]);
    std::vector<std::string> wanted{std::istream_iterator<std::string>(words), {}};
    auto known = whose.scopes;
    std::sort(wanted.begin(), wanted.end());
    std::sort(known.begin(), known.end());
    if (kind == Kind::legacy && wanted != known)
        return back("InvalidScope", "The scopes are not those that the app was registered with.");
    if (!all_.options_.switches.refuse_authorization.empty())
        return back(all_.options_.switches.refuse_authorization,
                    "AADSTS65004: The resource owner or authorization server denied the request.");
    if (all_.options_.switches.grants_at_once) return grant(kind, whose, form);
    return consent_page(request_.path, request_.query, all_.options_.person, whose.client_id);
}

Reply Exchange::decide(Kind kind, const Form& form) {
    const Form asked(form["query"]);
    const App& whose = app(kind, asked["client_id"]);
    check_authorization(kind, whose, asked);
    if (form["answer"] == "accept") return grant(kind, whose, asked);
    return to(with(asked["redirect_uri"],
                   fmt::format("error=access_denied&error_description={}&state={}",
                               percent_encode("AADSTS65004: User declined to consent to access the app."),
                               percent_encode(asked["state"]))));
}

Reply Exchange::grant(Kind kind, const App& app, const Form& form) {
    const auto& switches = all_.options_.switches;
    Family family{kind, app.client_id, all_.options_.person, form["scope"],
                  asks_to_renew(app, form, switches)};
    Grants::Code code;
    code.family = all_.grants_.add(std::move(family));
    code.redirect = form["redirect_uri"];
    code.challenge = form["code_challenge"];
    code.ends = all_.clock_() + switches.code_seconds * 1000;
    return to(with(form["redirect_uri"],
                   fmt::format("code={}&state={}", percent_encode(all_.grants_.code_for(std::move(code))),
                               percent_encode(form["state"]))));
}

Reply Exchange::token(Kind kind, const Form& form) {
    ++all_.requests_[form["grant_type"]];
    if (kind == Kind::entra && all_.options_.switches.refuse_code != 0)
        throw by_code_number(all_.options_.switches.refuse_code);
    const App& whose = app(kind, form["client_id"]);
    check_proof(whose, form, token_address(kind), all_.clock_());
    return good(tokens_for(kind, whose, form), false);
}

Tokens Exchange::tokens_for(Kind kind, const App& app, const Form& form) {
    const auto grant = form["grant_type"];
    if (grant == "authorization_code") return by_code(kind, app, form);
    if (grant == "refresh_token") return by_renewal(kind, app, form);
    if (grant == "client_credentials") return alone(app, form);
    if (grant == "urn:ietf:params:oauth:grant-type:device_code" && kind == Kind::entra)
        return by_device(app, form);
    throw Refusal{400, "unsupported_grant_type", "The app requested an unsupported grant type.", 70003};
}

Tokens Exchange::by_code(Kind, const App& app, const Form& form) {
    const auto code = all_.grants_.take_code(form["code"]);
    if (all_.grants_.family(code.family).client_id != app.client_id)
        throw Refusal{400, "invalid_grant", "The code was issued to another client.", 700005};
    if (code.redirect != form["redirect_uri"])
        throw Refusal{400, "invalid_grant", "The reply address does not match.", 500112};
    if (!code.challenge.empty() && code.challenge != challenge_of(form["code_verifier"]))
        throw Refusal{400, "invalid_grant",
                      "The code_verifier does not match the code_challenge supplied in the authorization "
                      "request.",
                      501481};
    return all_.grants_.issue(code.family, all_.options_.switches, all_.issued_);
}

Tokens Exchange::by_renewal(Kind kind, const App& app, const Form& form) {
    const int family = all_.grants_.use_renewal(form["refresh_token"], is_strict(kind));
    if (all_.grants_.family(family).client_id != app.client_id)
        throw Refusal{400, "invalid_grant", "The refresh token was issued to another client.", 700005};
    return all_.grants_.issue(family, all_.options_.switches, all_.issued_);
}

Tokens Exchange::alone(const App& app, const Form& form) {
    if (!app.may_act_alone || (app.secrets.empty() && app.certificate.empty()))
        throw Refusal{400, "unauthorized_client", "The app may not act alone.", 700016};
    if (!form["scope"].ends_with("/.default"))
        throw Refusal{400, "invalid_scope", "The provided value for scope is not valid.", 1002012};
    const int family = all_.grants_.add({Kind::entra, app.client_id, app.acts_as, "", false});
    return all_.grants_.issue(family, all_.options_.switches, all_.issued_);
}

Tokens Exchange::by_device(const App& app, const Form& form) {
    auto* device = all_.grants_.device(form["device_code"]);
    if (device == nullptr || device->wanted.client_id != app.client_id)
        throw Refusal{400, "bad_verification_code", "The device code is not known.", 0};
    if (device->declined) throw Refusal{400, "authorization_declined", "The end user denied the request.", 0};
    if (all_.clock_() >= device->ends) throw Refusal{400, "expired_token", "The device code expired.", 70020};
    const auto before = std::exchange(device->asked, all_.clock_());
    if (before != 0 && all_.clock_() - before < all_.options_.switches.device_interval * 1000)
        throw Refusal{400, "slow_down", "Too many requests.", 0};
    if (device->family < 0 && all_.options_.switches.device_grants_at_once && before != 0)
        device->family = all_.grants_.add(device->wanted);
    if (device->family < 0) throw Refusal{400, "authorization_pending", "Authorization is pending.", 70016};
    device->ends = 0;
    return all_.grants_.issue(device->family, all_.options_.switches, all_.issued_);
}

/// The app's secret comes as an assertion and says which app it is.
Reply Exchange::legacy_token(const Form& form) {
    ++all_.requests_[form["grant_type"]];
    const auto& apps = all_.options_.apps;
    const auto whose = std::find_if(apps.begin(), apps.end(), [&](const App& each) {
        return each.kind == Kind::legacy && each.secrets.contains(form["client_assertion"]);
    });
    if (whose == apps.end() ||
        form["client_assertion_type"] != "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
        throw Refusal{400, "invalid_client", "", 0};
    if (!knows_redirect(*whose, form["redirect_uri"])) throw Refusal{400, "invalid_request", "", 0};
    int family = -1;
    if (form["grant_type"] == "urn:ietf:params:oauth:grant-type:jwt-bearer")
        family = all_.grants_.take_code(form["assertion"]).family;
    else if (form["grant_type"] == "refresh_token")
        family = all_.grants_.use_renewal(form["assertion"], true);
    else
        throw Refusal{400, "unsupported_grant_type", "", 0};
    return good(all_.grants_.issue(family, all_.options_.switches, all_.issued_), true);
}

Reply Exchange::device_start(const Form& form) {
    const App& whose = app(Kind::entra, form["client_id"]);
    const auto& switches = all_.options_.switches;
    Grants::Device device;
    device.user_code = all_.grants_.user_code();
    device.wanted = {Kind::entra, whose.client_id, all_.options_.person, form["scope"],
                     asks_to_renew(whose, form, switches)};
    device.ends = all_.clock_() + switches.device_seconds * 1000;
    const auto user_code = device.user_code;
    Object object(Poco::JSON_PRESERVE_KEY_ORDER);
    object.set("user_code", user_code);
    object.set("device_code", all_.grants_.device_for(std::move(device)));
    object.set("verification_uri", own_address() + "/deviceauth");
    object.set("expires_in", switches.device_seconds);
    object.set("interval", switches.device_interval);
    object.set("message",
               fmt::format("To sign in, use a web browser to open the page {}/deviceauth and enter "
                           "the code {} to authenticate.",
                           own_address(), user_code));
    return json_reply(200, object);
}

Reply Exchange::device_page(const Form& form) {
    if (!form.has("user_code")) return code_page();
    auto* device = all_.grants_.device_of_user(form["user_code"]);
    if (device == nullptr) return page_reply("That code is not known, or its time is over.");
    if (form["answer"] == "decline")
        device->declined = true;
    else
        device->family = all_.grants_.add(device->wanted);
    return page_reply(device->declined ? "The sign-in was declined."
                                       : "You have signed in. You may close this window.");
}

Reply Exchange::revoke(const Form& form) {
    check_proof(app(Kind::desk, form["client_id"]), form, "", all_.clock_());
    all_.grants_.revoke(form["token"]);
    return json_reply(200, Object());
}

Reply Exchange::machine(bool app_service, const Form& query) {
    ++all_.requests_["machine"];
    const bool allowed = app_service ? request_.header("X-IDENTITY-HEADER") == all_.options_.machine_header
                                     : request_.header("Metadata") == "true";
    if (!allowed) throw Refusal{400, "invalid_request", "Required metadata header not specified", 0};
    if (!all_.options_.switches.machine_identity)
        throw Refusal{400, "invalid_request", "Identity not found", 0};
    const int family =
        all_.grants_.add({Kind::entra, query["client_id"], all_.options_.machine, query["resource"], false});
    return good(all_.grants_.issue(family, all_.options_.switches, all_.issued_), true);
}

Reply Exchange::refused(const Refusal& refusal) const {
    Object object(Poco::JSON_PRESERVE_KEY_ORDER);
    if (kind_ == Kind::legacy) {
        object.set("Error", refusal.error);
        object.set("ErrorDescription", refusal.description);
        return json_reply(refusal.status, object);
    }
    object.set("error", refusal.error);
    const bool coded = kind_ == Kind::entra && refusal.code != 0;
    object.set("error_description",
               coded ? fmt::format("AADSTS{}: {} Trace ID: 255d1aef-8c98-452f-ac51-23d051240864",
                                   refusal.code, refusal.description)
                     : refusal.description);
    if (coded) {
        Poco::JSON::Array codes;
        codes.add(refusal.code);
        object.set("error_codes", codes);
        object.set("trace_id", "255d1aef-8c98-452f-ac51-23d051240864");
        object.set("correlation_id", "fb3d2015-bc17-4bb9-bb85-30c5cf1aaaa7");
    }
    return json_reply(refusal.status, object);
}

Reply Exchange::good(const Tokens& tokens, bool numbers_as_text) const {
    Object object(Poco::JSON_PRESERVE_KEY_ORDER);
    object.set("token_type", "Bearer");
    if (!tokens.scope.empty()) object.set("scope", tokens.scope);
    if (numbers_as_text)
        object.set("expires_in", std::to_string(tokens.seconds));
    else
        object.set("expires_in", tokens.seconds);
    object.set("access_token", tokens.access);
    if (!tokens.renewal.empty()) object.set("refresh_token", tokens.renewal);
    return json_reply(200, object);
}

}  // namespace sandbox::sign_in
