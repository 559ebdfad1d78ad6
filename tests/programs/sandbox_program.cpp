#include "programs/sandbox_program.h"

#include <algorithm>
#include <fmt/format.h>
#include <stdexcept>

namespace programs {

using deskbridge::json::Document;
using deskbridge::json::View;
using deskbridge::json::Writer;

namespace {

std::string without_end(std::string text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
    return text;
}

Item item_from(const View& view) {
    Item item;
    item.id = view["id"].integer().value_or(0);
    item.revision = static_cast<int>(view["rev"].integer().value_or(0));
    item.title = view["fields"]["System.Title"].text();
    item.repro_steps = view["fields"]["Microsoft.VSTS.TCM.ReproSteps"].text();
    for (const auto& [name, value] : view["fields"].members()) {
        auto& text = item.fields[std::string(name)];
        text = value.is_object() ? value["uniqueName"].text() : value.text();
        if (value.is_number()) text = fmt::format("{}", *value.number());
    }
    for (const auto& relation : view["relations"].items()) {
        if (relation["rel"].text() != "Hyperlink") continue;
        item.ticket_url = relation["url"].text();
        item.mark = relation["attributes"]["comment"].text();
    }
    return item;
}

DeskTicket ticket_from(const View& view) {
    DeskTicket ticket;
    ticket.id = view["id"].integer().value_or(0);
    ticket.ref = view["ref"].text();
    ticket.subject = view["subject"].text();
    ticket.fields = view["fields"].dump();
    for (const auto& label : view["labels"].items()) ticket.labels.insert(label.text());
    return ticket;
}

}  // namespace

SandboxProgram::SandboxProgram(const std::filesystem::path& tickets, const std::vector<std::string>& more)
    : process_(start(tickets, more)) {
    wait_until_ready();
    const auto ready = Document::parse(text_of(folder() / "ready"), "the ready file");
    desk_ = ready["desk"].text();
    work_ = ready["work"].text();
    sign_in_ = ready["sign_in"].text();
    organization_ = ready["organization"].text();
    control_ = ready["control"].text();
    desk_web_ = std::make_unique<Web>(
        desk_, std::map<std::string, std::string>{{"Authorization", "key " + desk_key()}});
    work_web_ = std::make_unique<Web>(
        work_, std::map<std::string, std::string>{{"Authorization", basic_authorization(work_token())}});
    control_web_ =
        std::make_unique<Web>(control_.substr(0, control_.rfind('/')), std::map<std::string, std::string>{});
}

Process SandboxProgram::start(const std::filesystem::path& tickets,
                              const std::vector<std::string>& more) const {
    std::vector<std::string> command{built_program("deskbridge-sandbox"),
                                     "--config",
                                     folder().string(),
                                     "--listen-port-pages",
                                     "0",
                                     "--seed",
                                     "1"};
    if (!tickets.empty()) command.insert(command.end(), {"--tickets", tickets.string()});
    command.insert(command.end(), more.begin(), more.end());
    return Process(command);
}

void SandboxProgram::wait_until_ready() {
    const auto ready = [this] { return std::filesystem::exists(folder() / "ready"); };
    if (!process_.wait_until(ready, std::chrono::seconds{60}))
        throw std::runtime_error("the sandbox did not get ready: " + process_.out() + process_.err());
}

std::string SandboxProgram::desk_key() const {
    return without_end(text_of(folder() / "desk.key"));
}

std::string SandboxProgram::work_token() const {
    return without_end(text_of(folder() / "work.pat"));
}

int SandboxProgram::add_rule(const std::string& rule) {
    const auto answer = Document::parse(control_web_->want("POST", "/control/faults", rule), "the rules");
    return static_cast<int>(answer["rules"].items().back()["id"].integer().value());
}

Standing SandboxProgram::standing(int rule) {
    const auto answer = Document::parse(control_web_->want("GET", "/control/faults"), "the rules");
    for (const auto& one : answer["rules"].items())
        if (one["id"].integer() == rule)
            return {one["met"].integer().value(), one["struck"].integer().value()};
    throw std::runtime_error(fmt::format("there is no rule {}", rule));
}

void SandboxProgram::clear_rules() {
    control_web_->want("DELETE", "/control/faults");
}

void SandboxProgram::turn(const std::string& switches) {
    control_web_->want("PUT", "/control/switches", switches);
}

int SandboxProgram::count(const std::string& system, const std::string& method, const std::string& path,
                          const std::string& body) {
    Writer rule;
    rule.object()
        .member("system", system)
        .member("act", "delay")
        .member("delay_ms", 1)
        .member("probability", 0.0);
    if (!method.empty()) rule.member("method", method);
    if (!path.empty()) rule.member("path_contains", path);
    if (!body.empty()) rule.member("body_contains", body);
    return add_rule(rule.end().take());
}

std::vector<Item> SandboxProgram::items(const std::string& project) {
    constexpr std::size_t page = 200;
    const auto base = "/" + organization_ + "/";
    const std::string query =
        R"({"query": "SELECT [System.Id] FROM WorkItems WHERE [System.TeamProject] = ')" + project + R"('"})";
    const auto found = Document::parse(
        work_web_->want("POST", base + project + "/_apis/wit/wiql?api-version=5.0", query), "the query");
    const auto rows = found["workItems"].items();
    std::vector<Item> items;
    for (std::size_t from = 0; from < rows.size(); from += page) {
        Writer body;
        body.object().member("$expand", "all").key("ids").array();
        for (std::size_t i = from; i < std::min(rows.size(), from + page); ++i)
            body.integer(rows[i]["id"].integer().value());
        const auto read =
            Document::parse(work_web_->want("POST", base + "_apis/wit/workitemsbatch?api-version=5.0",
                                            body.end().end().take()),
                            "the work items");
        for (const auto& item : read["value"].items()) items.push_back(item_from(item));
    }
    return items;
}

Document SandboxProgram::desk_call(const std::string& method, const std::string& path,
                                   const std::string& body) {
    const auto text = desk_web_->want(method, "/api/v2" + path, body);
    return Document::parse(text.empty() ? "{}" : text, "the desk's answer");
}

Document SandboxProgram::work_call(const std::string& method, const std::string& path,
                                   const std::string& body) {
    const auto text = work_web_->want(method, "/" + organization_ + path, body);
    return Document::parse(text.empty() ? "{}" : text, "the tracker's answer");
}

void SandboxProgram::edit_item(std::int64_t id, const std::string& field, const std::string& value) {
    work_call("PATCH", fmt::format("/_apis/wit/workitems/{}?api-version=7.1", id),
              fmt::format(R"([{{"op": "add", "path": "/fields/{}", "value": {}}}])", field, value));
}

std::int64_t SandboxProgram::add_item(const std::string& title, const std::string& project) {
    return work_call("POST", "/" + project + "/_apis/wit/workitems/$Bug?api-version=7.1",
                     fmt::format(R"([{{"op": "add", "path": "/fields/System.Title", "value": "{}"}}])",
                                 title))["id"]
        .integer()
        .value();
}

std::vector<std::string> SandboxProgram::comments(std::int64_t id, const std::string& project) {
    std::vector<std::string> texts;
    const auto answer = work_call(
        "GET",
        fmt::format("/{}/_apis/wit/workItems/{}/comments?order=asc&api-version=7.1-preview.4", project, id));
    for (const auto& comment : answer["comments"].items()) texts.push_back(comment["text"].text());
    return texts;
}

std::vector<DeskTicket> SandboxProgram::tickets(bool with_messages) {
    std::vector<DeskTicket> all;
    for (int page = 1;; ++page) {
        const auto answer = desk_call("GET", fmt::format("/tickets?count=200&order_by=id&page={}", page));
        for (const auto& view : answer["data"].items()) all.push_back(ticket_from(view));
        if (page >= answer["meta"]["pagination"]["total_pages"].integer().value_or(0)) break;
    }
    if (with_messages)
        for (auto& ticket : all) ticket.messages = messages_of(ticket.id);
    return all;
}

std::vector<std::string> SandboxProgram::messages_of(std::int64_t ticket) {
    std::vector<std::string> texts;
    const auto answer = desk_call("GET", fmt::format("/tickets/{}/messages?count=200&order_by=id", ticket));
    for (const auto& message : answer["data"].items()) texts.push_back(message["message"].text());
    return texts;
}

std::int64_t SandboxProgram::add_ticket(const std::string& subject, const std::string& message) {
    Writer body;
    body.object().member("subject", subject).key("message").object();
    body.member("message", message).member("format", "html").end();
    body.member("person", "ines.duarte@nordhafen.example").member("department", 1).end();
    return desk_call("POST", "/tickets", body.take())["data"]["id"].integer().value();
}

std::string SandboxProgram::both_sides() {
    std::string text;
    for (const auto& item : items())
        text += fmt::format("item {} revision {} {}\n", item.id, item.revision, item.mark);
    for (const auto& ticket : tickets(true))
        text += fmt::format("ticket {} {} {} {}\n", ticket.id, fmt::join(ticket.labels, ","), ticket.fields,
                            ticket.messages.size());
    return text;
}

std::map<std::string, int> items_by_ticket(const std::vector<Item>& items) {
    std::map<std::string, int> count;
    for (const auto& item : items) ++count[item.ticket_url];
    return count;
}

}  // namespace programs
