#include "sandbox/deskpro/params.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace sandbox::deskpro {

namespace {

std::string scalar(const Json& value) {
    if (const auto* text = value.text()) return *text;
    if (const auto* number = value.integer()) return std::to_string(*number);
    if (const auto* truth = value.boolean()) return *truth ? "1" : "0";
    if (const auto* number = value.real()) return fmt::format("{}", *number);
    return "";
}

bool names_list(std::string_view key, std::string_view name) {
    return key.substr(0, name.size()) == name && key.size() > name.size() && key[name.size()] == '[' &&
           key.back() == ']';
}

}  // namespace

std::string param(const Params& params, std::string_view name) {
    const auto found =
        std::find_if(params.rbegin(), params.rend(), [&](const auto& p) { return p.first == name; });
    return found == params.rend() ? std::string() : found->second;
}

std::vector<std::string> param_list(const Params& params, std::string_view name) {
    std::vector<std::string> values;
    for (const auto& [key, value] : params) {
        if (names_list(key, name)) {
            if (!value.empty()) values.push_back(value);
        } else if (key == name) {
            for (auto& part : split(value, ',')) values.push_back(std::move(part));
        }
    }
    return values;
}

bool param_flag(const Params& params, std::string_view name) {
    const auto value = param(params, name);
    return !value.empty() && value != "0" && value != "false" && value != "no";
}

Params params_of(const Json& body) {
    Params params;
    if (const auto* members = body.object()) {
        for (const auto& member : *members) {
            if (const auto* items = member.value.list()) {
                for (const auto& item : *items) params.emplace_back(member.name + "[]", scalar(item));
            } else {
                params.emplace_back(member.name, scalar(member.value));
            }
        }
    }
    return params;
}

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        const auto end = std::min(text.find(separator), text.size());
        if (end > 0) parts.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

std::optional<long long> whole_number(std::string_view text) {
    long long value = 0;
    const auto end = text.data() + text.size();
    const auto [last, error] = std::from_chars(text.data(), end, value);
    if (text.empty() || error != std::errc() || last != end) return std::nullopt;
    return value;
}

}  // namespace sandbox::deskpro
