// A JSON value against a schema of Swagger 2.0, as the descriptions of Azure DevOps use them.
#pragma once

#include "json/json.h"

#include <string>
#include <vector>

namespace deskbridge::test {

using Complaints = std::vector<std::string>;

/// Knows the definitions that a "$ref" leads to. Valid as long as the description.
class SchemaCheck {
public:
    /// `strict`: a member that no schema declares is a complaint, as for what we send. Answers may say more
    /// than is described.
    SchemaCheck(json::View description, bool strict) : description_(description), strict_(strict) {}

    /// Adds what does not fit; `place` leads to the value, for people: "body.ids[3]". Null fits everywhere.
    void check(json::View value, json::View schema, const std::string& place, Complaints& out) const;

    /// The word of `type`, through references and alternatives: "array", "object", "string", ...; "" = any.
    std::string type_of(json::View schema) const;
    json::View items_of(json::View schema) const;

private:
    json::View resolved(json::View schema) const;
    void check_object(json::View value, json::View schema, const std::string& place, Complaints& out) const;
    bool declares(json::View schema, std::string_view name) const;
    bool is_closed(json::View schema) const;

    json::View description_;
    bool strict_;
};

/// A query value or a JSON text against "type", "format" and "enum" of a parameter or schema; "" when it
/// fits.
std::string text_complaint(const std::string& text, json::View schema);

}  // namespace deskbridge::test
