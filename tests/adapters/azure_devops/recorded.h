// What the real service was seen to answer: recordings, and the examples of its own descriptions. Both lie
// beside the project and may not be at hand.
#pragma once

#include "contract/http.h"
#include "json/json.h"

#include <optional>
#include <string>
#include <vector>

namespace deskbridge::test {

/// A file below openapi/azure-devops; nothing, and a line that says so, where it is not at hand.
std::optional<json::Document> official_file(const std::string& file);

/// One recorded exchange with dev.azure.com.
struct Recording {
    HttpRequest request;
    HttpResponse answer;
    /// Method and address contain it: "POST /_apis/wit/wiql".
    bool is(const std::string& method, const std::string& part) const;
};
std::vector<Recording> recordings();

/// The answers of the examples of one resource ("workItems") in every version that has some.
struct Example {
    std::string name;  ///< for people: version and file
    json::Document answer;
    std::string method;
};
std::vector<Example> examples(const std::string& resource);

}  // namespace deskbridge::test
