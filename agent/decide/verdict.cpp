#include "decide/verdict.h"

#include "content/clip.h"
#include "content/clip_html.h"
#include "content/utf8.h"
#include "decide/fields.h"
#include "mapping/texts.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge {

namespace {

constexpr std::string_view state_field = "System.State";
constexpr std::size_t most_tags = 100;

FieldVerdict left(const std::string& field, std::string reason) {
    return {field, FieldVerdict::Kind::left, {}, std::move(reason), {}};
}

/// Judges the value of one field step by step; each step may end it.
class Judge {
public:
    Judge(const FieldResult& result, Stage stage, const FieldRule& field, const TypeRules& type,
          const Process& process, const Rules& rules)
        : result_(result),
          stage_(stage),
          field_(field),
          type_(type),
          process_(process),
          rules_(rules),
          value_(result.value) {}

    FieldVerdict verdict() {
        if (field_.read_only)
            return refuse("the process makes this field read-only", "remove it from the mapping");
        if (is_nothing(value_)) return judge_nothing();
        if (field_.reference == state_field && stage_ == Stage::create && !may_start_in())
            return left(field_.reference, start_reason());
        if (field_.reference == state_field && !type_.states.empty()) return judge_state();
        if (const auto* person = std::get_if<Person>(&value_)) return judge_person(*person);
        if (field_.kind == FieldKind::tree_path) return judge_path();
        if (auto* words = std::get_if<Words>(&value_)) return judge_words(*words);
        if (!field_.allowed.empty()) return judge_allowed();
        return judge_length();
    }

private:
    FieldVerdict refuse(std::string message, std::string fix) const {
        return problem_verdict(field_.reference, {field_.reference, std::move(message), std::move(fix),
                                                  result_.rule->source.place});
    }
    FieldVerdict accept(std::string reason = {}) const {
        return {field_.reference,
                FieldVerdict::Kind::set,
                value_,
                reason.empty() ? result_.reason : std::move(reason),
                {}};
    }

    /// At a later change nothing empties a field, where it may be empty.
    FieldVerdict judge_nothing() const {
        if (stage_ == Stage::create) return left(field_.reference, "the ticket says nothing here");
        if (field_.required || field_.kind == FieldKind::tree_path || field_.reference == state_field)
            return left(field_.reference, "the ticket says nothing here, and the process requires a value");
        return accept();
    }

    /// By whatever states lie between: see state_path.h.
    FieldVerdict judge_state() {
        const auto wanted = text_of(value_);
        std::vector<std::string> names;
        for (const auto& state : type_.states) {
            if (same_name(state.name, wanted)) {
                value_ = state.name;
                return accept();
            }
            names.push_back(state.name);
        }
        return refuse(
            fmt::format("type {} has no state '{}'", type_.name, clip(wanted, 80, Unit::utf16).text),
            fmt::format("its states are: {}; translate it with `values`", fmt::join(names, ", ")));
    }

    bool may_start_in() const {
        const auto wanted = text_of(value_);
        return std::any_of(type_.initial_states.begin(), type_.initial_states.end(),
                           [&](const std::string& state) { return same_name(state, wanted); });
    }
    std::string start_reason() const {
        if (type_.initial_states.empty()) return "the process does not say in which states an item may start";
        return fmt::format("a new {} starts as {}", type_.name, fmt::join(type_.initial_states, " or "));
    }

    /// Whom the people file names goes by that account, and the tracker never sees the other address. A name
    /// beside an address stays here: two people may share it, and one of them may be known.
    FieldVerdict judge_person(const Person& person) {
        const std::string who = person.email.empty() ? person.name : person.email;
        const auto entry = rules_.people.find(lowered(person.email));
        const bool named = !person.email.empty() && entry != rules_.people.end();
        if (named && !entry->second)
            return left(field_.reference, fmt::format("the people file leaves {} out", who));
        const std::string account = named ? *entry->second : who;
        const bool address = account.find('@') != std::string::npos;
        value_ = address ? Person{{}, account, {}} : Person{account, {}, {}};
        if (rules_.unknown_people.count({field_.reference, account}) != 0)
            return unknown(named ? fmt::format("{}, the account of {}", account, who) : who);
        return accept(named ? result_.reason + ", by the people file" : std::string());
    }

    FieldVerdict unknown(const std::string& who) const {
        auto verdict = left(field_.reference, fmt::format("the work tracker does not know {}; left {}", who,
                                                          stage_ == Stage::create ? "empty" : "as it is"));
        verdict.value = value_;
        verdict.noted = true;
        return verdict;
    }

    FieldVerdict judge_words(Words& words) {
        std::string reason;
        for (auto& word : words) {
            auto clipped = clip(word, field_.limit == 0 ? word.size() : field_.limit, Unit::utf16);
            if (!clipped.cut) continue;
            word = std::move(clipped.text);
            reason = fmt::format("cut to the {} characters that one of them may have", field_.limit);
        }
        if (words.size() > most_tags) {
            reason += fmt::format("{}only the first {} of {} are kept", reason.empty() ? "" : "; ", most_tags,
                                  words.size());
            words.resize(most_tags);
        }
        if (reason.empty()) return accept();
        return {field_.reference, FieldVerdict::Kind::cut, value_, std::move(reason), {}, true};
    }

    FieldVerdict judge_path() {
        const auto& paths = field_.reference == "System.IterationPath" ? process_.iterations : process_.areas;
        const auto wanted = text_of(value_);
        if (paths.empty()) return accept();
        const auto found = std::find_if(paths.begin(), paths.end(),
                                        [&](const auto& path) { return same_name(path, wanted); });
        if (found != paths.end()) {
            value_ = *found;
            return accept();
        }
        const auto near = nearest_name(wanted, paths);
        return refuse(
            fmt::format("'{}' is no {} of project '{}'", wanted,
                        field_.reference == "System.IterationPath" ? "iteration" : "area", process_.project),
            near.empty() ? "use a path such as '" + paths.front() + "'"
                         : fmt::format("did you mean '{}'?", near));
    }

    /// A value that differs from an allowed one in case only is the allowed one.
    FieldVerdict judge_allowed() {
        const auto wanted = text_of(value_);
        const auto found = std::find_if(field_.allowed.begin(), field_.allowed.end(),
                                        [&](const auto& allowed) { return same_name(allowed, wanted); });
        if (found == field_.allowed.end())
            return refuse(
                fmt::format("'{}' is not an allowed value", clip(wanted, 80, Unit::utf16).text),
                allowed_values(field_) + "; translate it with `values`, or give `otherwise` a fixed value");
        if (std::holds_alternative<std::string>(value_)) value_ = *found;
        return accept();
    }

    FieldVerdict judge_length() {
        if (auto* html = std::get_if<Html>(&value_)) return judge_html(*html);
        auto* text = std::get_if<std::string>(&value_);
        if (text == nullptr) return accept();
        if (field_.kind == FieldKind::text) *text = single_line(*text);
        if (field_.limit == 0) return accept();
        auto clipped = clip(*text, field_.limit, Unit::utf16);
        if (!clipped.cut) return accept();
        value_ = std::move(clipped.text);
        return {field_.reference,
                FieldVerdict::Kind::cut,
                value_,
                fmt::format("cut to the {} characters that the field takes", field_.limit),
                {},
                true};
    }

    /// Of rich text that is too long the words go on as far as there is room.
    FieldVerdict judge_html(Html& html) {
        if (field_.limit == 0) return accept();
        auto clipped = clip_html(html.markup, field_.limit,
                                 "<p><i>The text is longer than this; all of it is on the ticket.</i></p>");
        if (!clipped.cut) return accept();
        value_ = Html{std::move(clipped.text)};
        return {field_.reference,
                FieldVerdict::Kind::cut,
                value_,
                fmt::format("cut to the {} characters that the field takes", field_.limit),
                {},
                true};
    }

    const FieldResult& result_;
    Stage stage_;
    const FieldRule& field_;
    const TypeRules& type_;
    const Process& process_;
    const Rules& rules_;
    Value value_;
};

}  // namespace

FieldVerdict problem_verdict(const std::string& field, const MappingProblem& what) {
    const std::string place = what.place.empty() ? std::string() : fmt::format(" ({})", what.place);
    return {field, FieldVerdict::Kind::problem, {}, what.message, what.fix + place};
}

FieldVerdict verdict_on(const FieldResult& result, Stage stage, const TypeRules& type, const Process& process,
                        const Rules& rules) {
    const FieldRule* field = type.field(result.rule->work);
    if (result.verdict == FieldResult::Verdict::leave)
        return left(field == nullptr ? result.rule->work : field->reference, result.reason);
    if (result.verdict == FieldResult::Verdict::problem)
        return problem_verdict(result.rule->work, result.problem);
    if (field == nullptr) {
        auto what = unknown_field(type, result.rule->work);
        what.place = result.rule->source.place;
        return problem_verdict(result.rule->work, what);
    }
    return Judge(result, stage, *field, type, process, rules).verdict();
}

}  // namespace deskbridge
