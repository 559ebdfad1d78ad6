#include "sandbox/deskpro/sign_in.h"

#include <algorithm>
#include <fmt/format.h>

namespace sandbox::deskpro {

namespace {

constexpr long long hour_ms = 3'600'000;

Problem refused() {
    return {401, "unauthorized", "The credentials are missing or wrong.", {}, 0};
}

bool matches(std::string_view pattern, std::string_view text) {
    if (pattern.empty()) return text.empty();
    if (pattern[0] == '*') {
        return matches(pattern.substr(1), text) || (!text.empty() && matches(pattern, text.substr(1)));
    }
    return !text.empty() && pattern[0] == text[0] && matches(pattern.substr(1), text.substr(1));
}

std::string deed(const Call& call) {
    if (call.method == "GET") return "view";
    if (call.method == "POST") return "create";
    return call.method == "PUT" ? "update" : "delete";
}

Caller key_caller(const ApiKey& key, const Request& request, const Desk& desk) {
    Caller caller{"api_key", fmt::format("key {}", key.id), key.agent, key.tags};
    const auto named = request.header("X-DeskPRO-Agent-ID");
    if (key.agent == 0 && !named.empty()) {
        const auto* agent = desk.company.person(whole_number(named).value_or(-1));
        if (!agent || !agent->is_agent) throw refused();
        caller.person = agent->id;
    }
    return caller;
}

}  // namespace

Caller SignIn::caller(const Request& request, const Desk& desk, const Options& options) const {
    const auto header = request.header("Authorization");
    const auto blank = header.find(' ');
    if (header.starts_with("Bearer "))
        if (auto caller = bearer_caller(header.substr(blank + 1), request, desk)) return std::move(*caller);
    const auto colon = header.find(':');
    if (blank == std::string::npos || colon == std::string::npos || colon < blank) throw refused();
    const auto scheme = header.substr(0, blank);
    const auto id = whole_number(std::string_view(header).substr(blank + 1, colon - blank - 1)).value_or(-1);
    const auto code = header.substr(colon + 1);
    if (scheme == "key") {
        for (const auto& key : options.keys) {
            if (key.id == id && key.code == code) return key_caller(key, request, desk);
        }
    }
    if (scheme == "token") {
        const auto token = tokens_.find(id);
        if (token != tokens_.end() && token->second.code == code) {
            return {"api_token", fmt::format("token {}", id), token->second.person, {}};
        }
    }
    throw refused();
}

std::optional<Caller> SignIn::bearer_caller(const std::string& token, const Request& request,
                                            const Desk& desk) const {
    const auto found = bearers_.find(token);
    if (found == bearers_.end() || desk.now() >= found->second.ends) return {};
    const auto* person = desk.company.person_by_email(found->second.email);
    if (person == nullptr || !person->is_agent) return {};
    const auto named = whole_number(request.header("X-DeskPRO-Agent-ID"));
    const auto* acting = named ? desk.company.person(*named) : person;
    if (acting == nullptr || !acting->is_agent) return {};
    return Caller{"oauth", "oauth " + found->second.email, acting->id, {}};
}

Answer SignIn::make_token(const Json& body, const Desk& desk, const Options& options) {
    const auto text = [&](const char* name) {
        const auto* value = body.find(name);
        return value && value->text() ? *value->text() : std::string();
    };
    const auto* person = desk.company.person_by_email(text("email"));
    if (!person || !person->is_agent || person->password.empty() || person->password != text("password")) {
        throw refused();
    }
    const auto id = ++last_token_;
    auto& token = tokens_[id];
    token.person = person->id;
    token.code = digest(fmt::format("token {} {} {}", id, options.uuid, desk.now())).substr(0, 25);
    Json data;
    const bool whole = options.token_answer == Options::TokenAnswer::whole;
    data.put("id", id).put("token", whole ? fmt::format("{}:{}", id, token.code) : token.code);
    data.put("person_id", person->id);
    return envelope(Wire(desk, options, {}), std::move(data), {}, 201);
}

void SignIn::count(const Caller& caller, const Options& options, long long now) {
    if (options.hourly_limit <= 0) return;
    auto& hour = hours_[caller.credential];
    if (hour.number != now / hour_ms) hour = {now / hour_ms, 0};
    if (++hour.calls <= options.hourly_limit) return;
    const auto left = static_cast<int>((hour_ms - now % hour_ms + 999) / 1000);
    throw Problem{429,
                  "rate_limit",
                  "The limit of calls for this hour is used up.",
                  {},
                  options.retry_after ? left : 0};
}

void check_tags(const Call& call) {
    // who calls may always be asked, and each item of a batch is checked by itself
    if (call.part(0) == "me" || call.part(0) == "batch") return;
    const auto& tags = call.caller.tags;
    const auto wanted = fmt::format("{}.{}", call.part(0), deed(call));
    bool allowed =
        std::all_of(tags.begin(), tags.end(), [](const auto& tag) { return tag.substr(0, 1) == "-"; });
    for (const auto& tag : tags) {
        const bool denies = tag.substr(0, 1) == "-";
        if (matches(std::string_view(tag).substr(denies ? 1 : 0), wanted)) allowed = !denies;
    }
    if (!allowed) throw Problem{403, "no_permission", "This key may not do that.", {}, 0};
}

}  // namespace sandbox::deskpro
