// Fields, work item types and states: what a process template brings into a project.
#pragma once

#include "sandbox/azure_devops/options.h"

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sandbox::azure_devops {

enum class FieldType {
    string,
    integer,
    number,
    date,
    boolean,
    html,
    plain_text,
    history,
    tree_path,
    identity
};

/// A field of the whole collection. `system` fields are shown only with $expand; `computed` ones are
/// written by the server alone.
struct Field {
    std::string reference_name;
    std::string name;
    FieldType type = FieldType::string;
    bool computed = false;
    bool expanded_only = false;
};

/// The wire's word for a type: "string", "treePath", ...; identities are strings with isIdentity.
std::string_view type_word(FieldType type);
FieldType type_from_word(std::string_view word);
/// Kept out of the revision feed unless it is asked for.
bool is_long_text(FieldType type);

/// What a work item type says about one of its fields.
struct FieldRule {
    std::string field;
    bool required = false;
    bool read_only = false;
    std::vector<std::string> allowed_values = {};
    std::string default_value = "";
};

/// `category`: Proposed, InProgress, Resolved, Completed, Removed.
struct State {
    std::string name;
    std::string color;
    std::string category;
};

/// A work item type of a project. The first state is the one an item begins with.
struct WorkItemType {
    std::string name;
    std::string reference_name;
    std::string color;
    std::string icon;
    std::string category;
    std::string first_reason;
    std::vector<State> states;
    std::vector<FieldRule> fields;
    /// By state those that may follow; a state without an entry may go anywhere.
    std::map<std::string, std::vector<std::string>> transitions = {};

    bool may_go(const std::string& from, const std::string& to) const;
    const State* state(std::string_view state_name) const;
    const FieldRule* rule(std::string_view reference_name_of_field) const;
};

/// All fields known to the collection, by reference name or display name, without regard to case.
/// Entries stay where they are; a pointer is good as long as the catalogue.
class FieldCatalogue {
public:
    FieldCatalogue();
    const Field* find(std::string_view name) const;
    void add(const Field& field);
    const std::deque<Field>& all() const { return fields_; }

private:
    std::deque<Field> fields_;
};

/// The types of a process with the project's own fields added.
std::vector<WorkItemType> types_of(Process process, const std::vector<CustomField>& custom);
std::string_view process_name(Process process);
std::string_view process_id(Process process);

}  // namespace sandbox::azure_devops
