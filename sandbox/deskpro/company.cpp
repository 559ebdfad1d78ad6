#include "sandbox/deskpro/company.h"

#include <algorithm>
#include <cctype>

namespace sandbox::deskpro {

namespace {

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

}  // namespace

const Person* Company::person(long long id) const {
    const auto found = people.find(id);
    return found == people.end() ? nullptr : &found->second;
}

const Person* Company::person_by_email(std::string_view email) const {
    const auto found = people_by_email_.find(lower(email));
    return found == people_by_email_.end() ? nullptr : person(found->second);
}

const Status* Company::status(std::string_view text) const {
    for (const auto& entry : statuses) {
        if (entry.code == text) return &entry;
    }
    return find_title(statuses, text);
}

const CustomField* Company::field(long long id) const {
    return find_id(fields, id);
}

CustomField* Company::field_by_title(std::string_view title) {
    for (auto& entry : fields) {
        if (entry.title == title) return &entry;
    }
    return nullptr;
}

long long Company::know_person(const std::string& name, const std::string& email) {
    auto& index = email.empty() ? people_by_name_ : people_by_email_;
    const auto key = email.empty() ? name : lower(email);
    if (const auto known = index.find(key); known != index.end()) return known->second;
    Person made;
    made.id = people.empty() ? 1 : people.rbegin()->first + 1;
    made.name = name.empty() ? email.substr(0, email.find('@')) : name;
    made.email = email;
    index[key] = made.id;
    return people.emplace(made.id, made).first->first;
}

long long Company::know_language(const std::string& locale) {
    for (const auto& entry : languages) {
        if (entry.locale == locale) return entry.id;
    }
    const auto id = languages.empty() ? 1 : languages.back().id + 1;
    languages.push_back({{id, locale}, locale});
    return id;
}

long long Company::know_choice(CustomField& field, const std::string& title) {
    if (const auto* known = find_title(field.choices, title)) return known->id;
    // choices of all fields share one row of numbers
    long long id = 1;
    for (const auto& other : fields) {
        for (const auto& choice : other.choices) id = std::max(id, choice.id + 1);
    }
    field.choices.push_back({id, title});
    return id;
}

FieldValue Company::value_of(CustomField& field, const std::string& text) {
    if (text.empty()) return std::monostate();
    if (field.widget == "toggle") return text == "true";
    if (field.widget == "choice" || field.widget == "radio")
        return std::vector<long long>{know_choice(field, text)};
    if (field.widget != "multichoice") return text;
    std::vector<long long> choices;
    for (std::size_t begin = 0; begin <= text.size();) {
        const auto end = std::min(text.find(';', begin), text.size());
        if (end > begin) choices.push_back(know_choice(field, text.substr(begin, end - begin)));
        begin = end + 1;
    }
    return choices;
}

std::string Company::text_of(const CustomField& field, const FieldValue& value) const {
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    if (const auto* truth = std::get_if<bool>(&value)) return *truth ? "true" : "false";
    std::string out;
    if (const auto* ids = std::get_if<std::vector<long long>>(&value)) {
        for (const auto id : *ids) {
            if (!out.empty()) out += ';';
            if (const auto* choice = find_id(field.choices, id)) out += choice->title;
        }
    }
    return out;
}

CustomField& Company::know_field(const std::string& title) {
    if (auto* known = field_by_title(title)) return *known;
    know_title(fields, title);
    fields.back().widget = "text";
    return fields.back();
}

}  // namespace sandbox::deskpro
