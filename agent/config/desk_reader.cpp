#include "config/reading.h"
#include "model/process.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge::config {

using json::FileNode;

namespace {

const std::vector<std::string> common_keys = {"kind", "url", "ca_file", "expires"};

bool is_common(const std::string& key) {
    return std::find(common_keys.begin(), common_keys.end(), key) != common_keys.end();
}

/// People paste the address of the interface; where it begins, or npos.
std::size_t interface_path(std::string_view url) {
    std::size_t at = url.find('/', url.find("://") + 3);
    while (at != std::string_view::npos) {
        const std::size_t end = std::min(url.find('/', at + 1), url.size());
        const std::string_view segment = url.substr(at + 1, end - at - 1);
        if (same_name(segment, "api") || same_name(segment, "rest")) return at;
        at = end == url.size() ? std::string_view::npos : end;
    }
    return at;
}

std::string read_desk_address(Reading& reading, const FileNode& node) {
    std::string url = read_address(reading, node);
    if (const std::size_t at = interface_path(url); at != std::string::npos)
        reading.wrong(node, fmt::format("leave out '{}': the address of the help desk itself is '{}'",
                                        url.substr(at), url.substr(0, at)));
    return url;
}

std::optional<std::string> text_of(const FileNode& node) {
    if (node.is_text()) return node.text();
    if (node.is_flag()) return node.flag() ? "true" : "false";
    if (const auto whole = node.integer()) return fmt::format("{}", *whole);
    if (const auto number = node.number()) return fmt::format("{}", *number);
    return {};
}

void read_setting(Reading& reading, const FileNode& desk, const Setting& setting, DeskSettings& into) {
    const FileNode node = desk[setting.name];
    if (node.missing()) {
        if (setting.required) reading.missing(desk, setting.name, setting.help);
    } else if (setting.secret) {
        into.secrets[setting.name] = read_secret(reading, node);
    } else if (const auto text = text_of(node); !text) {
        reading.wrong(node, fmt::format("must be text, a number, true or false, not {}", node.kind()));
    } else if (text->empty() && setting.required) {
        reading.wrong(node, "must not be empty");
    } else {
        into.values[setting.name] = *text;
    }
}

std::vector<std::string> kinds_of(const DeskKinds& desks) {
    std::vector<std::string> kinds;
    for (const auto& [kind, settings] : desks) kinds.push_back(kind);
    return kinds;
}

void refuse_unknown_keys(Reading& reading, const FileNode& node, const std::vector<Setting>& settings) {
    std::vector<std::string> known = common_keys;
    for (const auto& setting : settings) {
        if (!is_common(setting.name)) known.push_back(setting.name);
    }
    for (const auto& [key, value] : node.members()) {
        if (std::find(known.begin(), known.end(), key) == known.end())
            reading.problems.push_back(json::unknown_key(key, value, known));
    }
}

}  // namespace

DeskSettings read_desk(Reading& reading, const FileNode& node) {
    DeskSettings desk;
    if (!node.is_object()) return desk;
    desk.kind = node["kind"].text();
    desk.url = read_desk_address(reading, node["url"]);
    desk.ca_file = read_existing_path(reading, node["ca_file"]);
    desk.expires = read_expiry(reading, node["expires"]);
    if (!node["kind"].is_text()) return desk;
    const auto settings = reading.desks.find(desk.kind);
    if (settings == reading.desks.end()) {
        const auto kinds = kinds_of(reading.desks);
        reading.wrong(node["kind"], fmt::format("must be {}{}", json::choice_of(kinds),
                                                json::suggestion_for(desk.kind, kinds)));
        return desk;
    }
    refuse_unknown_keys(reading, node, settings->second);
    for (const auto& setting : settings->second) {
        if (!is_common(setting.name)) read_setting(reading, node, setting, desk);
    }
    return desk;
}

}  // namespace deskbridge::config
