// The rules that a work tracker's project sets: what a work item of a type may and must hold.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace deskbridge {

enum class FieldKind {
    text,
    html,
    plain_text,
    integer,
    number,
    boolean,
    time,
    person,
    tree_path,
    words,
    other
};

/// One field of one type. `allowed` empty = any value; `suggested` values do not bind.
struct FieldRule {
    std::string reference;  ///< "Microsoft.VSTS.Common.Priority"
    std::string name;       ///< "Priority", as people see it; localised
    FieldKind kind = FieldKind::text;
    bool required = false;
    bool read_only = false;
    bool has_default = false;
    std::vector<std::string> allowed;
    std::size_t limit = 0;  ///< in UTF-16 units as the tracker counts; 0 = none
};

struct StateRule {
    std::string name;
    std::string category;  ///< Proposed, InProgress, Resolved, Completed, Removed
};

/// `initial_states` are those a new item may be created in; empty = unknown.
struct TypeRules {
    std::string name;
    std::vector<FieldRule> fields;
    std::vector<StateRule> states;
    std::vector<std::string> initial_states;
    /// From a state to those that an item may go to directly; empty = unknown, then any may be tried.
    std::map<std::string, std::vector<std::string>, std::less<>> transitions;

    /// By reference name or by display name, ASCII case ignored; null when the type has no such field.
    const FieldRule* field(std::string_view name) const;
};

/// Everything about a project that deciding needs. Paths are in the form of System.AreaPath
/// ("Widgets\\Desktop"), without the "Area" or "Iteration" segment that the node service inserts.
struct Process {
    std::string project;
    std::string project_id;
    std::vector<TypeRules> types;
    std::vector<std::string> areas;
    std::vector<std::string> iterations;

    /// By name, ASCII case ignored; null when the project has no such type.
    const TypeRules* type(std::string_view name) const;
};

/// ASCII case ignored, as the tracker compares names.
bool same_name(std::string_view left, std::string_view right);

/// The candidate that was most likely meant (smallest edit distance, at most a third of its length);
/// empty when none is near.
std::string nearest_name(std::string_view meant, const std::vector<std::string>& candidates);

}  // namespace deskbridge
