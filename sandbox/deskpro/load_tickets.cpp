#include "sandbox/deskpro/load_tickets.h"

#include "sandbox/deskpro/calendar.h"
#include "sandbox/deskpro/json.h"
#include "sandbox/deskpro/params.h"

#include <Poco/Base64Decoder.h>
#include <Poco/Exception.h>
#include <Poco/StreamCopier.h>
#include <algorithm>
#include <fmt/format.h>
#include <set>
#include <sstream>
#include <string>

namespace sandbox::deskpro {

namespace {

/// Why one line is no ticket; the line number is added further out.
struct BadLine {
    std::string reason;
};

const std::set<std::string> ticket_keys = {"id",           "ref",        "subject",  "message",  "messages",
                                           "status",       "department", "priority", "category", "product",
                                           "workflow",     "urgency",    "labels",   "language", "person",
                                           "organization", "agent",      "created",  "fields"};

void refuse_unknown(const Json& object, const std::set<std::string>& keys, const char* where) {
    for (const auto& member : *object.object()) {
        if (!keys.count(member.name))
            throw BadLine{fmt::format("unknown key \"{}\" in {}", member.name, where)};
    }
}

/// A text; absent and null are "".
std::string text_at(const Json& object, const char* name) {
    const auto* value = object.find(name);
    if (!value || value->is_null()) return "";
    if (!value->text()) throw BadLine{fmt::format("\"{}\" is not a text", name)};
    return *value->text();
}

void take(const Json& object, const char* name, std::string& out) {
    if (const auto* value = object.find(name); value && !value->is_null()) out = text_at(object, name);
}

std::optional<long long> date_at(const Json& object, const char* name) {
    const auto text = text_at(object, name);
    if (text.empty()) return std::nullopt;
    const auto date = read_date(text);
    if (!date) throw BadLine{fmt::format("\"{}\" is not a date: {}", name, text)};
    return date;
}

long long id_at(const Json& object) {
    const auto* value = object.find("id");
    if (!value || value->is_null()) return 0;
    const auto number = value->integer() ? std::optional(*value->integer())
                        : value->text()  ? whole_number(*value->text())
                                         : std::nullopt;
    if (!number || *number < 1) throw BadLine{"\"id\" is not a positive whole number"};
    return *number;
}

std::vector<std::string> texts_at(const Json& object, const char* name) {
    std::vector<std::string> texts;
    const auto* value = object.find(name);
    if (!value || value->is_null()) return texts;
    if (!value->list()) throw BadLine{fmt::format("\"{}\" is not a list", name)};
    for (const auto& item : *value->list()) {
        if (!item.text()) throw BadLine{fmt::format("\"{}\" holds something that is not a text", name)};
        texts.push_back(*item.text());
    }
    return texts;
}

bool truth_at(const Json& object, const char* name) {
    const auto* value = object.find(name);
    if (!value || value->is_null()) return false;
    if (!value->boolean()) throw BadLine{fmt::format("\"{}\" is not true or false", name)};
    return *value->boolean();
}

std::string base64_at(const Json& object) {
    std::istringstream in(text_at(object, "base64"));
    std::ostringstream out;
    try {
        Poco::Base64Decoder decoder(in);
        decoder.exceptions(std::ios::badbit);
        Poco::StreamCopier::copyStream(decoder, out);
    } catch (const Poco::DataFormatException&) {
        throw BadLine{"\"base64\" is not base64"};
    }
    return out.str();
}

/// Content as a text, or as base64 for what is none.
NewFile read_file(const Json& line) {
    if (!line.object()) throw BadLine{"a file is not an object"};
    refuse_unknown(line, {"name", "type", "text", "base64", "is_inline"}, "a file");
    NewFile file;
    file.name = text_at(line, "name");
    if (file.name.empty()) throw BadLine{"a file has no \"name\""};
    take(line, "type", file.content_type);
    file.content = line.find("base64") ? base64_at(line) : text_at(line, "text");
    file.is_inline = truth_at(line, "is_inline");
    return file;
}

std::vector<NewFile> read_files(const Json& line) {
    std::vector<NewFile> files;
    const auto* given = line.find("files");
    if (!given || given->is_null()) return files;
    if (!given->list()) throw BadLine{"\"files\" is not a list"};
    for (const auto& file : *given->list()) files.push_back(read_file(file));
    return files;
}

NewMessage read_message(const Json& line) {
    if (const auto* html = line.text()) return {*html, false, "", std::nullopt, {}};
    if (!line.object()) throw BadLine{"a message is a text or an object"};
    refuse_unknown(line, {"html", "is_note", "by", "at", "files"}, "a message");
    if (!line.find("html")) throw BadLine{"a message has no \"html\""};
    return {text_at(line, "html"), truth_at(line, "is_note"), text_at(line, "by"), date_at(line, "at"),
            read_files(line)};
}

void read_messages(const Json& line, NewTicket& ticket) {
    if (const auto* message = line.find("message")) ticket.messages.push_back(read_message(*message));
    const auto* more = line.find("messages");
    if (!more || more->is_null()) return;
    if (!more->list()) throw BadLine{"\"messages\" is not a list"};
    for (const auto& message : *more->list()) ticket.messages.push_back(read_message(message));
}

/// A text, a truth, a number, or a list of texts as the titles of its choices.
std::string field_text(const std::string& title, const Json& value) {
    if (value.is_null()) return "";
    if (const auto* text = value.text()) return *text;
    if (const auto* truth = value.boolean()) return *truth ? "true" : "false";
    if (const auto* number = value.integer()) return std::to_string(*number);
    std::string joined;
    for (const auto& item : value.list() ? *value.list() : Json::List()) {
        if (!item.text())
            throw BadLine{fmt::format("the field \"{}\" holds something that is not a text", title)};
        if (!joined.empty()) joined += ';';
        joined += *item.text();
    }
    if (!value.list())
        throw BadLine{fmt::format("the field \"{}\" is not a text, a truth, a number or a list", title)};
    return joined;
}

void read_fields(const Json& line, NewTicket& ticket) {
    const auto* fields = line.find("fields");
    if (!fields || fields->is_null()) return;
    if (!fields->object()) throw BadLine{"\"fields\" is not an object"};
    for (const auto& member : *fields->object()) {
        ticket.fields[member.name] = field_text(member.name, member.value);
    }
}

void read_person(const Json& line, NewTicket& ticket) {
    const auto* person = line.find("person");
    if (!person || person->is_null()) return;
    if (!person->object()) throw BadLine{"\"person\" is not an object"};
    refuse_unknown(*person, {"name", "email"}, "\"person\"");
    ticket.person_name = text_at(*person, "name");
    ticket.person_email = text_at(*person, "email");
}

void read_urgency(const Json& line, NewTicket& ticket) {
    const auto* urgency = line.find("urgency");
    if (!urgency || urgency->is_null()) return;
    const auto* number = urgency->integer();
    if (!number || *number < 1 || *number > 10) throw BadLine{"\"urgency\" is not a number from 1 to 10"};
    ticket.urgency = static_cast<int>(*number);
}

NewTicket read_ticket(const Json& line) {
    refuse_unknown(line, ticket_keys, "a ticket");
    NewTicket ticket;
    ticket.id = id_at(line);
    ticket.subject = text_at(line, "subject");
    if (!line.find("subject")) throw BadLine{"there is no \"subject\""};
    take(line, "ref", ticket.ref);
    take(line, "status", ticket.status);
    take(line, "department", ticket.department);
    take(line, "category", ticket.category);
    take(line, "priority", ticket.priority);
    take(line, "product", ticket.product);
    take(line, "workflow", ticket.workflow);
    take(line, "language", ticket.language);
    take(line, "organization", ticket.organization);
    take(line, "agent", ticket.agent);
    ticket.labels = texts_at(line, "labels");
    ticket.created = date_at(line, "created");
    read_urgency(line, ticket);
    read_person(line, ticket);
    read_messages(line, ticket);
    read_fields(line, ticket);
    return ticket;
}

/// A question of a support forum. Its author is known by a short name only.
NewTicket read_question(const Json& line) {
    if (!line.find("title")) throw BadLine{"there is no \"title\""};
    if (!line.find("content")) throw BadLine{"there is no \"content\""};
    NewTicket ticket;
    ticket.id = id_at(line);
    ticket.subject = text_at(line, "title");
    ticket.messages.push_back({text_at(line, "content"), false, "", std::nullopt, {}});
    ticket.labels = texts_at(line, "tags");
    ticket.language = text_at(line, "locale");
    ticket.category = text_at(line, "topic");
    ticket.product = text_at(line, "product");
    ticket.created = date_at(line, "created");
    ticket.person_name = text_at(line, "creator");
    if (!ticket.person_name.empty()) ticket.person_email = ticket.person_name + "@questions.example";
    return ticket;
}

NewTicket read_line(const std::string& text) {
    const auto line = read_json(text);
    if (!line.object()) throw BadLine{"it is not an object"};
    return line.find("title") || line.find("content") ? read_question(line) : read_ticket(line);
}

bool is_blank(const std::string& text) {
    return text.find_first_not_of(" \t\r") == std::string::npos;
}

}  // namespace

std::vector<NewTicket> load_tickets(std::istream& lines) {
    std::vector<NewTicket> tickets;
    std::string text;
    for (long long number = 1; std::getline(lines, text); ++number) {
        if (number == 1 && text.substr(0, 3) == "\xEF\xBB\xBF") text.erase(0, 3);
        if (is_blank(text)) continue;
        try {
            tickets.push_back(read_line(text));
            tickets.back().line = number;
        } catch (const BadLine& bad) {
            throw LoadError(fmt::format("line {}: {}", number, bad.reason));
        } catch (const JsonError& error) {
            throw LoadError(fmt::format("line {}: not JSON: {}", number, error.what()));
        }
    }
    return tickets;
}

}  // namespace sandbox::deskpro
