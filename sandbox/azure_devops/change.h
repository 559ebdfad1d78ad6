// What a patch document asks for, free of its wire form.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace sandbox::azure_devops {

/// A value as it was written; monostate clears the field.
using Written = std::variant<std::monostate, std::string, long long, double, bool>;

/// `name` is a reference name or display name as it was sent; `merges` is true for op `add`.
struct FieldWrite {
    std::string name;
    Written value;
    bool merges = false;
};

struct FieldTest {
    std::string name;
    Written value;
};

struct RelationAdd {
    std::string rel;
    std::string url;
    std::string comment;
    std::string name;
};

/// Everything one request wants of one item, in the order in which it is carried out: tests, fields,
/// removed relations (positions in the revision that was read), changed comments, added relations.
struct Change {
    std::optional<long long> expected_rev;
    std::optional<int> temporary_id;
    std::vector<FieldTest> tests;
    std::vector<FieldWrite> fields;
    std::vector<std::size_t> relations_removed;
    std::map<std::size_t, std::string> relation_comments;
    std::vector<RelationAdd> relations_added;
    std::map<std::string, std::string> formats;
    std::string comment_format = "html";
};

/// Who asks, and how.
struct Intent {
    std::string person;
    bool bypass_rules = false;
    bool validate_only = false;
};

}  // namespace sandbox::azure_devops
