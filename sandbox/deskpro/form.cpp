#include "sandbox/deskpro/form.h"

#include "sandbox/deskpro/calendar.h"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <set>

namespace sandbox::deskpro {

namespace {

const std::set<std::string> change_keys = {
    "subject", "department", "status",  "agent",    "agent_team",   "priority",
    "urgency", "category",   "product", "workflow", "organization", "language",
    "labels",  "cc",         "fields",  "is_hold",  "star",         "suppress_user_notify"};
const std::set<std::string> message_keys = {"message", "format", "is_note", "person", "attachments"};

void refuse_extra(const Json& body, const std::set<std::string>& keys, const Options& options,
                  FormErrors& errors) {
    for (const auto& member : *body.object()) {
        if (!keys.count(member.name) || options.lacking_keys.count(member.name)) {
            errors.add("extra_fields", "This form should not contain extra fields.");
            return;
        }
    }
}

FormErrors bad(std::string message) {
    FormErrors errors;
    errors.add("invalid_input", std::move(message));
    return errors;
}

/// A whole number, also when it comes as a text.
std::optional<long long> number_of(const Json& value) {
    if (const auto* number = value.integer()) return *number;
    if (const auto* text = value.text()) return whole_number(*text);
    return std::nullopt;
}

std::optional<bool> truth_of(const Json& value) {
    if (const auto* truth = value.boolean()) return *truth;
    if (const auto* number = value.integer(); number && (*number == 0 || *number == 1)) return *number == 1;
    return std::nullopt;
}

/// Reads members of one body one after the other and gathers what is wrong with them.
class Reading {
public:
    Reading(const Place& place, const Json& body, FormErrors& errors)
        : place_(place), body_(body), errors_(errors) {}

    /// null or an id that `known` accepts.
    template <class Known>
    void id(const char* name, std::optional<long long>& out, Known known) {
        const auto* value = body_.find(name);
        if (!value) return;
        const auto number = value->is_null() ? std::optional(0LL) : number_of(*value);
        if (!number || (*number != 0 && !known(*number))) {
            errors_.fields[name] = bad("This value is not valid.");
        } else {
            out = number;
        }
    }
    template <class Entry>
    void entry(const char* name, std::optional<long long>& out, const std::vector<Entry>& list) {
        id(name, out, [&](long long number) { return find_id(list, number) != nullptr; });
    }
    void truth(const char* name, std::optional<bool>& out) {
        const auto* value = body_.find(name);
        if (!value) return;
        out = truth_of(*value);
        if (!out) errors_.fields[name] = bad("This value should be true or false.");
    }
    void subject(std::optional<std::string>& out) {
        const auto* value = body_.find("subject");
        if (!value) return;
        if (const auto* text = value->text(); text && !text->empty()) {
            out = *text;
        } else {
            errors_.fields["subject"].add("required", "This value should not be blank.");
        }
    }
    void status(std::optional<long long>& out) {
        const auto* value = body_.find("status");
        if (!value) return;
        const auto* code = value->text();
        for (const auto& known : place_.desk.company.statuses) {
            if (code && known.code == *code) out = known.id;
        }
        if (!out) errors_.fields["status"] = bad("This value is not valid.");
    }
    void urgency(std::optional<int>& out) {
        const auto* value = body_.find("urgency");
        if (!value) return;
        const auto number = number_of(*value).value_or(0);
        if (number < 1 || number > 10) {
            errors_.fields["urgency"] = bad("This value should be between 1 and 10.");
        } else {
            out = static_cast<int>(number);
        }
    }
    void labels(std::optional<std::vector<std::string>>& out) {
        const auto* value = body_.find("labels");
        if (!value) return;
        std::vector<std::string> labels;
        bool valid = value->is_null() || value->list();
        for (const auto& item : value->list() ? *value->list() : Json::List()) {
            const auto* text = item.text();
            valid = valid && text && !text->empty();
            if (valid && std::find(labels.begin(), labels.end(), *text) == labels.end())
                labels.push_back(*text);
        }
        if (valid) {
            out = std::move(labels);
        } else {
            errors_.fields["labels"] = bad("This value should be a list of texts.");
        }
    }
    /// Only checks; people are made when everything else is right.
    void cc();
    void person(const char* name);
    void custom_fields(std::map<long long, FieldValue>& out);

private:
    const Place& place_;
    const Json& body_;
    FormErrors& errors_;
};

/// Whether this names a person: an id that is known, or an address.
bool names_person(const Place& place, const Json& value) {
    if (const auto number = number_of(value)) return place.desk.company.person(*number) != nullptr;
    return value.text() && value.text()->find('@') != std::string::npos;
}

/// The person so named; an address that is new makes one, so this comes after everything was checked.
long long person_of(const Place& place, const Json& value) {
    const auto number = number_of(value);
    return number ? *number : place.desk.company.know_person("", *value.text());
}

bool is_given(const Json* value) {
    return value && !value->is_null();
}

void Reading::person(const char* name) {
    const auto* value = body_.find(name);
    if (is_given(value) && !names_person(place_, *value))
        errors_.fields[name] = bad("There is no such person.");
}

void Reading::cc() {
    const auto* value = body_.find("cc");
    if (!value) return;
    bool valid = value->is_null() || value->list();
    for (const auto& item : value->list() ? *value->list() : Json::List()) {
        valid = valid && names_person(place_, item);
    }
    if (!valid) errors_.fields["cc"] = bad("This value should be a list of people.");
}

void make_cc(const Place& place, const Json& body, TicketChange& change) {
    const auto* value = body.find("cc");
    if (!value) return;
    change.cc.emplace();
    for (const auto& item : value->list() ? *value->list() : Json::List()) {
        change.cc->push_back(person_of(place, item));
    }
}

std::optional<FieldValue> chosen(const CustomField& field, const Json& value) {
    std::vector<long long> choices;
    for (const auto& item : value.list() ? *value.list() : Json::List{value}) {
        const auto number = number_of(item);
        if (!number || !find_id(field.choices, *number)) return std::nullopt;
        choices.push_back(*number);
    }
    if (field.widget != "multichoice" && choices.size() > 1) return std::nullopt;
    return choices.empty() ? FieldValue() : FieldValue(std::move(choices));
}

/// A number of either kind, also one that comes as a text.
std::optional<FieldValue> counted(const Json& value) {
    if (const auto number = number_of(value)) return FieldValue(std::to_string(*number));
    const auto text = value.text() ? *value.text() : fmt::format("{}", value.real() ? *value.real() : 0.0);
    char* end = nullptr;
    std::strtod(text.c_str(), &end);
    const bool is_number = !text.empty() && end == text.c_str() + text.size();
    return (value.text() || value.real()) && is_number ? std::optional(FieldValue(text)) : std::nullopt;
}

/// nullopt when the value does not suit the field's widget.
std::optional<FieldValue> field_value(const CustomField& field, const Json& value) {
    if (field.widget == "display") return std::nullopt;
    if (value.is_null()) return FieldValue();
    if (field.widget == "toggle") {
        const auto truth = truth_of(value);
        return truth ? std::optional(FieldValue(*truth)) : std::nullopt;
    }
    if (field.widget == "choice" || field.widget == "multichoice" || field.widget == "radio")
        return chosen(field, value);
    if (field.widget == "number" || field.widget == "currency") return counted(value);
    std::string text;
    if (const auto* given = value.text())
        text = *given;
    else if (const auto number = number_of(value))
        text = std::to_string(*number);
    else
        return std::nullopt;
    if (text.empty()) return FieldValue();
    if (field.widget != "date" && field.widget != "datetime") return FieldValue(text);
    const auto time = read_date(text);
    if (!time) return std::nullopt;
    return FieldValue(field.widget == "date" ? text.substr(0, 10) : api_date(*time));
}

void Reading::custom_fields(std::map<long long, FieldValue>& out) {
    const auto* value = body_.find("fields");
    if (!value || (value->list() && value->list()->empty())) return;
    if (!value->object()) {
        errors_.fields["fields"] = bad("This value is not valid.");
        return;
    }
    FormErrors nested;
    for (const auto& member : *value->object()) {
        const auto* field = place_.desk.company.field(whole_number(member.name).value_or(-1));
        if (!field) {
            if (nested.own.empty()) nested.add("extra_fields", "This form should not contain extra fields.");
        } else if (auto read = field_value(*field, member.value)) {
            out[field->id] = std::move(*read);
        } else {
            nested.fields[member.name] = bad("This value is not valid.");
        }
    }
    if (!nested.empty()) errors_.fields["fields"] = std::move(nested);
}

TicketChange read_change_into(const Place& place, const Json& body, FormErrors& errors) {
    const auto& company = place.desk.company;
    Reading reading(place, body, errors);
    TicketChange change;
    reading.subject(change.subject);
    reading.status(change.status);
    reading.entry("department", change.department, company.departments);
    if (change.department && *change.department == 0)
        errors.fields["department"].add("required", "Choose one.");
    reading.entry("category", change.category, company.categories);
    reading.entry("priority", change.priority, company.priorities);
    reading.entry("product", change.product, company.products);
    reading.entry("workflow", change.workflow, company.workflows);
    reading.entry("organization", change.organization, company.organizations);
    reading.entry("language", change.language, company.languages);
    reading.entry("agent_team", change.agent_team, company.teams);
    reading.id("agent", change.agent, [&](long long id) {
        const auto* person = company.person(id);
        return person && person->is_agent;
    });
    reading.urgency(change.urgency);
    reading.labels(change.labels);
    reading.cc();
    reading.truth("is_hold", change.is_hold);
    reading.truth("star", change.star);
    reading.custom_fields(change.fields);
    return change;
}

std::string text_to_html(const std::string& text) {
    std::string html;
    for (const char c : text) {
        switch (c) {
            case '&': html += "&amp;"; break;
            case '<': html += "&lt;"; break;
            case '>': html += "&gt;"; break;
            case '\n': html += "<br />\n"; break;
            default: html += c;
        }
    }
    return html;
}

/// `{"<blob_id>":{"blob_auth"}}` or `[{"blob_auth","is_inline"}]`; a wrong secret is an error.
void read_attachments(const Place& place, const Json& value, MessageForm& form, FormErrors& errors) {
    std::vector<std::pair<long long, const Json*>> wanted;
    if (const auto* members = value.object()) {
        for (const auto& m : *members) wanted.emplace_back(whole_number(m.name).value_or(-1), &m.value);
    }
    if (const auto* items = value.list()) {
        for (const auto& item : *items) wanted.emplace_back(0, &item);
    }
    auto& blobs = form.blobs.emplace();
    for (const auto& [id, entry] : wanted) {
        const auto* auth = entry->find("blob_auth");
        const auto* secret = auth ? auth->text() : nullptr;
        const auto& known = place.desk.blobs;
        const auto found = std::find_if(known.begin(), known.end(), [&, number = id](const auto& b) {
            return secret && b.second.auth == *secret && (number == 0 || b.first == number);
        });
        if (found == known.end()) {
            errors.fields["attachments"] = bad("There is no such file.");
        } else {
            blobs.push_back(found->first);
            const auto* shown = entry->find("is_inline");
            if (shown && shown->boolean() && *shown->boolean()) form.inline_blobs.insert(found->first);
        }
    }
}

MessageForm read_message_into(const Place& place, const Json& body, bool complete, FormErrors& errors) {
    MessageForm form;
    refuse_extra(body, message_keys, place.options, errors);
    const auto* message = body.find("message");
    const auto* format = body.find("format");
    const bool plain = format && format->text() && *format->text() == "text";
    if (format && !plain && (!format->text() || *format->text() != "html")) {
        errors.fields["format"] = bad("This value is not valid.");
    }
    if (message && message->text()) form.html = plain ? text_to_html(*message->text()) : *message->text();
    if (form.html.empty() && (complete || message)) {
        errors.fields["message"].add("required", "This value should not be blank.");
    }
    std::optional<bool> note;
    Reading reading(place, body, errors);
    reading.truth("is_note", note);
    reading.person("person");
    form.is_note = note.value_or(false);
    if (const auto* files = body.find("attachments")) read_attachments(place, *files, form, errors);
    return form;
}

const Json& form_of(const Json& body) {
    static const Json empty{Json::Object()};
    return body.object() ? body : empty;
}

}  // namespace

TicketChange read_change(const Place& place, const Json& body) {
    FormErrors errors;
    refuse_extra(form_of(body), change_keys, place.options, errors);
    auto change = read_change_into(place, form_of(body), errors);
    if (!errors.empty()) throw invalid_input(std::move(errors));
    make_cc(place, form_of(body), change);
    return change;
}

TicketForm read_ticket(const Place& place, const Json& given, long long acting) {
    const auto& body = form_of(given);
    auto keys = change_keys;
    keys.insert({"person", "message"});
    FormErrors errors;
    refuse_extra(body, keys, place.options, errors);
    TicketForm form;
    form.change = read_change_into(place, body, errors);
    if (!form.change.subject) {
        auto& subject = errors.fields["subject"];
        if (subject.empty()) subject.add("required", "This value should not be blank.");
    }
    const auto* person = body.find("person");
    Reading(place, body, errors).person("person");
    if (!is_given(person) && !acting)
        errors.fields["person"].add("required", "This value should not be blank.");
    Json as_form;
    if (const auto* message = body.find("message")) {
        as_form = message->object() ? *message : Json(Json::Object{{"message", *message}});
        FormErrors nested;
        form.message = read_message_into(place, as_form, true, nested);
        if (!nested.empty()) errors.fields["message"] = std::move(nested);
    }
    if (!errors.empty()) throw invalid_input(std::move(errors));
    make_cc(place, body, form.change);
    form.person = is_given(person) ? person_of(place, *person) : acting;
    if (form.message && is_given(as_form.find("person")))
        form.message->person = person_of(place, *as_form.find("person"));
    return form;
}

MessageForm read_message(const Place& place, const Json& body, bool complete) {
    FormErrors errors;
    auto form = read_message_into(place, form_of(body), complete, errors);
    if (!errors.empty()) throw invalid_input(std::move(errors));
    if (is_given(form_of(body).find("person"))) form.person = person_of(place, *form_of(body).find("person"));
    return form;
}

Message message_of(const Place& place, MessageForm form, long long author) {
    Message message;
    message.person = form.person ? form.person : author;
    message.is_note = form.is_note;
    message.html = std::move(form.html);
    message.creation_system = "web.api";
    message.blobs = form.blobs.value_or(std::vector<long long>());
    message.inline_blobs = std::move(form.inline_blobs);
    for (const auto id : message.blobs) place.desk.blobs.at(id).is_temp = false;
    return message;
}

}  // namespace sandbox::deskpro
