// One of the official descriptions (Swagger 2.0) of Azure DevOps, and the operation in it that a request
// means.
#pragma once

#include "json/json.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace deskbridge::test {

/// The data of the official descriptions and recordings, `openapi/azure-devops` beside the project; may not
/// be there.
std::filesystem::path official_data();

/// A text file as it is; nothing when it cannot be read.
std::optional<std::string> text_of_file(const std::filesystem::path& file);

/// A request line taken apart, percent-encoding undone.
struct Address {
    std::vector<std::string> scope;  ///< between the collection and _apis: project and team
    std::vector<std::string> path;   ///< behind _apis
    std::vector<std::pair<std::string, std::string>> query;

    /// `url` below a base of "https://host[/tfs]/{organization}".
    static Address of(const std::string& url);
    std::optional<std::string> asked(std::string_view name) const;
};

/// What a description says of one method at one address. Views are valid as long as the description.
struct Operation {
    std::string id;
    std::string path;
    json::View text;
    json::View description;
};

class ApiDescription {
public:
    explicit ApiDescription(const std::string& json, const std::string& name);

    /// The operation of the method whose path fits best: most literal parts, then fewest misfits of the
    /// query. Leading {project} and {team} may be missing: the recorded discovery calls both optional.
    std::optional<Operation> operation(const std::string& method, const Address& address) const;

    /// Parameters of an operation, references followed.
    static std::vector<json::View> parameters(const Operation& operation);

private:
    json::Document document_;
};

}  // namespace deskbridge::test
