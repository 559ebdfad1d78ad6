// The one way in which the stand-in says no.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sandbox::azure_devops {

/// One entry of RuleValidationErrors. `status_code` is 0 where the real number is not known.
struct RuleError {
    std::string field;
    std::string flags;
    std::string message;
    int status_code = 0;
};

/// A refused request: HTTP status, the exception's key and the message of the error envelope. With
/// `plain` the answer is text/plain and has no envelope.
class Refusal : public std::runtime_error {
public:
    Refusal(int status, std::string type_key, const std::string& message)
        : std::runtime_error(message), status_(status), type_key_(std::move(type_key)) {}

    int status() const { return status_; }
    const std::string& type_key() const { return type_key_; }

    int error_code = 0;
    int event_id = 3200;
    /// The part of typeName before the key.
    std::string space = "Microsoft.TeamFoundation.WorkItemTracking.Server";
    bool plain = false;
    std::vector<RuleError> rule_errors;

private:
    int status_;
    std::string type_key_;
};

Refusal item_not_found(int id);
Refusal project_not_found(const std::string& name);
Refusal bad_argument(const std::string& message);
/// When a text holds a character that XML 1.0 does not allow. On such: throws TF20507.
void refuse_characters_beyond_xml(std::string_view utf8);
Refusal no_route(const std::string& path);

}  // namespace sandbox::azure_devops
