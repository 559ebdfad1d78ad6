// Private to this room: what a schema allows at a place of a file, for messages.
#pragma once

#include <rapidjson/document.h>
#include <string>
#include <string_view>
#include <vector>

namespace deskbridge::json {

/// From the root: names of members, indices of elements as decimal text.
using Route = std::vector<std::string>;

/// The subschemas that speak about one place: references followed, alternatives side by side.
class Guidance {
public:
    explicit Guidance(std::vector<const rapidjson::Value*> schemas) : schemas_(std::move(schemas)) {}

    std::vector<std::string> types() const;   ///< "string", "object", ...; empty = any
    std::vector<std::string> values() const;  ///< texts of `enum` and `const`; others as JSON
    std::vector<std::string> keys() const;    ///< of `properties`
    bool knows(std::string_view key) const;   ///< by `properties`
    /// The first text (or number, as JSON) of a keyword; "" when none has it.
    std::string keyword(const char* name) const;

private:
    std::vector<const rapidjson::Value*> schemas_;
};

/// Whether a schema has one of the keywords that need regular expressions.
bool has_patterns(const rapidjson::Value& schema);

/// Both live as long as `root`.
Guidance guidance_at(const rapidjson::Value& root, const Route& route);

}  // namespace deskbridge::json
