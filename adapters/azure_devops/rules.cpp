#include "adapters/azure_devops/rules.h"

#include <algorithm>
#include <array>

namespace deskbridge::azure_devops {

namespace {

constexpr std::size_t longest_string = 255;
constexpr std::size_t longest_text = 1'000'000;
constexpr std::size_t longest_tag = 400;

/// Set by the server or by the address of the request; the catalogue calls some of them writable.
constexpr std::array computed = {
    "System.Id",          "System.Rev",          "System.CreatedBy",    "System.CreatedDate",
    "System.ChangedBy",   "System.ChangedDate",  "System.AuthorizedAs", "System.AuthorizedDate",
    "System.RevisedDate", "System.Watermark",    "System.PersonId",     "System.NodeName",
    "System.TeamProject", "System.WorkItemType", "System.BoardColumn",  "System.BoardColumnDone",
    "System.BoardLane",   "System.CommentCount", "System.Parent",
};

/// Filled by the server when a new item does not say.
constexpr std::array prefilled = {"System.State",  "System.Reason",        "System.AreaPath",
                                  "System.AreaId", "System.IterationPath", "System.IterationId"};

template <std::size_t size>
bool holds(const std::array<const char*, size>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_level(std::string_view reference) {
    return reference.rfind("System.AreaLevel", 0) == 0 || reference.rfind("System.IterationLevel", 0) == 0;
}

/// The catalogue calls the two tree paths read-only, which they are not for us.
bool is_read_only(const std::string& reference, FieldKind kind, const Catalogue& catalogue) {
    if (holds(computed, reference) || is_level(reference)) return true;
    if (kind == FieldKind::tree_path) return false;
    const auto found = catalogue.read_only.find(reference);
    return found != catalogue.read_only.end() && found->second;
}

std::size_t limit_of(FieldKind kind) {
    switch (kind) {
        case FieldKind::text: return longest_string;
        case FieldKind::html:
        case FieldKind::plain_text: return longest_text;
        case FieldKind::words: return longest_tag;
        default: return 0;
    }
}

bool tells_people(const std::vector<json::View>& values) {
    return !values.empty() && values.front().is_object();
}

/// "<None>" and its like stand for "anything", as in Microsoft.VSTS.Build.FoundIn.
bool is_placeholder(const std::string& value) {
    return value.size() > 2 && value.front() == '<' && value.back() == '>';
}

std::vector<std::string> read_allowed(const std::vector<json::View>& values) {
    std::vector<std::string> out;
    for (const auto& value : values)
        if (auto text = value.text(); !text.empty()) out.push_back(std::move(text));
    if (std::all_of(out.begin(), out.end(), is_placeholder)) out.clear();
    return out;
}

bool has_default(const json::View& row, const FieldRule& rule) {
    if (rule.read_only || holds(prefilled, rule.reference)) return true;
    const auto value = row["defaultValue"];
    return value.is_object() || !value.text().empty();
}

FieldRule read_field(const json::View& row, const Catalogue& catalogue) {
    FieldRule rule;
    rule.reference = row["referenceName"].text();
    rule.name = row["name"].text(rule.reference);
    rule.kind = kind_in(catalogue.kinds, rule.reference);
    const auto values = row["allowedValues"].items();
    if (tells_people(values)) rule.kind = FieldKind::person;
    if (rule.kind != FieldKind::person && rule.kind != FieldKind::tree_path)
        rule.allowed = read_allowed(values);
    rule.required = row["alwaysRequired"].flag();
    rule.read_only = is_read_only(rule.reference, rule.kind, catalogue);
    rule.has_default = has_default(row, rule);
    rule.limit = limit_of(rule.kind);
    return rule;
}

void read_node(const json::View& node, const std::string& parent, std::vector<std::string>& out) {
    const auto name = node["name"].text();
    if (name.empty()) return;
    out.push_back(parent.empty() ? name : parent + "\\" + name);
    const auto path = out.back();
    for (const auto& child : node["children"].items()) read_node(child, path, out);
}

/// Every state that something leads to, the first ones first.
std::vector<StateRule> states_of(json::View transitions) {
    std::vector<StateRule> out;
    const auto add = [&](const json::View& rows) {
        for (const auto& row : rows.items()) {
            const auto name = row["to"].text();
            const bool known = std::any_of(out.begin(), out.end(),
                                           [&](const StateRule& state) { return state.name == name; });
            if (!name.empty() && !known) out.push_back({name, {}});
        }
    };
    add(transitions[""]);
    for (const auto& [from, rows] : transitions.members()) add(rows);
    return out;
}

std::vector<std::string> targets_of(json::View rows, std::string_view from) {
    std::vector<std::string> out;
    for (const auto& row : rows.items())
        if (auto state = row["to"].text(); !state.empty() && state != from) out.push_back(std::move(state));
    return out;
}

}  // namespace

Catalogue read_catalogue(json::View root) {
    Catalogue out;
    for (const auto& row : list_of(root)) {
        const auto reference = row["referenceName"].text();
        out.kinds[reference] = kind_of_row(row);
        out.read_only[reference] = row["readOnly"].flag();
    }
    return out;
}

TypeRules read_type(json::View row) {
    TypeRules out;
    out.name = row["name"].text();
    out.states = read_states(row["states"].items());
    // an XML process tells its states in its transitions only
    if (out.states.empty()) out.states = states_of(row["transitions"]);
    for (const auto& [from, rows] : row["transitions"].members()) {
        if (from.empty()) {
            out.initial_states = targets_of(rows, {});
        } else {
            out.transitions.emplace(from, targets_of(rows, from));
        }
    }
    return out;
}

std::vector<StateRule> read_states(const std::vector<json::View>& rows) {
    std::vector<StateRule> out;
    for (const auto& row : rows) out.push_back({row["name"].text(), row["category"].text()});
    return out;
}

std::vector<FieldRule> read_fields(json::View root, const Catalogue& catalogue) {
    std::vector<FieldRule> out;
    bool has_tags = false;
    for (const auto& row : list_of(root)) {
        out.push_back(read_field(row, catalogue));
        has_tags = has_tags || out.back().kind == FieldKind::words;
    }
    if (!has_tags) {
        FieldRule tags;
        tags.reference = "System.Tags";
        tags.name = "Tags";
        tags.kind = FieldKind::words;
        tags.limit = longest_tag;
        out.push_back(std::move(tags));
    }
    return out;
}

std::vector<std::string> read_tree(json::View root) {
    std::vector<std::string> out;
    read_node(root, {}, out);
    return out;
}

}  // namespace deskbridge::azure_devops
