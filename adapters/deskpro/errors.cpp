#include "adapters/deskpro/errors.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge::deskpro {

namespace {

/// While the help desk is switched off for maintenance (423) nobody gains by asking each minute.
constexpr std::chrono::milliseconds maintenance_pause = std::chrono::minutes{5};

SyncError side(Trouble trouble, std::string message, std::string hint = {}) {
    return SyncError(Reach::side, trouble, "Deskpro: " + std::move(message), std::move(hint));
}

std::string clipped(std::string text) {
    constexpr std::size_t most = 300;
    for (auto& c : text)
        if (static_cast<unsigned char>(c) < 0x20) c = ' ';
    if (text.size() <= most) return text;
    auto end = most;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return text.substr(0, end) + "...";
}

/// 'Email "x" is in use' -> 'Email "..." is in use'.
std::string without_values(const std::string& text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const auto open = text.find('"', at);
        const auto close = open == std::string::npos ? open : text.find('"', open + 1);
        out += text.substr(at, open == std::string::npos ? open : open - at);
        if (open == std::string::npos) break;
        out += "\"...\"";
        if (close == std::string::npos) break;
        at = close + 1;
    }
    return out;
}

/// Collects the messages of {"errors":[{code,message}],"fields":{name:{...}}} at any depth.
void collect(json::View node, const std::string& place, std::string& out, int depth) {
    if (depth > 8) return;
    for (const auto& error : node["errors"].items()) {
        if (!out.empty()) out += "; ";
        out +=
            (place.empty() ? "" : place + ": ") + without_values(error["message"].text(error["code"].text()));
    }
    for (const auto& [name, field] : node["fields"].members())
        collect(field, place.empty() ? std::string(name) : place + "." + std::string(name), out, depth + 1);
}

/// "dupe_ticket" at any depth; "dupe_email" is about a person.
bool names_duplicate(json::View node, int depth) {
    const auto is_one = [](json::View error) {
        const auto code = error["code"].text();
        return code.starts_with("dupe_") && code != "dupe_email";
    };
    if (depth > 8) return false;
    if (is_one(node)) return true;
    const auto errors = node["errors"];
    for (const auto& error : errors.items())
        if (is_one(error)) return true;
    for (const auto& [name, field] : node["fields"].members())
        if (names_duplicate(field, depth + 1)) return true;
    return errors.is_object() && names_duplicate(errors, depth + 1);
}

SyncError refusal(int status, json::View body, const std::string& what) {
    const auto details = clipped(flattened(body));
    SyncError error(Reach::item, Trouble::data,
                    fmt::format("Deskpro refused to {} ({}): {}", what, status, details));
    if (status == 403) {
        error.trouble = Trouble::forbidden;
        error.hint = "give the agent of the API key this right, and look at the key's own permissions";
    } else if (status == 404) {
        error.hint =
            "the ticket may be deleted, merged, or in a department that the key's agent does not see";
    } else if (status == 413) {
        error.hint = "it is larger than the web server of this desk takes; its administrator can raise that";
    } else if (is_duplicate(body)) {
        error.hint = "an equal one was made just before: the first attempt has probably worked";
    } else if (body["code"].text() == "invalid_input" || details.find("extra") != std::string::npos) {
        error.hint = "does the field exist on this help desk, and does it take this value?";
    }
    return error;
}

}  // namespace

bool is_refusal(int status) {
    return status == 400 || status == 403 || status == 404 || status == 405 || status == 409 ||
           status == 413 || status == 422;
}

std::string flattened(json::View body) {
    std::string out;
    collect(body["errors"], "", out, 0);
    const auto message = without_values(body["message"].text());
    if (out.empty()) return message.empty() ? body["code"].text("no reason given") : message;
    return message.empty() ? out : message + " " + out;
}

SyncError error_of(int status, const Headers& headers, json::View body, const std::string& what) {
    if (status == 401)
        return side(
            Trouble::sign_in, fmt::format("the sign-in is not accepted (401, {})", what),
            "look at api_key, token or password in the configuration; keys are made under Admin > Apps & "
            "Integrations > API Keys");
    if (status == 423)
        return side(Trouble::unreachable, "the help desk is offline for maintenance (423)")
            .with(retry_after_of(headers).value_or(maintenance_pause));
    if (status == 429) {
        auto error = side(Trouble::limited, fmt::format("the API key's limit is used up (429, {})", what),
                          "an administrator can raise the hourly and daily limits of the key");
        if (const auto wait = retry_after_of(headers)) error.with(*wait);
        return error;
    }
    if (is_refusal(status)) return refusal(status, body, what);
    auto error = side(Trouble::unreachable, fmt::format("status {} ({})", status, what));
    if (status >= 300 && status < 400) {
        error.hint = "the address redirects: write it as it is after the redirect, without /api/v2";
        return error.with(Fate::refused);
    }
    if (const auto wait = retry_after_of(headers)) error.with(*wait);
    return error.with(status >= 500 ? Fate::closed : Fate::refused);
}

bool is_duplicate(json::View body) {
    return names_duplicate(body, 0);
}

SyncError item_error(const Answer& answer, const std::string& what) {
    if (answer.ok() || answer.status == 0)
        return SyncError(Reach::item, Trouble::unreachable,
                         answer.ok() ? fmt::format("Deskpro: the answer to '{}' holds no data", what)
                                     : fmt::format("Deskpro did not say what became of it: {}", what))
            .with(Fate::closed);
    auto error = error_of(answer.status, {}, answer.body.root(), what);
    error.reach = Reach::item;
    return error;
}

bool is_of_all(int status) {
    return status == 401 || status == 423 || status == 429;
}

SyncError own_trouble(const Answer& answer, const std::string& what) {
    if (is_of_all(answer.status)) throw error_of(answer.status, {}, answer.body.root(), what);
    return item_error(answer, what);
}

void expect_any(const std::vector<Answer>& answers, const std::string& what) {
    constexpr std::size_t own_troubles_at_most = 3;
    const auto bad = [](const Answer& answer) { return answer.status >= 500 || is_of_all(answer.status); };
    if (answers.size() <= own_troubles_at_most || !std::all_of(answers.begin(), answers.end(), bad)) return;
    throw error_of(answers.front().status, {}, answers.front().body.root(), what);
}

}  // namespace deskbridge::deskpro
