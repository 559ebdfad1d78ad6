#include "mapping/translator_parts.h"

#include "mapping/texts.h"
#include "mapping/value_map.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge {

namespace {

std::vector<FieldMapping> all_rules(const Mapping& mapping) {
    std::vector<FieldMapping> rules;
    if (mapping.area) rules.push_back({"System.AreaPath", *mapping.area});
    if (mapping.iteration) rules.push_back({"System.IterationPath", *mapping.iteration});
    rules.insert(rules.end(), mapping.fields.begin(), mapping.fields.end());
    return rules;
}

const Value* held(const WorkItem& item, const std::string& work, const TypeRules* type) {
    const FieldRule* field = type == nullptr ? nullptr : type->field(work);
    const auto& wanted = field == nullptr ? work : field->reference;
    for (const auto& [name, value] : item.fields)
        if (same_name(name, wanted)) return &value;
    return nullptr;
}

bool reads_description(const std::set<std::string, std::less<>>& reads) {
    return reads.count("description") != 0 || reads.count("*") != 0;
}

}  // namespace

Translator::Parts::Parts(Mapping wanted)
    : mapping(std::move(wanted)),
      rules(all_rules(mapping)),
      project(interpreter, mapping.project, "project"),
      type(interpreter, mapping.type, "type") {
    TextProblem wrong;
    select = interpreter.compile(mapping.select, wrong);
    if (!select)
        select_problem =
            MappingProblem{"select", text_fault(wrong, mapping.select), {}, mapping.select_place};
    fields.reserve(rules.size());
    for (const auto& rule : rules)
        fields.push_back({&rule, SourceEvaluator(interpreter, rule.source, rule.work)});
    check();
}

void Translator::Parts::check() {
    if (select_problem) problems.push_back(*select_problem);
    for (const auto* source : {&project, &type}) {
        if (source->problem()) problems.push_back(*source->problem());
        if (source->source().otherwise.kind == Otherwise::Kind::keep)
            problems.push_back(
                {source == &project ? "project" : "type", "`otherwise`: \"keep\" has nothing to keep here",
                 "use \"error\", \"pass\" or a fixed {\"value\": ...}", source->source().place});
    }
    for (std::size_t at = 0; at < fields.size(); ++at) {
        check_field(fields[at]);
        for (std::size_t other = 0; other < at; ++other)
            if (same_name(rules[at].work, rules[other].work))
                report(rules[at], fmt::format("'{}' is mapped twice", rules[at].work),
                       "remove one of the two");
    }
}

void Translator::Parts::check_field(const TranslatorField& field) {
    const auto& rule = *field.rule;
    if (field.source.problem()) problems.push_back(*field.source.problem());
    if (rule.flow == Flow::to_work) return;
    if (rule.source.kind != Source::Kind::desk)
        report(rule, "only a `desk` value can flow to the ticket", "use `desk`, or \"flow\": \"to_work\"");
    else if (!rule.source.transforms.empty())
        report(rule, "a value with `transform` cannot flow back to the ticket",
               "remove `transform`, or use \"flow\": \"to_work\"");
    else if (!rule.source.added.empty())
        report(rule, "a value with `add` cannot flow back to the ticket",
               "remove `add`, or use \"flow\": \"to_work\"");
}

void Translator::Parts::report(const FieldMapping& rule, std::string message, std::string fix) {
    problems.push_back({rule.work, std::move(message), std::move(fix), rule.source.place});
}

void answer_back(DeskResult& result, const WorkItem& item, const Ticket* present, const TypeRules* type) {
    using Verdict = FieldResult::Verdict;
    const FieldMapping& rule = *result.rule;
    if (rule.source.kind != Source::Kind::desk || !rule.source.transforms.empty() ||
        !rule.source.added.empty()) {
        result.verdict = Verdict::leave;
        result.reason = "it cannot be followed back to the ticket";
        return;
    }
    const Value* work = held(item, rule.work, type);
    const Value now = present == nullptr ? Value{} : present->get(rule.source.text);
    result.reason = fmt::format("from {}", rule.work);
    const auto answer = map_to_desk(rule.source, work == nullptr ? Value{} : *work, now);
    result.value = answer.value;
    if (answer.kind == MapAnswer::Kind::keep) {
        result.verdict = Verdict::leave;
        result.reason = fmt::format("no row of `values` stands for what {} holds", rule.work);
    } else if (answer.kind == MapAnswer::Kind::missing) {
        result.verdict = Verdict::problem;
        result.value = {};
        result.problem = {
            rule.work,
            fmt::format("{} is '{}', which no row of `values` stands for", rule.work, shown(answer.value)),
            "add a row for it, or \"otherwise\": \"keep\"", rule.source.place};
    }
}

Translator::Translator(Mapping mapping) : parts_(std::make_unique<Parts>(std::move(mapping))) {}
Translator::~Translator() = default;
Translator::Translator(Translator&&) noexcept = default;
Translator& Translator::operator=(Translator&&) noexcept = default;

const Mapping& Translator::mapping() const {
    return parts_->mapping;
}
const std::vector<MappingProblem>& Translator::problems() const {
    return parts_->problems;
}
const std::vector<FieldMapping>& Translator::rules() const {
    return parts_->rules;
}

bool Translator::select_needs_description() const {
    return parts_->select && reads_description(parts_->select->reads);
}

bool Translator::needs_description() const {
    if (select_needs_description() || reads_description(parts_->project.reads()) ||
        reads_description(parts_->type.reads()))
        return true;
    for (const auto& field : parts_->fields)
        if (field.rule->flow != Flow::to_desk && reads_description(field.source.reads())) return true;
    return false;
}

bool Translator::needs_description(const FieldMapping& rule) const {
    return std::any_of(parts_->fields.begin(), parts_->fields.end(), [&](const TranslatorField& field) {
        return field.rule == &rule && reads_description(field.source.reads());
    });
}

std::vector<TicketName> Translator::names() const {
    std::vector<TicketName> names;
    const auto add = [&](const auto& reads, const std::string& field, const std::string& place) {
        for (const auto& name : reads)
            if (name != "*") names.push_back({name, field, place});
    };
    if (parts_->select) add(parts_->select->reads, "select", parts_->mapping.select_place);
    add(parts_->project.reads(), "project", parts_->mapping.project.place);
    add(parts_->type.reads(), "type", parts_->mapping.type.place);
    for (const auto& field : parts_->fields)
        add(field.source.reads(), field.rule->work, field.rule->source.place);
    return names;
}

}  // namespace deskbridge
