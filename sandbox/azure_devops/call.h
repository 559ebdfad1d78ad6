// One request on its way to the function that answers it, and the answers that are common to all.
#pragma once

#include "sandbox/azure_devops/collection.h"
#include "sandbox/azure_devops/json.h"
#include "sandbox/azure_devops/refusal.h"
#include "sandbox/azure_devops/version.h"
#include "sandbox/exchange/exchange.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sandbox::azure_devops {

/// Everything a handler may look at. The collection is locked by the caller for the whole call.
struct Call {
    const Request& request;
    Collection& state;
    const Options& options;
    const Token* token = nullptr;
    std::string person;
    /// "http://host/tfs/collection", without a slash at the end.
    std::string base;
    const Project* project = nullptr;
    std::map<std::string, std::string, HeaderLess> captured;
    std::vector<std::pair<std::string, std::string>> query;
    std::optional<ApiVersion> version;

    /// The captured part of the path, or "".
    std::string part(std::string_view name) const;
    /// The first query value of that name without regard to case, or "".
    std::string asked(std::string_view name) const;
    bool asked_true(std::string_view name) const;
    long long asked_number(std::string_view name, long long otherwise) const;
    /// A captured work item id. Throws for what is no number.
    int id(std::string_view name = "id") const;
    JsonObject body_object() const;
    void need_write() const;
    Intent intent() const;
};

/// $expand in either form, word or number.
struct Expand {
    bool fields = false;
    bool relations = false;
    bool links = false;
};
Expand parse_expand(const std::string& text);

Reply json_reply(const Call& call, const Json& value, int status = 200);
Reply error_reply(const Refusal& refusal, bool localized);
/// Comma-separated words, blanks trimmed, empty ones left out.
std::vector<std::string> comma_list(const std::string& text);

}  // namespace sandbox::azure_devops
