#include "sandbox/azure_devops/call.h"

#include <cstdlib>
#include <fmt/format.h>

namespace sandbox::azure_devops {

namespace {

// Keeps what a program may rely on, the code in front and quoted names, and loses the English words.
std::string localize(const std::string& message) {
    const auto colon = message.find(':');
    const std::string code =
        colon == std::string::npos || colon > 10 ? "" : message.substr(0, colon + 1) + " ";
    std::string names;
    for (std::size_t open = message.find('\''); open != std::string::npos;) {
        const auto close = message.find('\'', open + 1);
        if (close == std::string::npos) break;
        names += " " + message.substr(open, close - open + 1);
        open = message.find('\'', close + 1);
    }
    return code + "Die Anforderung wurde abgelehnt." + names;
}

JsonObject rule_error(const RuleError& error, bool localized) {
    JsonObject entry = new_object();
    entry->set("fieldReferenceName", error.field);
    entry->set("fieldStatusFlags", error.flags);
    entry->set("errorMessage", localized ? localize(error.message) : error.message);
    if (error.status_code != 0) entry->set("fieldStatusCode", error.status_code);
    return entry;
}

JsonObject envelope(const Refusal& refusal, bool localized) {
    JsonObject body = new_object();
    body->set("$id", "1");
    if (!refusal.rule_errors.empty()) {
        JsonArray errors = new_array();
        for (const RuleError& error : refusal.rule_errors) errors->add(rule_error(error, localized));
        JsonObject custom = new_object();
        custom->set("RuleValidationErrors", errors);
        body->set("customProperties", custom);
    }
    body->set("innerException", Json());
    body->set("message", localized ? localize(refusal.what()) : std::string(refusal.what()));
    body->set("typeName", fmt::format("{0}.{1}, {0}", refusal.space, refusal.type_key()));
    body->set("typeKey", refusal.type_key());
    body->set("errorCode", refusal.error_code);
    body->set("eventId", refusal.event_id);
    return body;
}

}  // namespace

std::string Call::part(std::string_view name) const {
    const auto found = captured.find(name);
    return found == captured.end() ? "" : found->second;
}

std::string Call::asked(std::string_view name) const {
    for (const auto& [key, value] : query) {
        if (same(key, name)) return value;
    }
    return "";
}

bool Call::asked_true(std::string_view name) const {
    return same(asked(name), "true");
}

long long Call::asked_number(std::string_view name, long long otherwise) const {
    const std::string text = asked(name);
    char* end = nullptr;
    const long long number = std::strtoll(text.c_str(), &end, 10);
    if (text.empty()) return otherwise;
    if (*end != '\0' || number < 0) throw bad_argument(fmt::format("The value of {} is not valid.", name));
    return number;
}

int Call::id(std::string_view name) const {
    const std::string text = part(name);
    char* end = nullptr;
    const long number = std::strtol(text.c_str(), &end, 10);
    // The router of the service takes an id that is no positive number for another address.
    if (text.empty() || *end != '\0' || number <= 0) throw no_route(percent_decode(request.path));
    return static_cast<int>(number);
}

JsonObject Call::body_object() const {
    JsonObject body = as_object(parse_json(request.body));
    if (!body) throw bad_argument("The request body must be a JSON object.");
    return body;
}

void Call::need_write() const {
    if (token != nullptr && token->may_write) return;
    Refusal refusal(403, "AccessDeniedException",
                    "TF401289: The current user does not have permissions to save work items.");
    refusal.event_id = 3000;
    throw refusal;
}

Intent Call::intent() const {
    const bool bypass = asked_true("bypassRules");
    if (bypass && (token == nullptr || !token->may_bypass_rules)) {
        Refusal refusal(
            403, "AccessDeniedException",
            "TF401289: The current user does not have permissions to bypass rules on work item updates.");
        refusal.event_id = 3000;
        throw refusal;
    }
    return {person, bypass, asked_true("validateOnly")};
}

Expand parse_expand(const std::string& text) {
    const std::string word = lower(text);
    if (word.empty() || word == "none" || word == "0") return {};
    if (word == "relations" || word == "1") return {false, true, false};
    if (word == "fields" || word == "2") return {true, false, false};
    if (word == "links" || word == "3") return {false, false, true};
    if (word == "all" || word == "4") return {true, true, true};
    throw bad_argument(fmt::format("The value '{}' of $expand is not valid.", text));
}

Reply json_reply(const Call& call, const Json& value, int status) {
    Reply reply;
    reply.status = status;
    std::string type = "application/json; charset=utf-8";
    if (call.version) type += "; api-version=" + call.version->text;
    reply.headers.emplace("Content-Type", type);
    reply.body = json_text(value);
    return reply;
}

Reply error_reply(const Refusal& refusal, bool localized) {
    Reply reply;
    reply.status = refusal.status();
    if (refusal.plain) {
        reply.headers.emplace("Content-Type", "text/plain; charset=utf-8");
        reply.headers.emplace("X-TFS-ServiceError", percent_encode(refusal.what()));
        reply.body = refusal.what();
        return reply;
    }
    reply.headers.emplace("Content-Type", "application/json; charset=utf-8");
    reply.body = json_text(envelope(refusal, localized));
    return reply;
}

std::vector<std::string> comma_list(const std::string& text) {
    std::vector<std::string> words;
    std::size_t begin = 0;
    while (begin <= text.size()) {
        const auto end = std::min(text.find(',', begin), text.size());
        if (const auto word = trim(std::string_view(text).substr(begin, end - begin)); !word.empty()) {
            words.push_back(word);
        }
        begin = end + 1;
    }
    return words;
}

}  // namespace sandbox::azure_devops
