#include "request_tracker_desk.h"

#include "programs/files.h"
#include "programs/process.h"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <stdexcept>

namespace real {

using deskbridge::json::Document;
using deskbridge::json::View;
using deskbridge::json::Writer;

namespace {

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

void server(const std::string& verb, const std::string& folder) {
    const auto outcome = programs::run(
        {environment("DESKBRIDGE_SOURCE") + "/tests/real/request_tracker/server", verb, folder});
    if (outcome.code != 0) throw std::runtime_error("Request Tracker does not " + verb + ": " + outcome.err);
}

/// A connection for one call: the server ends what is quiet for a second.
programs::Web web_of(const std::string& url, const std::string& token) {
    return {url, {{"Authorization", "token " + token}, {"User-Agent", "deskbridge-test"}}};
}

Ticket ticket_from(View view) {
    Ticket ticket;
    ticket.id = view["id"].text();
    ticket.subject = view["Subject"].text();
    ticket.status = view["Status"].text();
    ticket.priority = view["Priority"].integer().value_or(-1);
    for (const auto& field : view["CustomFields"].items())
        for (const auto& value : field["values"].items())
            ticket.custom[field["name"].text()].push_back(value.text());
    return ticket;
}

}  // namespace

RequestTrackerDesk::RequestTrackerDesk() : folder_(environment("DESKBRIDGE_REAL")) {
    server("start", folder_);
    const auto ready = Document::parse(programs::text_of(folder_ + "/ready"), "the ready file");
    url_ = ready["url"].text();
    mailbox_ = ready["mailbox"].text();
    for (const auto& [name, token] : ready["tokens"].members()) tokens_[std::string(name)] = token.text();
}

RequestTrackerDesk::~RequestTrackerDesk() {
    try {
        server("stop", folder_);
    } catch (const std::exception&) {
        // whoever started the tests removes the folder, and with it what runs
    }
}

Document RequestTrackerDesk::staff(const std::string& method, const std::string& path,
                                   const std::string& body) {
    for (int attempt = 1;; ++attempt) {
        try {
            return Document::parse(web_of(url_, tokens_.at("grace")).want(method, "/REST/2.0" + path, body),
                                   "the desk's answer");
        } catch (const std::exception&) {
            // a read may have met a cut
            if (method != "GET" || attempt == 5) throw;
        }
    }
}

std::string RequestTrackerDesk::add(const std::string& queue, const std::string& subject,
                                    const std::string& html, const std::string& label,
                                    const std::string& file) {
    Writer body;
    body.object().member("Queue", queue).member("Subject", subject).member("Content", html);
    body.member("ContentType", "text/html").member("Requestor", "ines@customer.example");
    body.key("CustomFields").object().key("Labels").array().text(label).end();
    body.member("Severity", "High").end();
    // "aGVsbG8=" is "hello"
    if (!file.empty())
        body.key("Attachments")
            .array()
            .object()
            .member("FileName", file)
            .member("FileType", "application/octet-stream")
            .member("FileContent", "aGVsbG8=")
            .end()
            .end();
    return staff("POST", "/ticket", body.end().take())["id"].text();
}

void RequestTrackerDesk::reply(const std::string& ticket, const std::string& html) {
    Writer body;
    body.object().member("Content", html).member("ContentType", "text/html").end();
    staff("POST", "/ticket/" + ticket + "/correspond", body.take());
}

void RequestTrackerDesk::note(const std::string& ticket, const std::string& html) {
    Writer body;
    body.object().member("Content", html).member("ContentType", "text/html").end();
    staff("POST", "/ticket/" + ticket + "/comment", body.take());
}

void RequestTrackerDesk::set(const std::string& ticket, const std::string& name, const std::string& value) {
    Writer body;
    body.object().key(name).raw(value).end();
    staff("PUT", "/ticket/" + ticket, body.take());
}

Ticket RequestTrackerDesk::ticket(const std::string& id) {
    return ticket_from(staff("GET", "/ticket/" + id).root());
}

std::vector<Said> RequestTrackerDesk::said_on(const std::string& id) {
    std::vector<Said> said;
    std::map<std::string, std::string> texts;
    const auto parts =
        staff("GET", "/ticket/" + id +
                         "/attachments?fields=TransactionId,ContentType,Filename,Content&per_page=100");
    for (const auto& part : parts["items"].items())
        if (part["ContentType"].text().starts_with("text/") && part["Filename"].text().empty())
            texts[part["TransactionId"].text()] += part["Content"].text();
    const auto history = staff("GET", "/ticket/" + id + "/history?fields=Type&per_page=100");
    for (const auto& row : history["items"].items()) {
        const auto type = row["Type"].text();
        if (type == "Correspond" || type == "Comment")
            said.push_back({texts[row["id"].text()], type == "Correspond"});
    }
    return said;
}

std::size_t RequestTrackerDesk::files_on(const std::string& id, const std::string& name) {
    const auto parts =
        staff("GET", "/ticket/" + id + "/attachments?fields=Filename,TransactionId&per_page=100");
    const auto rows = parts["items"].items();
    return static_cast<std::size_t>(
        std::count_if(rows.begin(), rows.end(), [&](View row) { return row["Filename"].text() == name; }));
}

std::int64_t RequestTrackerDesk::last_transaction() {
    const auto found = Document::parse(
        web_of(url_, tokens_.at("root"))
            .want("GET",
                  "/REST/2.0/transactions?query=ObjectType%20%3D%20%27RT%3A%3ATicket%27&orderby=id&"
                  "order=DESC&per_page=1"),
        "the last transaction");
    return found["items"][0]["id"].integer().value_or(0);
}

void RequestTrackerDesk::cut() {
    server("cut", folder_);
}

std::string RequestTrackerDesk::mailed() const {
    return programs::text_of(mailbox_);
}

}  // namespace real
