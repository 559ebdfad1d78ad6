#include "sandbox/azure_devops/draft.h"
#include "sandbox/azure_devops/html.h"

#include <algorithm>
#include <fmt/format.h>

namespace sandbox::azure_devops {

namespace {

constexpr std::size_t max_string = 255;
constexpr std::size_t max_long_text = 1000000;
constexpr int required_and_empty = 524289;

RuleError too_long(const Field& field) {
    return {field.reference_name, "invalidTooLong",
            fmt::format("TF401320: Rule Error for field {}. Error code: InvalidTooLong.", field.name)};
}

RuleError missing(const Field& field) {
    return {field.reference_name, "required, invalidEmpty",
            fmt::format("TF401320: Rule Error for field {}. Error code: Required, InvalidEmpty.", field.name),
            required_and_empty};
}

RuleError not_listed(const Field& field, const std::string& value) {
    return {field.reference_name, "hasValues, limitedToValues, invalidListValue",
            fmt::format("The field '{}' contains the value '{}' that is not in the list of supported values",
                        field.name, value)};
}

std::string listed_form(const Value& value) {
    if (const auto* whole = std::get_if<long long>(&value)) return std::to_string(*whole);
    if (const auto* number = std::get_if<double>(&value)) return fmt::format("{}", *number);
    const auto* text = std::get_if<std::string>(&value);
    return text == nullptr ? "" : *text;
}

bool is_listed(const FieldRule& rule, const std::string& value) {
    return std::any_of(rule.allowed_values.begin(), rule.allowed_values.end(),
                       [&](const std::string& allowed) { return same(allowed, value); });
}

}  // namespace

void Draft::check() const {
    if (!collection_.switches.takes_control_characters)
        for (const auto& [name, value] : after_.fields)
            if (const auto* text = std::get_if<std::string>(&value)) refuse_characters_beyond_xml(*text);
    if (intent_.bypass_rules) return;
    std::vector<RuleError> errors = broken_;
    check_lengths(errors);
    check_rules(errors);
    check_state(errors);
    if (errors.empty()) return;
    Refusal refusal(400, "RuleValidationException", errors.front().message);
    refusal.rule_errors = std::move(errors);
    throw refusal;
}

void Draft::check_lengths(std::vector<RuleError>& errors) const {
    for (const auto& [name, value] : after_.fields) {
        const auto* text = std::get_if<std::string>(&value);
        const Field* field = collection_.fields().find(name);
        if (text == nullptr || field == nullptr || field->type == FieldType::plain_text) continue;
        const std::size_t limit = is_long_text(field->type) ? max_long_text : max_string;
        if (field->type != FieldType::tree_path && utf16_length(*text) > limit) {
            errors.push_back(too_long(*field));
        }
    }
}

void Draft::check_rules(std::vector<RuleError>& errors) const {
    const WorkItemType* type = project_->type(text_of(after_.fields, "System.WorkItemType"));
    if (type == nullptr) return;
    for (const FieldRule& rule : type->fields) {
        const Field* field = collection_.fields().find(rule.field);
        if (field == nullptr) continue;
        const auto found = after_.fields.find(field->reference_name);
        const bool blank = found == after_.fields.end() || found->second == Value(std::string());
        if (rule.required && blank) errors.push_back(missing(*field));
        if (blank || rule.allowed_values.empty()) continue;
        const auto value = listed_form(found->second);
        if (!is_listed(rule, value)) errors.push_back(not_listed(*field, value));
    }
}

void Draft::check_state(std::vector<RuleError>& errors) const {
    const WorkItemType* type = project_->type(text_of(after_.fields, "System.WorkItemType"));
    if (type == nullptr) return;
    const std::string name = text_of(after_.fields, "System.State");
    const State* state = type->state(name);
    const bool fresh = id_ < 0 && !collection_.switches.any_state_at_creation;
    if (!name.empty() && (state == nullptr || (fresh && state != &type->states.front()))) {
        errors.push_back(not_listed(*collection_.fields().find("System.State"), name));
        return;
    }
    const std::string before = text_of(before_.fields, "System.State");
    if (id_ > 0 && !type->may_go(before, name)) {
        errors.push_back(not_listed(*collection_.fields().find("System.State"), name));
    }
}

}  // namespace sandbox::azure_devops
