#include "auth/token_call.h"

#include "auth/client_assertion.h"
#include "auth/refusal.h"
#include "json/json.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge {

namespace {

constexpr const char* jwt_bearer = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
constexpr const char* legacy_grant = "urn:ietf:params:oauth:grant-type:jwt-bearer";
constexpr const char* device_grant = "urn:ietf:params:oauth:grant-type:device_code";
constexpr std::chrono::seconds deadline{60};
/// What a service that does not say is taken to mean; a refused token is replaced anyhow.
constexpr std::int64_t usual_lifetime = 3600;
constexpr std::int64_t longest_lifetime = 90 * 86'400;

void add(TokenCall& call, const char* name, std::string_view value) {
    if (!value.empty()) call.form.emplace_back(name, Secret(value));
}

void prove(TokenCall& call, const OAuthApp& app, Time now) {
    add(call, "client_id", app.client_id);
    if (app.proof.kind == AppProof::Kind::none) return;
    const Secret proof = call.proof = app.proof.read();
    if (app.proof.kind == AppProof::Kind::secret) {
        add(call, "client_secret", proof.reveal());
        return;
    }
    add(call, "client_assertion_type", jwt_bearer);
    call.form.emplace_back("client_assertion", client_assertion(proof, app.client_id, app.token_url, now));
}

/// The legacy service takes no client_id: the app's secret says who asks.
void prove_by_assertion(TokenCall& call, const OAuthApp& app) {
    add(call, "client_assertion_type", jwt_bearer);
    call.proof = app.proof.read();
    call.form.emplace_back("client_assertion", call.proof);
}

std::string encoded(const TokenCall& call) {
    std::string body;
    std::size_t room = 0;
    for (const auto& [name, value] : call.form) room += name.size() + 2 + 3 * value.reveal().size();
    body.reserve(room);
    for (const auto& [name, value] : call.form) {
        std::string text = url_encode(value.reveal());
        body += (body.empty() ? "" : "&") + std::string(name) + "=";
        body += text;
        wipe(text);
    }
    return body;
}

Secret secret_in(json::View view) {
    std::string text = view.text();
    Secret secret(text);
    wipe(text);
    return secret;
}

bool is_one_line(std::string_view text) {
    return std::none_of(text.begin(), text.end(),
                        [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F; });
}

}  // namespace

TokenCall client_credentials_call(const OAuthApp& app, Time now) {
    TokenCall call{app.token_url, {}, {}};
    add(call, "grant_type", "client_credentials");
    add(call, "scope", app.scope_text());
    prove(call, app, now);
    return call;
}

TokenCall renewal_call(const OAuthApp& app, const Secret& renewal, Time now) {
    TokenCall call{app.token_url, {}, {}};
    add(call, "grant_type", "refresh_token");
    if (app.form == OAuthApp::Form::assertion) {
        prove_by_assertion(call, app);
        call.form.emplace_back("assertion", renewal);
        add(call, "redirect_uri", app.redirect);
        return call;
    }
    call.form.emplace_back("refresh_token", renewal);
    add(call, "scope", app.scope_text());
    prove(call, app, now);
    return call;
}

TokenCall code_call(const OAuthApp& app, const Secret& code, const std::string& redirect,
                    const Secret& verifier, Time now) {
    TokenCall call{app.token_url, {}, {}};
    if (app.form == OAuthApp::Form::assertion) {
        add(call, "grant_type", legacy_grant);
        prove_by_assertion(call, app);
        call.form.emplace_back("assertion", code);
        add(call, "redirect_uri", redirect);
        return call;
    }
    add(call, "grant_type", "authorization_code");
    call.form.emplace_back("code", code);
    add(call, "redirect_uri", redirect);
    add(call, "code_verifier", verifier.reveal());
    add(call, "scope", app.scope_text());
    prove(call, app, now);
    return call;
}

TokenCall device_start_call(const OAuthApp& app) {
    TokenCall call{app.device_url, {}, {}};
    add(call, "client_id", app.client_id);
    add(call, "scope", app.scope_text());
    return call;
}

TokenCall device_poll_call(const OAuthApp& app, const Secret& device_code, Time now) {
    TokenCall call{app.token_url, {}, {}};
    add(call, "grant_type", device_grant);
    call.form.emplace_back("device_code", device_code);
    prove(call, app, now);
    return call;
}

TokenCall revocation_call(const OAuthApp& app, const Secret& renewal, Time now) {
    TokenCall call{app.revoke_url, {}, {}};
    call.form.emplace_back("token", renewal);
    add(call, "token_type_hint", "refresh_token");
    prove(call, app, now);
    return call;
}

HttpResponse send(Http& http, const TokenCall& call) {
    HttpRequest request;
    request.method = "POST";
    request.url = call.url;
    request.deadline = deadline;
    request.headers.emplace("Accept", "application/json");
    request.headers.emplace("Content-Type", "application/x-www-form-urlencoded");
    request.body = encoded(call);
    try {
        auto answer = http.exchange(request);
        wipe(request.body);
        return answer;
    } catch (...) {
        wipe(request.body);
        throw;
    }
}

HttpResponse send_proven(Http& http, const OAuthApp& app, const std::function<TokenCall()>& make) {
    TokenCall call = make();
    HttpResponse answer = send(http, call);
    const bool refused = refuses_proof(read_refusal(answer));
    if (refused && app.proof.replace && app.proof.replace(call.proof)) {
        call = make();
        answer = send(http, call);
        // of the second one, too, it is to be known
        if (refuses_proof(read_refusal(answer))) app.proof.replace(call.proof);
    }
    if (answer.status == 200 && app.proof.accept) app.proof.accept(call.proof);
    return answer;
}

TokenPair read_token(const HttpResponse& answer, const std::string& service, Time now) {
    if (answer.status < 200 || answer.status > 299 || !answer.is_json())
        throw refusal_of(answer, service, now);
    const auto document = json::Document::parse(answer.body, "the answer of a token service");
    TokenPair token;
    token.access = secret_in(document["access_token"]);
    token.renewal = secret_in(document["refresh_token"]);
    // a managed identity and the legacy service write the number as text
    const auto lifetime = document["expires_in"].integer().value_or(usual_lifetime);
    token.lifetime = std::chrono::seconds(std::clamp<std::int64_t>(lifetime, 1, longest_lifetime));
    token.scope = document["scope"].text();
    if (token.access.empty() || !is_one_line(token.access.reveal())) throw refusal_of(answer, service, now);
    return token;
}

}  // namespace deskbridge
