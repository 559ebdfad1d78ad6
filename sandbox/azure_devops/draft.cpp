#include "sandbox/azure_devops/draft.h"

#include "sandbox/azure_devops/html.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fmt/format.h>

namespace sandbox::azure_devops {

namespace {

constexpr std::size_t max_tags = 100;
constexpr std::size_t max_tag_length = 400;

std::string written_text(const Written& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    if (const auto* whole = std::get_if<long long>(&value)) return std::to_string(*whole);
    if (const auto* number = std::get_if<double>(&value)) return fmt::format("{}", *number);
    if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "True" : "False";
    return "";
}

bool is_empty(const Written& value) {
    const auto* text = std::get_if<std::string>(&value);
    return std::holds_alternative<std::monostate>(value) || (text != nullptr && text->empty());
}

RuleError wrong_type(const Field& field) {
    return {field.reference_name, "invalidType",
            fmt::format("TF401320: Rule Error for field {}. Error code: InvalidType.", field.name)};
}

std::optional<Value> number_value(const std::string& text, bool whole) {
    char* end = nullptr;
    const double number = std::strtod(text.c_str(), &end);
    if (text.empty() || *end != '\0' || !std::isfinite(number)) return std::nullopt;
    if (!whole) return Value(number);
    if (number != std::floor(number) || std::abs(number) > 2147483647.0) return std::nullopt;
    return Value(static_cast<long long>(number));
}

std::optional<Value> typed_value(FieldType type, const Written& written) {
    const std::string text = written_text(written);
    if (type == FieldType::integer || type == FieldType::number) {
        return number_value(text, type == FieldType::integer);
    }
    if (type == FieldType::boolean) {
        if (same(text, "true") || text == "1") return Value(true);
        if (same(text, "false") || text == "0") return Value(false);
        return std::nullopt;
    }
    const ParsedTime time = parse_time(text);
    return time.valid ? std::optional<Value>(Moment{time.ms}) : std::nullopt;
}

std::vector<std::string> split_tags(const std::string& text) {
    std::vector<std::string> tags;
    std::size_t begin = 0;
    while (begin <= text.size()) {
        const auto end = std::min(text.find_first_of(";,", begin), text.size());
        const std::string tag = trim(std::string_view(text).substr(begin, end - begin));
        const bool known =
            std::any_of(tags.begin(), tags.end(), [&](const std::string& each) { return same(each, tag); });
        if (!tag.empty() && !known) tags.push_back(tag);
        begin = end + 1;
    }
    return tags;
}

Refusal test_failed(const std::string& path, const std::string& value, const std::string& wanted) {
    return {
        412, "TestPatchOperationFailedException",
        fmt::format("VS403351: Test Operation for path {} failed, value {} was not equal to test value {}.",
                    path, value, wanted)};
}

}  // namespace

Draft::Draft(const Collection& collection, const Project& project, int id, const Revision& before,
             const Intent& intent)
    : collection_(collection), project_(&project), id_(id), before_(before), after_(before), intent_(intent) {
    if (id_ > 0) after_ = next_revision(before, intent.person);
}

Revision Draft::blank(const Collection& collection, const Project& project, const WorkItemType& type,
                      const Intent& intent) {
    Revision revision;
    revision.changed_ms = collection.now();
    const Person author{intent.person};
    revision.fields = {{"System.AreaPath", project.areas.root().path},
                       {"System.TeamProject", project.name},
                       {"System.IterationPath", project.iterations.root().path},
                       {"System.WorkItemType", type.name},
                       {"System.State", type.states.front().name},
                       {"System.Reason", type.first_reason},
                       {"System.CreatedDate", Moment{revision.changed_ms}},
                       {"System.CreatedBy", author},
                       {"System.ChangedDate", Moment{revision.changed_ms}},
                       {"System.ChangedBy", author},
                       {"System.CommentCount", 0LL},
                       {"Microsoft.VSTS.Common.StateChangeDate", Moment{revision.changed_ms}}};
    for (const FieldRule& rule : type.fields) {
        const Field* field = collection.fields().find(rule.field);
        if (rule.default_value.empty() || field == nullptr) continue;
        const bool is_text = field->type == FieldType::string || field->type == FieldType::html ||
                             field->type == FieldType::plain_text;
        const auto value = is_text ? Value(rule.default_value) : typed_value(field->type, rule.default_value);
        if (value) revision.fields[field->reference_name] = *value;
    }
    return revision;
}

void Draft::apply(const Change& change, const std::map<int, int>& known_as) {
    test(change);
    // A move to another project or type decides what the other values are judged by, wherever it stands.
    for (const char* first : {"System.TeamProject", "System.WorkItemType"}) {
        for (const FieldWrite& field : change.fields) {
            if (same(field.name, first)) write(field);
        }
    }
    for (const FieldWrite& field : change.fields) {
        if (!same(field.name, "System.TeamProject") && !same(field.name, "System.WorkItemType")) write(field);
    }
    follow_state();
    unlink(change);
    for (const RelationAdd& added : change.relations_added) link(added, known_as);
}

void Draft::test(const Change& change) const {
    if (change.expected_rev && *change.expected_rev != before_.number) {
        throw test_failed("/rev", std::to_string(before_.number), std::to_string(*change.expected_rev));
    }
    for (const FieldTest& wanted : change.tests) {
        const Field* field = collection_.fields().find(wanted.name);
        const std::string path = "/fields/" + wanted.name;
        const std::string value = field == nullptr ? "" : text_of(before_.fields, field->reference_name);
        if (value != written_text(wanted.value)) throw test_failed(path, value, written_text(wanted.value));
    }
}

void Draft::write(const FieldWrite& written) {
    const Field* field = collection_.fields().find(written.name);
    if (field == nullptr) {
        throw Refusal(400, "WorkItemTrackingFieldDefinitionNotFoundException",
                      fmt::format("TF51535: Cannot find field {}.", written.name));
    }
    if (!refuse_read_only(*field)) return;
    if (field->reference_name == "System.TeamProject") return write_project(written_text(written.value));
    if (field->reference_name == "System.WorkItemType") return write_type(written_text(written.value));
    if (field->reference_name == "System.Tags") return write_tags(written);
    if (is_empty(written.value)) {
        if (field->type == FieldType::tree_path) return write_path(*field, "");
        after_.fields.erase(field->reference_name);
        return;
    }
    write_value(*field, written);
}

void Draft::write_value(const Field& field, const FieldWrite& written) {
    switch (field.type) {
        case FieldType::tree_path: return write_path(field, written_text(written.value));
        case FieldType::identity: return write_person(field, written_text(written.value));
        case FieldType::string:
        case FieldType::plain_text:
        case FieldType::html:
        case FieldType::history: return write_text(field, written_text(written.value));
        default: break;
    }
    if (const auto value = typed_value(field.type, written.value)) {
        after_.fields[field.reference_name] = *value;
    } else {
        broken_.push_back(wrong_type(field));
    }
}

// False when the write is to be ignored without a word.
bool Draft::refuse_read_only(const Field& field) const {
    if (field.reference_name == "System.Parent") return false;
    const WorkItemType* type = project_->type(text_of(after_.fields, "System.WorkItemType"));
    const FieldRule* rule = type == nullptr ? nullptr : type->rule(field.reference_name);
    const bool read_only = field.computed || (rule != nullptr && rule->read_only);
    const bool by_bypass =
        intent_.bypass_rules &&
        (field.reference_name == "System.CreatedBy" || field.reference_name == "System.CreatedDate" ||
         field.reference_name == "System.ChangedBy" || field.reference_name == "System.ChangedDate");
    if (!read_only || by_bypass) return true;
    throw Refusal(
        400, "WorkItemFieldInvalidException",
        fmt::format("TF401326: Invalid field status 'ReadOnly' for field '{}'.", field.reference_name));
}

void Draft::write_path(const Field& field, const std::string& path) {
    const bool area = field.reference_name == "System.AreaPath";
    const NodeTree& tree = area ? project_->areas : project_->iterations;
    const Node* node = path.empty() ? &tree.root() : tree.find(path);
    if (node == nullptr) {
        throw Refusal(400, "WorkItemInvalidTreeNameException",
                      fmt::format("TF401347: Invalid tree name given for work item {}, field '{}'.", id_,
                                  field.reference_name));
    }
    after_.fields[field.reference_name] = node->path;
}

void Draft::write_person(const Field& field, const std::string& text) {
    const Identity* person = collection_.people().written_as(text);
    if (person == nullptr) {
        Refusal refusal(
            400, "WorkItemFieldInvalidException",
            fmt::format("The identity value '{}' for field '{}' is an unknown identity.", text, field.name));
        refusal.error_code = 600171;
        throw refusal;
    }
    after_.fields[field.reference_name] = Person{person->id};
}

void Draft::write_project(const std::string& name) {
    const Project* found = collection_.project(name);
    if (found == nullptr) throw project_not_found(name);
    if (found == project_) return;
    project_ = found;
    after_.fields["System.TeamProject"] = found->name;
    after_.fields["System.AreaPath"] = found->areas.root().path;
    after_.fields["System.IterationPath"] = found->iterations.root().path;
}

void Draft::write_type(const std::string& name) {
    const WorkItemType* type = project_->type(name);
    if (type == nullptr) {
        throw Refusal(
            404, "WorkItemTypeNotFoundException",
            fmt::format("VS402323: Work item type {} does not exist in project {} or you do not have "
                        "permission to access it.",
                        name, project_->name));
    }
    after_.fields["System.WorkItemType"] = type->name;
}

void Draft::write_tags(const FieldWrite& written) {
    std::string text = written_text(written.value);
    if (written.merges && collection_.switches.tags_add_merges) {
        text = text_of(after_.fields, "System.Tags") + ";" + text;
    }
    const auto tags = split_tags(text);
    if (tags.size() > max_tags) {
        throw Refusal(400, "WorkItemTagLimitException",
                      fmt::format("TF401243: The work item has {} tags, which is more than the limit of {}.",
                                  tags.size(), max_tags));
    }
    for (const std::string& tag : tags) {
        if (utf16_length(tag) <= max_tag_length) continue;
        throw bad_argument(fmt::format("TF401243: A tag is longer than {} characters.", max_tag_length));
    }
    if (tags.empty()) {
        after_.fields.erase("System.Tags");
    } else {
        after_.fields["System.Tags"] = fmt::format("{}", fmt::join(tags, "; "));
    }
}

void Draft::write_text(const Field& field, std::string text) {
    const bool rewritten = is_long_text(field.type) && collection_.switches.rewrites_html;
    after_.fields[field.reference_name] = rewritten ? rewrite_html(text) : std::move(text);
}

void Draft::follow_state() {
    const std::string state_name = text_of(after_.fields, "System.State");
    if (id_ < 0 || same(state_name, text_of(before_.fields, "System.State"))) return;
    const std::string old_reason = text_of(before_.fields, "System.Reason");
    if (text_of(after_.fields, "System.Reason") == old_reason) {
        after_.fields["System.Reason"] = "Moved to state " + state_name;
    }
}

}  // namespace sandbox::azure_devops
