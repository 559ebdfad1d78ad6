#include "sandbox/azure_devops/gate.h"

#include <Poco/Base64Decoder.h>
#include <fmt/format.h>
#include <sstream>

namespace sandbox::azure_devops {

namespace {

std::string from_base64(const std::string& text) {
    std::istringstream in(text);
    Poco::Base64Decoder decoder(in);
    std::ostringstream out;
    out << decoder.rdbuf();
    return out.str();
}

// The token in "Basic base64(anyone:token)" or "Bearer token"; "" when there is none.
std::string secret_in(const std::string& authorization) {
    const auto blank = authorization.find(' ');
    if (blank == std::string::npos) return "";
    const std::string scheme = authorization.substr(0, blank), rest = trim(authorization.substr(blank + 1));
    if (same(scheme, "Bearer")) return rest;
    if (!same(scheme, "Basic")) return "";
    const std::string pair = from_base64(rest);
    const auto colon = pair.find(':');
    return colon == std::string::npos ? "" : pair.substr(colon + 1);
}

Reply sign_in_page() {
    Reply reply;
    reply.status = 203;
    reply.headers.emplace("Content-Type", "text/html; charset=utf-8");
    reply.body =
        "<!DOCTYPE html>\r\n<html lang=\"en-US\"><head><title>Azure DevOps Services | Sign In</title></head>"
        "<body><div class=\"sign-in\">Sign in to your account</div></body></html>";
    return reply;
}

Reply unauthorized(BadToken how, bool localized) {
    Reply reply;
    if (how == BadToken::refused) {
        Refusal refusal(401, "UnauthorizedRequestException",
                        "TF400813: The user '' is not authorized to access this resource.");
        refusal.event_id = 3000;
        return error_reply(refusal, localized);
    }
    reply.status = 401;
    if (how == BadToken::refused_empty_list) {
        reply.headers.emplace("Content-Type", "application/json; charset=utf-8");
        reply.body = R"({"count":0,"value":[]})";
    }
    return reply;
}

}  // namespace

bool Gate::sign_in() {
    const std::string secret = secret_in(request_.header("Authorization"));
    const bool any = state_.switches.any_bearer && !secret.empty() &&
                     same(request_.header("Authorization").substr(0, 7), "Bearer ");
    for (const Token& token : tokens_) {
        if (secret.empty() || (token.secret != secret && !any) || !token.may_read) continue;
        if (token.ends != 0 && state_.now() >= token.ends) continue;
        const Identity* person = state_.people().by_unique_name(token.unique_name);
        if (person == nullptr) continue;
        call_.token = &token;
        call_.person = person->id;
        return true;
    }
    return false;
}

Reply Gate::refuse_sign_in() const {
    const Switches& switches = state_.switches;
    BadToken how = switches.bad_token;
    const bool suppress = same(request_.header("X-TFS-FedAuthRedirect"), "Suppress");
    if (how == BadToken::sign_in_page) return sign_in_page();
    if (how == BadToken::redirect && !suppress) {
        Reply reply;
        reply.status = 302;
        reply.headers.emplace(
            "Location", call_.base + "/_signin?realm=127.0.0.1&reply_to=" + percent_encode(call_.base + "/"));
        reply.headers.emplace("Content-Type", "text/html; charset=utf-8");
        reply.body = "<html><head><title>Object moved</title></head><body>Object moved</body></html>";
        return reply;
    }
    Reply reply =
        unauthorized(how == BadToken::redirect ? BadToken::refused : how, switches.localized_errors);
    reply.headers.emplace("WWW-Authenticate", "Basic realm=\"" + call_.base + "/\"");
    return reply;
}

void Gate::put_headers(Reply& reply) const {
    const std::string activity = guid_of(fmt::format("activity:{}", traffic_.activity));
    const std::string session = request_.header("X-TFS-Session");
    reply.headers.emplace("ActivityId", activity);
    reply.headers.emplace("X-VSS-E2EID", activity);
    reply.headers.emplace("X-TFS-ProcessId", guid_of("process:" + options_.organization));
    reply.headers.emplace("X-TFS-Session", session.empty() ? guid_of("session:" + activity) : session);
    reply.headers.emplace("Cache-Control", "no-cache");
    if (is_hosted(options_.level)) {
        const std::string tenant = guid_of("tenant");
        reply.headers.emplace("WWW-Authenticate",
                              "Bearer authorization_uri=https://login.microsoftonline.com/" + tenant);
        reply.headers.emplace("X-VSS-ResourceTenant", tenant);
    }
    put_throttle(reply);
}

void Gate::put_throttle(Reply& reply) const {
    if (!state_.switches.throttle) return;
    const Throttle& throttle = *state_.switches.throttle;
    reply.headers.emplace("Retry-After", std::to_string(throttle.retry_after_s));
    reply.headers.emplace("X-RateLimit-Resource", throttle.resource);
    reply.headers.emplace("X-RateLimit-Delay", fmt::format("{}", throttle.delay_s));
    reply.headers.emplace("X-RateLimit-Limit", std::to_string(throttle.limit));
    reply.headers.emplace("X-RateLimit-Remaining", std::to_string(throttle.remaining));
    reply.headers.emplace("X-RateLimit-Reset", std::to_string(state_.now() / 1000 + throttle.retry_after_s));
}

}  // namespace sandbox::azure_devops
