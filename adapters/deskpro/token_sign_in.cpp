#include "adapters/deskpro/token_sign_in.h"

#include "adapters/deskpro/errors.h"
#include "contract/sync_error.h"
#include "json/json.h"

#include <chrono>
#include <fmt/format.h>

namespace deskbridge::deskpro {

namespace {

constexpr const char* logging_in = "sign in";
/// An account is locked soon by wrong passwords.
constexpr std::chrono::milliseconds refused_pause = std::chrono::minutes{15};
/// So many refusals in a row before another token is got.
constexpr int refusals_per_login = 10;

SyncError refused() {
    return SyncError(Reach::side, Trouble::sign_in,
                     "Deskpro: the e-mail address and password are not accepted",
                     "look at email and password in the configuration, and whether the agent may sign in")
        .with(refused_pause);
}

SyncError no_token() {
    return SyncError(Reach::side, Trouble::unreachable, "Deskpro: the answer to the sign-in holds no token",
                     "use an api_key instead: Admin > Apps & Integrations > API Keys")
        .with(Fate::closed);
}

/// "id:CODE", whole or in two parts.
std::string token_in(const std::string& body) {
    try {
        const auto answer = json::Document::parse(body, "the answer to the sign-in");
        const auto data = answer["data"];
        const auto code = data.is_object() ? data["token"].text(data["code"].text()) : data.text();
        if (code.empty() || code.find(':') != std::string::npos) return code;
        const auto id = data["id"].text(data["token_id"].text());
        return id.empty() ? std::string() : id + ":" + code;
    } catch (const SyncError&) {
        return {};
    }
}

}  // namespace

TokenSignIn::TokenSignIn(Http& next, std::string url, std::string email, std::string password)
    : next_(next), url_(std::move(url)), email_(std::move(email)), password_(std::move(password)) {
    while (!url_.empty() && url_.back() == '/') url_.pop_back();
}

void TokenSignIn::log_in() {
    json::Writer body;
    body.object().member("email", email_).member("password", password_).end();
    HttpRequest request;
    request.method = "POST";
    request.url = url_ + "/api/v2/api_tokens";
    request.headers.emplace("Accept", "application/json");
    request.headers.emplace("Content-Type", "application/json");
    request.body = body.take();
    const auto answer = next_.exchange(request);
    if (answer.status == 400 || answer.status == 401 || answer.status == 403 || answer.status == 422)
        throw refused();
    if (answer.status < 200 || answer.status > 299) {
        auto error = error_of(answer.status, answer.headers, {}, logging_in);
        error.reach = Reach::side;
        throw error;
    }
    token_ = token_in(answer.body);
    if (token_.empty()) throw no_token();
}

HttpResponse TokenSignIn::signed_exchange(const HttpRequest& request) {
    HttpRequest copy = request;
    copy.headers.erase("Authorization");
    copy.headers.emplace("Authorization", "token " + token_);
    return next_.exchange(copy);
}

HttpResponse TokenSignIn::exchange(const HttpRequest& request) {
    const bool first = token_.empty();
    if (first) log_in();
    auto response = signed_exchange(request);
    if (response.status != 401) {
        refused_in_a_row_ = 0;
    } else if (refused_in_a_row_++ % refusals_per_login == 0 && !first) {
        log_in();
        response = signed_exchange(request);
        if (response.status != 401) refused_in_a_row_ = 0;
    }
    return response;
}

}  // namespace deskbridge::deskpro
