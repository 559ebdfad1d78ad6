// What Request Tracker is to the configuration: its settings, described by themselves.
#pragma once

#include "contract/help_desk.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace deskbridge::request_tracker {

/// `url` is RT's own address, without /REST/2.0; it may have a path. `account` is the number or name of whom
/// we are signed in as, where that is known. `user` and `password`: for the sign-in by name, else empty.
struct RequestTrackerSettings {
    std::string url;
    std::string account;
    std::string user;
    std::string password;
    std::string labels_field = "Labels";  ///< the custom field whose values are a ticket's labels
    bool refers_to = false;               ///< tickets are read with the addresses that they refer to
    int page = 100;                       ///< rows of a page, which is as many as RT gives; fewer in tests
};

std::vector<Setting> settings();

using Values = std::map<std::string, std::string>;
using Secrets = std::map<std::string, std::string_view>;

/// The Authorization header for a token (Settings > Auth Tokens); empty for a password, with which the
/// adapter signs by itself. On failure, also for none or both of them: SyncError (run, configuration) that
/// does not repeat the secret.
std::string authorization(const Secrets& secrets);

/// On failure: SyncError (run, configuration).
RequestTrackerSettings read_settings(const std::string& url, const Values& values, const Secrets& secrets);

}  // namespace deskbridge::request_tracker
