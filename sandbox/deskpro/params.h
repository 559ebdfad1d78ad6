// The parameters of a call, as PHP sees them: from the query, or from a body that stands for a query.
#pragma once

#include "sandbox/deskpro/json.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sandbox::deskpro {

using Params = std::vector<std::pair<std::string, std::string>>;

/// The last value of that name (PHP keeps the last); "" when there is none.
std::string param(const Params& params, std::string_view name);
/// Every value of `name`, `name[]` and `name[0]`..., each split at commas; empty ones left out.
std::vector<std::string> param_list(const Params& params, std::string_view name);
/// True for 1, true, yes and the like.
bool param_flag(const Params& params, std::string_view name);

/// Members of a JSON object as parameters; a list becomes `name[]` again and again.
Params params_of(const Json& body);

/// Parts between separators, empty ones left out.
std::vector<std::string> split(std::string_view text, char separator);
/// A whole number and nothing else.
std::optional<long long> whole_number(std::string_view text);

}  // namespace sandbox::deskpro
