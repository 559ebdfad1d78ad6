#include "adapters/request_tracker/card.h"

#include <algorithm>

namespace deskbridge::request_tracker {

namespace {

SyncError misconfigured(const std::string& message, const std::string& hint) {
    return SyncError(Reach::run, Trouble::configuration, message, hint);
}

bool is_number(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// "1-14-26fdb21c...": version, number of the account, secret. Empty when it is not of that form.
std::string account_in(std::string_view token) {
    const auto first = token.find('-');
    const auto second = token.find('-', first == std::string_view::npos ? first : first + 1);
    if (second == std::string_view::npos || second + 1 == token.size()) return {};
    const auto account = token.substr(first + 1, second - first - 1);
    const bool printable =
        std::all_of(token.begin(), token.end(), [](char c) { return c > 0x20 && c < 0x7f; });
    return is_number(token.substr(0, first)) && is_number(account) && printable ? std::string(account)
                                                                                : std::string();
}

std::string value_of(const Values& values, const char* name) {
    const auto found = values.find(name);
    return found == values.end() ? std::string() : found->second;
}

}  // namespace

std::vector<Setting> settings() {
    return {{.name = "url",
             .help = "address of Request Tracker, for example https://rt.example.com",
             .required = true},
            {.name = "token",
             .help = "an auth token of the account that the bridge signs in with, as 1-14-...",
             .secret = true},
            {.name = "user", .help = "instead of a token: the name by which the account signs in"},
            {.name = "password", .help = "the password of that account", .secret = true},
            {.name = "labels_field",
             .help = "the custom field whose values are a ticket's labels",
             .otherwise = "Labels"},
            {.name = "refers_to",
             .help = "true: a ticket is told of its work item by a link that it refers to (field RefersTo "
                     "in link_back); costs reading time",
             .otherwise = "false"}};
}

std::string authorization(const Secrets& secrets) {
    if (secrets.size() != 1)
        throw misconfigured(secrets.empty() ? "there is no sign-in for Request Tracker"
                                            : "there is more than one sign-in for Request Tracker",
                            "give one of: token; user and password");
    const auto& [name, secret] = *secrets.begin();
    if (name == "password") return {};
    if (account_in(secret).empty())
        throw misconfigured("the token for Request Tracker is not of the form 1-14-...",
                            "copy the whole token as it is shown once when it is made, under Settings > Auth "
                            "Tokens");
    return "token " + std::string(secret);
}

RequestTrackerSettings read_settings(const std::string& url, const Values& values, const Secrets& secrets) {
    RequestTrackerSettings out;
    out.url = url;
    while (!out.url.empty() && out.url.back() == '/') out.url.pop_back();
    out.user = value_of(values, "user");
    if (const auto field = value_of(values, "labels_field"); !field.empty()) out.labels_field = field;
    const auto refers_to = value_of(values, "refers_to");
    if (!refers_to.empty() && refers_to != "true" && refers_to != "false")
        throw misconfigured("refers_to for Request Tracker is neither true nor false", "write it as true");
    out.refers_to = refers_to == "true";
    if (const auto password = secrets.find("password"); password != secrets.end())
        out.password = password->second;
    if (out.user.empty() != out.password.empty() || out.user.find(':') != std::string::npos)
        throw misconfigured("user and password for Request Tracker belong together",
                            "give both, or a token alone; the name holds no ':'");
    const auto token = secrets.find("token");
    out.account = token != secrets.end() ? account_in(token->second) : out.user;
    return out;
}

}  // namespace deskbridge::request_tracker
