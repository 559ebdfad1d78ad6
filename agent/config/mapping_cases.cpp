#include "config/mapping_cases.h"

#include "config/mapping_reader.h"
#include "config/shipped_mappings.h"
#include "json/document_file.h"
#include "json/schema.h"
#include "mapping/coercion.h"
#include "mapping/texts.h"
#include "mapping/translator.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge {

namespace fs = std::filesystem;
using json::FileNode;

namespace {

using Verdict = FieldResult::Verdict;

std::string_view shipped_text(std::string_view name) {
    for (const auto& file : shipped_mappings())
        if (file.name == name) return file.text;
    return {};
}

/// Fields whose kind is the same in every process.
const TypeRules& usual_fields() {
    static const TypeRules rules = [] {
        TypeRules usual;
        const auto add = [&](const char* reference, const char* name, FieldKind kind) {
            usual.fields.push_back({reference, name, kind});
        };
        add("System.Title", "Title", FieldKind::text);
        add("System.State", "State", FieldKind::text);
        add("System.Description", "Description", FieldKind::html);
        add("System.AreaPath", "Area Path", FieldKind::tree_path);
        add("System.IterationPath", "Iteration Path", FieldKind::tree_path);
        add("System.AssignedTo", "Assigned To", FieldKind::person);
        add("System.Tags", "Tags", FieldKind::words);
        add("Microsoft.VSTS.TCM.ReproSteps", "Repro Steps", FieldKind::html);
        add("Microsoft.VSTS.TCM.SystemInfo", "System Info", FieldKind::html);
        add("Microsoft.VSTS.Common.AcceptanceCriteria", "Acceptance Criteria", FieldKind::html);
        add("Microsoft.VSTS.Common.Priority", "Priority", FieldKind::integer);
        add("Microsoft.VSTS.Common.Severity", "Severity", FieldKind::text);
        return usual;
    }();
    return rules;
}

/// A time for the names that are times on every desk, HTML for the description.
Value ticket_value(const std::string& name, const FileNode& node) {
    if (!node.is_text()) return config::read_value(node);
    const auto text = node.text();
    if (name == "description") return Html{text};
    if (name == "created" || name == "updated" || name == "due")
        if (const auto time = parse_time(text)) return *time;
    return text;
}

Ticket read_ticket(const FileNode& node) {
    Ticket ticket;
    ticket.described = true;
    for (const auto& [name, value] : node.members()) {
        if (name == "id")
            ticket.id = text_of(config::read_value(value));
        else if (name == "ref")
            ticket.ref = text_of(config::read_value(value));
        else if (name == "url")
            ticket.url = text_of(config::read_value(value));
        else if (name == "custom")
            for (const auto& [own, held] : value.members()) ticket.custom[own] = config::read_value(held);
        else
            ticket.fields[name] = ticket_value(name, value);
    }
    return ticket;
}

WorkItem read_work_item(const FileNode& node) {
    WorkItem item;
    for (const auto& [name, held] : node.members()) {
        const auto* rule = usual_fields().field(name);
        auto value = config::read_value(held);
        if (rule != nullptr)
            if (auto coerced = coerce(value, rule->kind); coerced.ok()) value = std::move(coerced.value);
        if (const auto* text =
                rule != nullptr && rule->kind == FieldKind::html && held.is_text() ? &held : nullptr)
            value = Html{text->text()};
        item.fields[rule == nullptr ? name : rule->reference] = std::move(value);
    }
    return item;
}

Words sorted(Words words) {
    for (auto& word : words) word = lowered(word);
    std::sort(words.begin(), words.end());
    return words;
}

/// Text is compared exactly, a person by the parts that are expected, words in any order and case.
bool is_expected(const Value& expected, const Value& actual) {
    if (is_nothing(expected)) return is_nothing(actual);
    if (const auto* words = std::get_if<Words>(&actual)) {
        const auto* wanted = std::get_if<Words>(&expected);
        return wanted != nullptr && sorted(*wanted) == sorted(*words);
    }
    if (const auto* person = std::get_if<Person>(&actual)) {
        const auto* wanted = std::get_if<Person>(&expected);
        if (wanted == nullptr)
            return text_of(expected) == text_of(actual) || text_of(expected) == person->email;
        return (wanted->email.empty() || same_name(wanted->email, person->email)) &&
               (wanted->name.empty() || wanted->name == person->name);
    }
    return text_of(expected) == text_of(actual);
}

std::string quoted(const Value& value) {
    if (is_nothing(value)) return "nothing";
    const auto* person = std::get_if<Person>(&value);
    if (person == nullptr) return fmt::format("'{}'", text_of(value));
    return person->email.empty() ? fmt::format("'{}'", person->name)
                                 : fmt::format("'{}' <{}>", person->name, person->email);
}

std::string sentence(const MappingProblem& problem) {
    return fmt::format("{}: {}", problem.field, problem.message);
}

/// One named outcome of a mapping, in either direction.
struct Outcome {
    std::string name;
    Verdict verdict;
    Value value;
};

/// Compares one case; collects what differs.
class Comparison {
public:
    explicit Comparison(std::vector<std::string>& differences) : differences_(differences) {}

    void text(std::string_view what, const FileNode& expected, const std::string& actual) {
        if (expected.is_text() && expected.text() != actual)
            differ("{} is '{}', expected '{}'", what, actual, expected.text());
    }

    void fields(const FileNode& expected, const std::vector<Outcome>& outcomes) {
        for (const auto& [name, node] : expected["fields"].members()) {
            const Outcome* outcome = named(outcomes, name);
            if (outcome == nullptr) continue;
            const auto wanted = config::read_value(node);
            if (outcome->verdict == Verdict::leave)
                differ("{} is left, expected {}", name, quoted(wanted));
            else if (outcome->verdict == Verdict::set && !is_expected(wanted, outcome->value))
                differ("{} is {}, expected {}", name, quoted(outcome->value), quoted(wanted));
        }
        for (const auto& node : expected["leaves"].items()) {
            const Outcome* outcome = named(outcomes, node.text());
            if (outcome != nullptr && outcome->verdict == Verdict::set)
                differ("{} is {}, expected to be left", node.text(), quoted(outcome->value));
        }
    }

    void problems(const FileNode& expected, const std::vector<std::string>& sentences) {
        if (!expected["problem"].is_text()) {
            for (const auto& sentence : sentences) differences_.push_back("unexpected problem: " + sentence);
            return;
        }
        const auto part = expected["problem"].text();
        const bool found = std::any_of(sentences.begin(), sentences.end(), [&](const std::string& sentence) {
            return sentence.find(part) != std::string::npos;
        });
        if (!found)
            differ("no problem says '{}'; there {}", part,
                   sentences.empty() ? "is none" : fmt::format("is: {}", fmt::join(sentences, "; ")));
    }

    template <class... Parts>
    void differ(fmt::format_string<const Parts&...> form, const Parts&... parts) {
        differences_.push_back(fmt::format(form, parts...));
    }

private:
    const Outcome* named(const std::vector<Outcome>& outcomes, const std::string& name) {
        std::vector<std::string> names;
        for (const auto& outcome : outcomes) {
            if (same_name(outcome.name, name)) return &outcome;
            names.push_back(outcome.name);
        }
        differ("the mapping has no '{}' here{}", name, json::suggestion_for(name, names));
        return nullptr;
    }

    std::vector<std::string>& differences_;
};

void run_forward(Translator& translator, const FileNode& node, Comparison& comparison) {
    const auto expected = node["expect"];
    const auto ticket = read_ticket(node["ticket"]);
    std::vector<std::string> problems;

    const auto selection = translator.select(ticket);
    if (selection.problem) problems.push_back(sentence(*selection.problem));
    if (expected["selected"].is_flag() && expected["selected"].flag() != selection.selected)
        comparison.differ("selected is {}, expected {}: {}", selection.selected, expected["selected"].flag(),
                          selection.reason);
    const bool whole = selection.selected || !expected["fields"].missing() || !expected["leaves"].missing() ||
                       !expected["project"].missing() || !expected["type"].missing();
    if (whole) {
        const auto target = translator.target(ticket);
        for (const auto& problem : target.problems) problems.push_back(sentence(problem));
        comparison.text("project", expected["project"], target.project);
        comparison.text("type", expected["type"], target.type);
        const auto stage = node["stage"].text() == "update" ? Stage::update : Stage::create;
        std::vector<Outcome> outcomes;
        for (auto& result : translator.to_work(ticket, stage, &usual_fields())) {
            if (result.verdict == Verdict::problem) problems.push_back(sentence(result.problem));
            outcomes.push_back({result.rule->work, result.verdict, std::move(result.value)});
        }
        comparison.fields(expected, outcomes);
    }
    comparison.problems(expected, problems);
}

void run_back(Translator& translator, const FileNode& node, Comparison& comparison) {
    const auto expected = node["expect_desk"];
    const auto item = read_work_item(node["work_item"]);
    const auto present = read_ticket(node["present"]);
    std::vector<std::string> problems;
    std::vector<Outcome> outcomes;
    for (auto& result :
         translator.to_desk(item, node["present"].missing() ? nullptr : &present, &usual_fields())) {
        if (result.verdict == Verdict::problem) problems.push_back(sentence(result.problem));
        outcomes.push_back({result.desk, result.verdict, std::move(result.value)});
    }
    comparison.fields(expected, outcomes);
    comparison.problems(expected, problems);
}

CaseResult run_case(Translator& translator, const FileNode& node) {
    CaseResult result{node["name"].text(), config::place_of(node), {}};
    Comparison comparison(result.differences);
    if (!node["expect"].missing()) run_forward(translator, node, comparison);
    if (!node["expect_desk"].missing()) run_back(translator, node, comparison);
    return result;
}

/// What the schema cannot say: a case has a question and an answer.
void check_case(const FileNode& node, json::Problems& problems) {
    const auto needs = [&](const char* given, const char* wanted) {
        if (node[given].missing() == node[wanted].missing()) return;
        const bool lacks_given = node[given].missing();
        problems.push_back(node.problem(
            fmt::format("'{}' needs '{}'", lacks_given ? wanted : given, lacks_given ? given : wanted)));
    };
    needs("ticket", "expect");
    needs("work_item", "expect_desk");
    if (node["expect"].missing() && node["expect_desk"].missing() && node["ticket"].missing() &&
        node["work_item"].missing())
        problems.push_back(node.problem("must hold 'ticket' and 'expect', or 'work_item' and 'expect_desk'"));
}

std::optional<json::DocumentFile> open_cases(const fs::path& mapping, fs::path& where) {
    constexpr std::string_view sign = "preset:";
    auto name = mapping.string();
    if (name.ends_with(".json")) name.resize(name.size() - 5);
    if (name.starts_with(sign)) {
        const auto text = shipped_text(name.substr(sign.size()) + ".cases.json");
        where = name + ".cases.json";
        if (text.empty()) return {};
        return json::DocumentFile::parse(std::string(text), where.string());
    }
    where = name + ".cases.json";
    std::error_code ignored;
    if (!fs::exists(where, ignored)) return {};
    return json::DocumentFile::read(where);
}

}  // namespace

std::optional<CaseRun> run_mapping_cases(const MappingFile& mapping) {
    static const auto schema = json::Schema::parse(shipped_text("mapping_cases.schema.json"));
    CaseRun run;
    const auto file = open_cases(mapping.where, run.where);
    if (!file) return {};
    auto problems = file->problems();
    for (auto& problem : schema.check(*file)) problems.push_back(std::move(problem));
    for (const auto& node : file->root().items()) check_case(node, problems);
    if (!problems.empty()) throw json::FileError(std::move(problems));

    Translator translator(mapping.mapping);
    for (const auto& node : file->root().items()) run.results.push_back(run_case(translator, node));
    return run;
}

}  // namespace deskbridge
