#include "decide/base.h"

#include "content/canonical_html.h"
#include "content/digest.h"

#include <algorithm>

namespace deskbridge {

namespace {

constexpr std::size_t longest_kept_bytes = 128;

std::string comparable(const Value& value) {
    if (const auto* html = std::get_if<Html>(&value)) return html->markup;
    if (const auto* person = std::get_if<Person>(&value))
        return person->email.empty() ? person->name : person->email;
    if (const auto* words = std::get_if<Words>(&value)) {
        Words sorted = *words;
        std::sort(sorted.begin(), sorted.end());
        return text_of(Value{sorted});
    }
    return text_of(value);
}

}  // namespace

std::string base_value(const Value& value) {
    if (const auto* html = std::get_if<Html>(&value))
        return base_of_canonical(Value{Html{canonical_html(html->markup)}});
    return base_of_canonical(value);
}

std::string base_of_canonical(const Value& value) {
    std::string text = comparable(value);
    if (text.size() > longest_kept_bytes || (!text.empty() && text.front() == '#')) return "#" + digest(text);
    return text;
}

Base agreed_base(const Base& sent, const Record& fields, const WorkItem& answered) {
    Base base = sent;
    for (auto& [field, value] : base) {
        const auto held = answered.fields.find(field);
        if (held == answered.fields.end()) continue;
        const auto wanted = fields.find(field);
        if (wanted == fields.end() || wanted->second != held->second) value = base_value(held->second);
    }
    return base;
}

bool wants_link_back(const Mapping& mapping) {
    return mapping.link_back && (!mapping.link_back->field.empty() || !mapping.link_back->label.empty() ||
                                 mapping.link_back->note);
}

}  // namespace deskbridge
