// What an administrator has set up: people, departments, the lists a ticket chooses from, custom fields.
#pragma once

#include "sandbox/deskpro/ticket.h"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sandbox::deskpro {

/// An entry of a plain list: department, category, product, workflow, organization, agent team.
struct Named {
    long long id = 0;
    std::string title;
};

/// A priority; the higher `weight`, the more pressing.
struct Priority : Named {
    int weight = 0;
};

/// A status. `type` is one of awaiting_agent, awaiting_user, pending, resolved, archived, hidden;
/// `code` is the type itself for a built-in one and "type.name" for hidden and custom ones.
struct Status : Named {
    std::string type;
    std::string code;
};

struct Language : Named {
    std::string locale;
};

/// A custom ticket field; `widget` is text, textarea, choice, multichoice, radio, toggle, date,
/// datetime, number, currency or display (which nobody writes).
struct CustomField : Named {
    std::string alias;
    std::string widget;
    std::vector<Named> choices;
};

/// Someone who writes tickets, or an agent who answers them. An agent without `sees_all` sees only the
/// departments in `departments`; one without a password cannot ask for a token.
struct Person {
    long long id = 0;
    std::string name;
    std::string email;
    long long organization = 0;
    bool is_agent = false;
    bool sees_all = true;
    std::set<long long> departments;
    std::string password;
};

/// A ticket filter saved by an administrator: parameters of a ticket list, and optionally "the date in
/// `date_field` is at most `within_seconds` old".
struct SavedFilter : Named {
    std::vector<std::pair<std::string, std::string>> params;
    std::string date_field;
    long long within_seconds = 0;
};

/// All of it. Ids are unique within each list. The find functions answer nullptr when there is none.
struct Company {
    std::vector<Named> departments, categories, products, workflows, organizations, teams;
    std::vector<Priority> priorities;
    std::vector<Status> statuses;
    std::vector<Language> languages;
    std::vector<CustomField> fields;
    std::vector<SavedFilter> filters;
    std::map<long long, Person> people;

    const Person* person(long long id) const;
    const Person* person_by_email(std::string_view email) const;
    /// By code, else the built-in status of that type, else by title.
    const Status* status(std::string_view text) const;
    const CustomField* field(long long id) const;
    CustomField* field_by_title(std::string_view title);

    /// The person of that address, made when new. Without an address, the one of that name without address.
    long long know_person(const std::string& name, const std::string& email);
    long long know_language(const std::string& locale);
    /// The choice of that title, added to the field when new.
    long long know_choice(CustomField& field, const std::string& title);
    /// The field of that title; made as a text field when new.
    CustomField& know_field(const std::string& title);
    /// A text as this field holds it: choices by their titles separated by ';' (made when new), yes/no as
    /// "true"; "" is nothing.
    FieldValue value_of(CustomField& field, const std::string& text);
    /// The way back.
    std::string text_of(const CustomField& field, const FieldValue& value) const;

private:
    std::map<std::string, long long, std::less<>> people_by_email_;
    std::map<std::string, long long, std::less<>> people_by_name_;
};

/// The entry with that id or title; nullptr when there is none.
template <class Entry>
const Entry* find_id(const std::vector<Entry>& entries, long long id) {
    for (const auto& entry : entries) {
        if (entry.id == id) return &entry;
    }
    return nullptr;
}
template <class Entry>
const Entry* find_title(const std::vector<Entry>& entries, std::string_view title) {
    for (const auto& entry : entries) {
        if (entry.title == title) return &entry;
    }
    return nullptr;
}

/// The id of the entry of that title, which is made when there is none.
template <class Entry>
long long know_title(std::vector<Entry>& entries, const std::string& title) {
    if (const auto* known = find_title(entries, title)) return known->id;
    Entry entry;
    entry.id = entries.empty() ? 1 : entries.back().id + 1;
    entry.title = title;
    entries.push_back(std::move(entry));
    return entries.back().id;
}

/// A company that sells measuring devices and the software around them.
Company default_company();

}  // namespace sandbox::deskpro
