// The systems this program speaks with, by the names that the configuration uses. Adding a help desk is one
// line in registry.cpp.
#pragma once

#include "contract/desk_sign_in.h"
#include "contract/help_desk.h"
#include "contract/http.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace deskbridge {

/// What an adapter gets of its section of the configuration. `secrets` are shown while it is made.
struct DeskParts {
    std::string url;
    std::map<std::string, std::string> values;
    std::map<std::string, std::string_view> secrets;
};

/// `authorization` makes the header that signs a desk's requests from its secrets, by setting; it throws
/// SyncError (run, configuration) for secrets of a wrong form. Empty: the adapter signs in by itself, with
/// the secrets that `make` shows. `make`: `http` signs, unless that, keeps to the desk's origin, and outlives
/// the desk.
struct DeskKind {
    std::string name;
    std::vector<Setting> settings;
    /// Where people sign in, when these parts say so; then no `authorization` is asked for. Empty: there is
    /// no such way at this desk.
    std::function<std::optional<DeskSignIn>(const DeskParts& parts)> sign_in;
    std::function<std::string(const std::map<std::string, std::string_view>& secrets)> authorization;
    std::function<std::unique_ptr<HelpDesk>(Http& http, const DeskParts& parts)> make;
};

const std::vector<DeskKind>& desk_kinds();

/// The kind of that name; a broken invariant when there is none: the configuration was checked.
const DeskKind& desk_kind(std::string_view name);

}  // namespace deskbridge
