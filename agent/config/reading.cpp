#include "config/reading.h"

#include "auth/origin.h"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>

namespace deskbridge::config {

using json::FileNode;

namespace {

/// The present one, and the one that takes its place.
constexpr std::size_t most_secrets = 2;

const std::vector<std::string> secret_keys = {"env", "file", "credential", "sealed"};

bool is_variable_name(std::string_view name) {
    const auto allowed = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
    return !name.empty() && std::isdigit(static_cast<unsigned char>(name[0])) == 0 &&
           std::all_of(name.begin(), name.end(), allowed);
}

bool is_sealed_name(std::string_view name) {
    return std::all_of(name.begin(), name.end(), [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '_' || c == '-';
    });
}

SecretSource read_plain_secret(Reading& reading, const FileNode& node) {
    if (node.text().empty()) reading.wrong(node, "must not be empty");
    if (reading.others_may_read) {
        reading.wrong(
            node,
            "a secret may stand here as plain text only when no other account can read the file; name an "
            "environment variable, a file or a credential instead, as in { \"file\": \"acme.key\" }, or "
            "chmod 600 the file");
    } else {
        reading.odd(
            node,
            "a secret stands here as plain text; { \"file\": ... } or { \"credential\": ... } is safer");
    }
    return {SecretSource::Kind::plain, {}, Secret(node.text())};
}

SecretSource read_environment_secret(Reading& reading, const FileNode& node) {
    const std::string name = node.text();
    if (name.starts_with('$')) {
        reading.wrong(node, "write the name of the variable without '$'");
    } else if (!is_variable_name(name)) {
        reading.wrong(node, "is no name of an environment variable: letters, digits and '_' only");
    }
    return {SecretSource::Kind::env, name, {}};
}

SecretSource read_credential_secret(Reading& reading, const FileNode& node) {
    if (node.text().find('/') != std::string::npos || node.text() == "..")
        reading.wrong(node, "is the name of a credential, not a path; a path goes into 'file'");
    return {SecretSource::Kind::credential, node.text(), {}};
}

/// "a.example/b" for a message that shows how to write an address; "" when it may hold a password.
std::string harmless(std::string_view text) {
    if (text.find('@') != std::string_view::npos || text.empty()) return {};
    return std::string(text.substr(0, text.find_first_of("?# ")));
}

std::optional<std::string> complaint_about(const std::string& url) {
    if (url.empty()) return "must not be empty";
    const auto scheme = url.find("://");
    if (scheme == std::string::npos) {
        const std::string shown = harmless(url);
        return "must begin with 'https://'" +
               (shown.empty() ? shown : fmt::format(", as in 'https://{}'", shown));
    }
    if (url.substr(0, url.find_first_of("/?#", scheme + 3)).find('@') != std::string::npos)
        return "holds a user name or a password; leave out what stands before the '@', and give the secret "
               "where "
               "the sign-in is configured";
    if (url.find_first_of("?#") != std::string::npos) return "must end before its '?' or '#'";
    const auto origin = origin_of(url);
    if (!origin) return "is no https address";
    if (origin->scheme == "http" && !origin->is_loopback())
        return "'http' is for this machine only (localhost, 127.0.0.1); use 'https'";
    return {};
}

/// `kinds`: what may stand there.
SecretSource read_one_secret(Reading& reading, const FileNode& node, std::string_view kinds) {
    if (node.is_text()) return read_plain_secret(reading, node);
    if (!node.is_object()) {
        if (!node.missing()) reading.wrong(node, fmt::format("must be {}, not {}", kinds, node.kind()));
        return {};
    }
    std::vector<std::pair<std::string, FileNode>> given;
    for (const auto& [key, value] : node.members()) {
        if (std::find(secret_keys.begin(), secret_keys.end(), key) == secret_keys.end())
            reading.problems.push_back(json::unknown_key(key, value, secret_keys));
        else
            given.emplace_back(key, value);
    }
    if (given.size() != 1) {
        if (given.size() > 1 || node.size() == 0)
            reading.wrong(node, "needs exactly one of " + json::choice_of(secret_keys));
        return {};
    }
    const auto& [key, value] = given.front();
    if (!value.is_text()) {
        reading.wrong(value, fmt::format("must be text, not {}", value.kind()));
        return {};
    }
    if (value.text().empty()) {
        reading.wrong(value, "must not be empty");
        return {};
    }
    if (key == "env") return read_environment_secret(reading, value);
    if (key == "credential") return read_credential_secret(reading, value);
    if (key == "file") return {SecretSource::Kind::file, read_path(reading, value).string(), {}};
    if (!is_sealed_name(value.text()))
        reading.wrong(value, "may hold letters, digits, '.', '_' and '-' only, as it was set");
    return {SecretSource::Kind::sealed, value.text(), {}};
}

}  // namespace

void Reading::missing(const FileNode& parent, const std::string& key, const std::string& help) {
    wrong(parent, fmt::format("the key '{}' is missing{}{}", key, help.empty() ? "" : ": ", help));
}

SecretSource read_secret(Reading& reading, const FileNode& node) {
    if (!node.is_array()) return read_one_secret(reading, node, "an object, text or a list");
    const auto items = node.items();
    if (items.empty() || items.size() > most_secrets) {
        reading.wrong(node, "must hold one secret or two: the one that is good now, and the next one");
        return {};
    }
    SecretSource secret = read_one_secret(reading, items.front(), "an object or text");
    for (std::size_t i = 1; i < items.size(); ++i) {
        secret.next.push_back(read_one_secret(reading, items[i], "an object or text"));
        const auto& next = secret.next.back();
        if (next.kind != SecretSource::Kind::none && next.kind == secret.kind && next.name == secret.name &&
            next.plain.reveal() == secret.plain.reveal())
            reading.wrong(items[i], "is the same as the one before it; a list is for a second one");
    }
    return secret;
}

std::filesystem::path read_path(Reading& reading, const FileNode& node) {
    if (!node.is_text() || node.text().empty()) return {};
    if (node.text().find('\0') != std::string::npos) {
        reading.wrong(node, "is no path");
        return {};
    }
    if (node.text().starts_with("~/"))
        reading.wrong(node, "'~' is not understood here; write the whole path, or one relative to this file");
    return (reading.folder / node.text()).lexically_normal();
}

std::filesystem::path read_existing_path(Reading& reading, const FileNode& node) {
    const std::size_t before = reading.problems.size();
    std::filesystem::path path = read_path(reading, node);
    if (path.empty() || reading.problems.size() > before) return path;
    std::error_code trouble;  // what cannot be looked at is left to whoever reads it
    const auto status = std::filesystem::status(path, trouble);
    if (status.type() == std::filesystem::file_type::not_found) {
        reading.wrong(node, fmt::format("there is no file {}", path.string()));
    } else if (status.type() == std::filesystem::file_type::directory) {
        reading.wrong(node, fmt::format("{} is a folder, not a file", path.string()));
    }
    return path;
}

std::string read_address(Reading& reading, const FileNode& node) {
    if (!node.is_text()) return {};
    std::string url = node.text();
    if (const auto complaint = complaint_about(url)) {
        reading.wrong(node, *complaint);
        return {};
    }
    while (url.ends_with('/')) url.pop_back();
    return url;
}

}  // namespace deskbridge::config
