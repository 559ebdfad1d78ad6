#include "decide/base.h"

#include "content/canonical_html.h"
#include "content/digest.h"
#include "mapping/coercion.h"
#include "mapping/texts.h"

#include <algorithm>

namespace deskbridge {

namespace {

constexpr std::size_t longest_kept_bytes = 128;
/// Whole words can be merged, a digest of them cannot.
constexpr std::size_t longest_kept_words = 4'000;
constexpr std::string_view state_field = "System.State";

/// Systems change these on the way, and nobody means anything by them.
std::string comparable_text(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    const auto end_line = [&] {
        while (!out.empty() && (out.back() == ' ' || out.back() == '\t')) out.pop_back();
    };
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '\r' || text[at] == '\n') {
            if (text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n') ++at;
            end_line();
            out += '\n';
        } else if (text.substr(at, 2) == "\xC2\xA0") {
            ++at;
            out += ' ';
        } else {
            out += text[at];
        }
    }
    while (!out.empty() && (out.back() == ' ' || out.back() == '\t' || out.back() == '\n')) out.pop_back();
    return out;
}

/// In one order, none twice; the spelling stays. What stands before a first "#" shows that it is no digest.
std::string comparable_words(const Words& words) {
    Words sorted;
    for (const auto& word : words) sorted.push_back(comparable_text(word));
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto& left, const auto& right) { return lowered(left) < lowered(right); });
    sorted.erase(std::unique(sorted.begin(), sorted.end(),
                             [](const auto& left, const auto& right) { return same_name(left, right); }),
                 sorted.end());
    const auto text = text_of(Value{sorted});
    return text.rfind('#', 0) == 0 ? "; " + text : text;
}

std::string comparable(const Value& value) {
    if (const auto* html = std::get_if<Html>(&value)) return html->markup;
    if (const auto* person = std::get_if<Person>(&value))
        return lowered(person->email.empty() ? person->name : person->email);
    if (const auto* words = std::get_if<Words>(&value)) return comparable_words(*words);
    return comparable_text(text_of(value));
}

/// What the tracker holds, in the kind of value that was sent, so that only a difference in meaning shows.
std::string answer_entry(const Value& held, const Value* sent) {
    if (sent == nullptr) return base_value(held);
    if (std::holds_alternative<Words>(*sent)) return base_value(held, FieldKind::words);
    if (std::holds_alternative<Time>(*sent)) return base_value(held, FieldKind::time);
    return base_value(held);
}

/// Rich text is rewritten by everybody, words in the spelling that is known already, people by their account.
bool is_accepted_as_it_is(const Value& sent) {
    return std::holds_alternative<Html>(sent) || std::holds_alternative<Words>(sent) ||
           std::holds_alternative<Person>(sent);
}

const Value* found(const Record& record, const std::string& field) {
    const auto place = record.find(field);
    return place == record.end() ? nullptr : &place->second;
}

/// What was sent of one field, against the answer. `owing` is the entry ">F".
void answer_field(Base& base, const std::string& field, const Value* sent, const Value& held,
                  const std::string* owing) {
    const auto sent_entry = base[field];
    const auto entry = answer_entry(held, sent);
    if (entry == sent_entry) return;
    const bool words_of_both = owing != nullptr && sent != nullptr && std::holds_alternative<Words>(*sent);
    if (words_of_both) {
        base["+" + field] = "=" + entry;
        return;
    }
    base.emplace("<" + field, sent_entry);
    base[field] = entry;
    if (owing != nullptr && owing->empty() && sent != nullptr && !is_accepted_as_it_is(*sent))
        base["^" + field] = "=" + base["<" + field];
}

/// Words have arrived on both sides.
void join_halves(Base& base) {
    std::vector<std::string> joined;
    for (const auto& [entry, value] : base)
        if (entry.rfind("+<", 0) == 0 && !value.empty() && base.count("+" + entry.substr(2)) != 0)
            joined.push_back(entry.substr(2));
    for (const auto& field : joined) {
        if (base["+" + field].empty()) continue;
        base[field] = base["+" + field].substr(1);
        base["<" + field] = base["+<" + field].substr(1);
        base["+" + field].clear();
        base["+<" + field].clear();
    }
}

/// Fields of which nothing was sent.
void answer_unsent(Base& base, const WorkItem& answered) {
    std::vector<std::string> unsent;
    for (const auto& [entry, value] : base)
        if (entry.front() == '<' && base.count(entry.substr(1)) == 0) unsent.push_back(entry.substr(1));
    for (const auto& field : unsent) {
        const auto* held = found(answered.fields, field);
        base[field] = held == nullptr ? std::string() : base_value(*held);
    }
}

}  // namespace

std::string base_value(const Value& value) {
    if (const auto* html = std::get_if<Html>(&value))
        return base_of_canonical(Value{Html{canonical_html(html->markup)}});
    return base_of_canonical(value);
}

std::string base_value(const Value& value, FieldKind kind) {
    const auto coerced = coerce(value, kind);
    return base_value(coerced.ok() ? coerced.value : value);
}

std::string base_of_canonical(const Value& value) {
    std::string text = comparable(value);
    const bool words = std::holds_alternative<Words>(value);
    if (words && text.size() > longest_kept_words) return "#" + digest(lowered(text));
    if (!words && (text.size() > longest_kept_bytes || text.rfind('#', 0) == 0)) return "#" + digest(text);
    return text;
}

bool is_digest(std::string_view entry) {
    return entry.size() == 33 && entry.front() == '#';
}

FieldBase base_of(const Base& base, const std::string& field) {
    const auto entry = [&](const std::string& name) -> std::optional<std::string> {
        const auto place = base.find(name);
        if (place == base.end()) return {};
        return place->second;
    };
    FieldBase out;
    out.work = entry(field);
    out.desk = entry("<" + field);
    if (!out.desk) out.desk = out.work;
    out.cut = entry("!" + field) == "1";
    out.behind = entry("*" + field) == "1";
    out.half = entry("+" + field).has_value() || entry("+<" + field).has_value();
    out.passing = entry("~" + field);
    if (const auto rewritten = entry("^" + field); rewritten && !rewritten->empty())
        out.rewritten = rewritten->substr(1);
    return out;
}

bool is_field(std::string_view entry) {
    return entry.find_first_of("<!^*+>%~") != 0;
}

std::vector<std::string> owed_to_desk(const Base& base) {
    std::vector<std::string> fields;
    for (const auto& [entry, value] : base)
        if (entry.rfind('^', 0) == 0 && base_of(base, entry.substr(1)).owed())
            fields.push_back(entry.substr(1));
    return fields;
}

bool is_owed_back(Flow flow, FieldKind kind) {
    return flow == Flow::both && kind != FieldKind::html && kind != FieldKind::words &&
           kind != FieldKind::person;
}

Base renewed(Base base, const Base& entries) {
    for (const auto& [entry, value] : entries) base[entry] = value;
    join_halves(base);
    std::erase_if(base, [&](const auto& pair) {
        const auto& [entry, value] = pair;
        if (is_field(entry)) return false;
        if (entry.front() == '>') return true;
        if (entry.front() != '<') return value.empty();
        const auto work = base.find(entry.substr(1));
        return work != base.end() && work->second == value;
    });
    return base;
}

Base passing_state(Base base, const std::string& state) {
    base["~" + std::string(state_field)] = base_value(Value{state});
    return base;
}

Base passed_state(Base base, const std::string& state) {
    const std::string field(state_field);
    const auto before = base_of(base, field);
    base["<" + field] = before.desk.value_or(std::string());
    base[field] = base_value(Value{state});
    base["~" + field] = {};
    return renewed(std::move(base), {});
}

Base agreed_base(const Base& sent, const Record& fields, const WorkItem& answered) {
    Base base = sent;
    for (const auto& pair : sent) {
        const auto& field = pair.first;
        if (!is_field(field)) continue;
        const auto* held = found(answered.fields, field);
        const auto* wanted = found(fields, field);
        if (held == nullptr || (wanted != nullptr && *wanted == *held)) continue;
        const auto owing = sent.find(">" + field);
        answer_field(base, field, wanted, *held, owing == sent.end() ? nullptr : &owing->second);
    }
    answer_unsent(base, answered);
    std::erase_if(base, [](const auto& pair) { return pair.first.front() == '>'; });
    return base;
}

bool wants_link_back(const Mapping& mapping) {
    return mapping.link_back && (!mapping.link_back->field.empty() || !mapping.link_back->label.empty() ||
                                 mapping.link_back->note);
}

}  // namespace deskbridge
