// Words of a query.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sandbox::azure_devops {

struct WiqlWord {
    enum class Kind { word, field, text, number, macro, sign, end } kind = Kind::end;
    std::string text;
};

/// Ends with a word of kind `end`. Throws Refusal 400 for an open quote or bracket.
std::vector<WiqlWord> wiql_words(std::string_view query);

}  // namespace sandbox::azure_devops
