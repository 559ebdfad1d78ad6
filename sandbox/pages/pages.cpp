#include "sandbox/pages/pages.h"

#include "sandbox/deskpro/deskpro.h"
#include "sandbox/pages/page_json.h"
#include "sandbox/pages/pairs.h"
#include "sandbox/pages/text.h"

#include <Poco/Exception.h>
#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>
#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <stdexcept>

namespace sandbox {

namespace {

using Poco::JSON::Object;

/// Ends the answering of a request with a status and a sentence.
struct Refused : std::runtime_error {
    Refused(int the_status, const std::string& sentence) : std::runtime_error(sentence), status(the_status) {}
    int status;
};

Reply reply_of(int status, const char* type, std::string body) {
    Reply reply;
    reply.status = status;
    reply.body = std::move(body);
    reply.headers = {
        {"Content-Type", type},
        {"Cache-Control", "no-store"},
        {"X-Content-Type-Options", "nosniff"},
        {"X-Frame-Options", "DENY"},
        {"Referrer-Policy", "no-referrer"},
        // frames with the HTML of messages inherit this: no script, no picture from outside, no form
        {"Content-Security-Policy",
         "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; connect-src 'self'; img-src "
         "data:; "
         "frame-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'"}};
    return reply;
}

Reply json(std::string text) {
    return reply_of(200, "application/json; charset=utf-8", std::move(text));
}

Reply refusal(int status, const std::string& sentence) {
    Object object;
    object.set("error", sentence);
    std::ostringstream out;
    object.stringify(out);
    return reply_of(status, "application/json; charset=utf-8", out.str());
}

Reply document() {
    return reply_of(200, "text/html; charset=utf-8",
                    fmt::format("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                                "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                                "<title>deskbridge sandbox</title>\n<link rel=\"icon\" href=\"data:,\">\n"
                                "<style>{}</style>\n</head>\n<body>{}</body>\n</html>\n",
                                page_style, page_body));
}

template <typename Number>
Number number_of(const std::string& text) {
    Number number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number <= 0) {
        throw Refused(404, fmt::format("\"{}\" is no number of anything.", text));
    }
    return number;
}

Object::Ptr object_of(const std::string& body) {
    const auto document = Poco::JSON::Parser().parse(body);
    if (document.type() != typeid(Object::Ptr)) throw Refused(400, "The body wants to be an object.");
    return document.extract<Object::Ptr>();
}

std::optional<std::string> text_in(const Object& object, const std::string& key) {
    const auto value = object.get(key);
    if (value.isEmpty()) return std::nullopt;
    if (!value.isString()) throw Refused(400, fmt::format("\"{}\" wants a text.", key));
    return value.extract<std::string>();
}

std::string wanted_text(const Object& object, const std::string& key) {
    const auto text = text_in(object, key);
    if (!text || text->empty()) throw Refused(400, fmt::format("\"{}\" is missing.", key));
    return *text;
}

std::optional<std::vector<std::string>> texts_in(const Object& object, const std::string& key) {
    if (!object.has(key)) return std::nullopt;
    const auto list = object.getArray(key);
    if (!list) throw Refused(400, fmt::format("\"{}\" wants a list of texts.", key));
    std::vector<std::string> texts;
    for (const auto& text : *list) texts.push_back(text.convert<std::string>());
    return texts;
}

void expect_done(const std::optional<std::string>& why_not) {
    if (why_not) throw Refused(409, *why_not);
}

PairQuery query_of(const Request& request) {
    PairQuery query;
    using Show = PairQuery::Show;
    for (const auto& [name, value] : query_pairs(request.query)) {
        if (name == "q") query.words = value;
        if (name == "order") query.newest_first = value != "oldest";
        if (name == "page") query.page = number_of<std::size_t>(value);
        if (name == "count") query.count = std::min<std::size_t>(number_of<std::size_t>(value), 200);
        if (name == "show") {
            query.show = value == "linked"     ? Show::linked
                         : value == "unlinked" ? Show::unlinked
                         : value == "orphans"  ? Show::orphans
                                               : Show::all;
        }
    }
    return query;
}

}  // namespace

bool is_loopback_host(const std::string& host) {
    const auto end = host.starts_with('[') ? host.find(']') + 1 : host.find(':');
    const auto name = host.substr(0, end);
    return name == "127.0.0.1" || name == "localhost" || name == "[::1]";
}

std::string html_of_text(const std::string& text) {
    std::string html = "<p>";
    for (std::size_t i = 0; i < text.size(); ++i) {
        switch (text[i]) {
            case '&': html += "&amp;"; break;
            case '<': html += "&lt;"; break;
            case '>': html += "&gt;"; break;
            case '"': html += "&quot;"; break;
            case '\r': break;
            case '\n': {
                const auto next = text.find_first_not_of("\r\n", i);
                const bool blank =
                    std::count(text.begin() + static_cast<long>(i),
                               text.begin() + static_cast<long>(std::min(next, text.size())), '\n') > 1;
                if (next == std::string::npos) return html + "</p>";
                html += blank ? "</p><p>" : "<br>";
                i = next - 1;
                break;
            }
            default: html += text[i];
        }
    }
    return html + "</p>";
}

Pages::Pages(Deskpro& desk, azure_devops::AzureDevOps& work, WorkSideOptions options,
             std::string work_address)
    : desk_(desk),
      work_(work, options),
      desk_address_(std::move(options.desk_address)),
      work_address_(std::move(work_address)) {}

Reply Pages::handle(const Request& request) {
    try {
        return answer(request);
    } catch (const Refused& refused) {
        return refusal(refused.status, refused.what());
    } catch (const Poco::Exception& error) {
        return refusal(400, error.displayText());
    } catch (const std::exception& error) {
        return refusal(500, error.what());
    }
}

Reply Pages::answer(const Request& request) {
    // a name that an outsider points to 127.0.0.1 would make this page part of his
    if (!is_loopback_host(request.header("Host"))) throw Refused(421, "Ask for 127.0.0.1 or localhost.");
    const auto parts = path_segments(request.path);
    if (request.method == "GET" || request.method == "HEAD") return read(request, parts);
    if (request.method != "POST" && request.method != "PATCH")
        throw Refused(405, "That cannot be done here.");
    if (!request.header("Content-Type").starts_with("application/json")) {
        throw Refused(415, "Send the body with Content-Type: application/json.");
    }
    return write(request, parts);
}

Reply Pages::read(const Request& request, const std::vector<std::string>& parts) {
    if (parts.empty()) return document();
    if (parts.size() == 1 && parts[0] == "script.js") {
        return reply_of(200, "text/javascript; charset=utf-8", std::string(page_script));
    }
    if (parts[0] == "api" && parts.size() == 2 && parts[1] == "pairs") return list(request);
    if (parts[0] == "api" && parts.size() == 2 && parts[1] == "choices") return choices();
    if (parts[0] == "api" && parts.size() == 3 && parts[1] == "tickets") return ticket(parts[2]);
    if (parts[0] == "api" && parts.size() == 3 && parts[1] == "items") return item(parts[2]);
    throw Refused(404, "There is nothing at this address.");
}

Reply Pages::write(const Request& request, const std::vector<std::string>& parts) {
    const bool adds = request.method == "POST";
    const auto is = [&](std::size_t size, const char* kind, const char* inner) {
        return parts.size() == size && parts[0] == "api" && parts[1] == kind &&
               (size < 4 || parts[3] == inner);
    };
    if (adds && is(2, "tickets", "")) return create_ticket(request.body);
    if (!adds && is(3, "tickets", "")) return edit_ticket(parts[2], request.body);
    if (adds && is(4, "tickets", "messages")) return add_message(parts[2], request.body);
    if (!adds && is(3, "items", "")) return edit_item(parts[2], request.body);
    if (adds && is(4, "items", "comments")) return add_comment(parts[2], request.body);
    throw Refused(404, "There is nothing to write at this address.");
}

Reply Pages::list(const Request& request) {
    const auto tickets = desk_.tickets();
    const auto items = work_.items();
    return json(json_of(pair_up(tickets, items, query_of(request))));
}

Reply Pages::choices() {
    return json(choices_json(desk_.company(), desk_address_, work_address_));
}

Reply Pages::ticket(const std::string& id) {
    const auto found = desk_.ticket(number_of<long long>(id));
    if (!found) throw Refused(404, "There is no such ticket.");
    std::vector<int> items;
    for (const auto& item : work_.items()) {
        if (item.ticket == found->id) items.push_back(item.id);
    }
    return json(json_of(*found, items));
}

Reply Pages::item(const std::string& id) {
    const auto found = work_.item(number_of<int>(id));
    if (!found) throw Refused(404, "There is no such work item.");
    return json(json_of(*found));
}

Reply Pages::create_ticket(const std::string& body) {
    const auto wanted = object_of(body);
    deskpro::NewTicket ticket;
    ticket.subject = wanted_text(*wanted, "subject");
    ticket.messages.push_back({html_of_text(wanted_text(*wanted, "text")), false, "", std::nullopt});
    ticket.department = text_in(*wanted, "department").value_or(ticket.department);
    ticket.priority = text_in(*wanted, "priority").value_or("");
    ticket.labels = texts_in(*wanted, "labels").value_or(std::vector<std::string>());
    ticket.person_email = wanted_text(*wanted, "person_email");
    ticket.person_name = text_in(*wanted, "person_name").value_or(ticket.person_email);
    return this->ticket(std::to_string(desk_.add(ticket)));
}

Reply Pages::edit_ticket(const std::string& id, const std::string& body) {
    const auto wanted = object_of(body);
    deskpro::TicketEdit edit;
    edit.subject = text_in(*wanted, "subject");
    edit.status = text_in(*wanted, "status");
    edit.labels = texts_in(*wanted, "labels");
    expect_done(desk_.edit(number_of<long long>(id), edit));
    return ticket(id);
}

Reply Pages::add_message(const std::string& id, const std::string& body) {
    const auto wanted = object_of(body);
    deskpro::NewMessage message;
    message.html = html_of_text(wanted_text(*wanted, "text"));
    message.is_note = wanted->optValue("is_note", true);
    message.by = text_in(*wanted, "by").value_or("");
    if (desk_.write(number_of<long long>(id), message) == 0) throw Refused(404, "There is no such ticket.");
    return ticket(id);
}

Reply Pages::edit_item(const std::string& id, const std::string& body) {
    const auto wanted = object_of(body);
    expect_done(work_.edit(number_of<int>(id), text_in(*wanted, "title"), text_in(*wanted, "state")));
    return item(id);
}

Reply Pages::add_comment(const std::string& id, const std::string& body) {
    const auto wanted = object_of(body);
    expect_done(work_.comment(number_of<int>(id), html_of_text(wanted_text(*wanted, "text"))));
    return item(id);
}

}  // namespace sandbox
