// What an Azure DevOps says when it says no, in all the shapes it has for that, and what it means for us.
#pragma once

#include "contract/http.h"
#include "contract/sync_error.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace deskbridge::azure_devops {

/// One entry of RuleValidationErrors: "Custom.Team", "required, invalidEmpty".
struct RuleError {
    std::string field;
    std::string flags;
};

/// The content of an error answer. `message` may be in any language: only `type_key`, `code` and `number` are
/// to be compared.
struct ServerError {
    std::string message;   ///< one line without control characters, clipped
    std::string type_key;  ///< "RuleValidationException"
    std::string code;      ///< "TF401320", "VS403474": the first in the message
    std::int64_t number = 0;
    std::vector<RuleError> rules;

    /// True when `key` is the type key (or the beginning of it), the code, or the number.
    bool is(std::string_view key) const;
};

/// Reads any of: the envelope, {"value":{"Message"}}, {"ClassName","Message"}, plain text, the header
/// x-tfs-serviceerror, HTML or nothing at all. Never throws.
ServerError read_server_error(const HttpResponse& answer);

/// The failure that an answer stands for. `doing` completes "cannot ...". What concerns the sign-in or the
/// pace of the account has reach side whatever `reach` says.
/// Sign-in: fate `refused` only for the definite refusal (TF400813); a sign-in page, a redirect or an empty
/// 401 may have other causes and have fate `closed`.
SyncError error_of(const HttpResponse& answer, std::string_view doing, Reach reach = Reach::side);

/// A text fit for a message: one line, clipped to about 300 bytes at a whole character.
std::string shown(std::string_view text);

}  // namespace deskbridge::azure_devops
