// What Deskpro is to the configuration: its settings, described by themselves.
#pragma once

#include "contract/desk_sign_in.h"
#include "contract/help_desk.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace deskbridge::deskpro {

/// `url` is the help desk's own address, without /api/v2; on-premises it may have a path. `agent_id` is whom
/// a superuser key acts as. With an `email` the adapter signs in by itself.
struct DeskproSettings {
    std::string url;
    std::string agent_id;
    std::string email;
    std::string password;
};

std::vector<Setting> settings();

using Values = std::map<std::string, std::string>;
using Secrets = std::map<std::string, std::string_view>;

/// Where people sign in for the app `client_id`, when that is how the desk is signed in to; nothing for every
/// other way. On failure, also for an app beside another way: SyncError (run, configuration).
std::optional<DeskSignIn> sign_in(const std::string& url, const Values& values, const Secrets& secrets);

/// The Authorization header for an API key or a token of the form "id:CODE" (Admin > Apps & Integrations >
/// API Keys); empty for a password, with which a token has to be got first. On failure, also for none or more
/// than one of them: SyncError (run, configuration) that does not repeat the secret.
std::string authorization(const Secrets& secrets);

/// On failure: SyncError (run, configuration).
DeskproSettings read_settings(const std::string& url, const Values& values, const Secrets& secrets);

}  // namespace deskbridge::deskpro
