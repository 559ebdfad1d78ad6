#include "adapters/request_tracker/base64.h"
#include "adapters/request_tracker/request_tracker.h"
#include "bench.h"
#include "http/http_client.h"
#include "json/json.h"
#include "recording.h"

#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <stdexcept>

namespace help_desk_contract {

using namespace deskbridge;
namespace rt = request_tracker;

namespace {

const char* environment(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

std::string text_of_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw std::runtime_error("cannot read " + path);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// An empty desk.
void begin_anew(const std::string& folder) {
    const auto command = fmt::format("'{}/tests/real/request_tracker/server' start '{}' >/dev/null",
                                     environment("DESKBRIDGE_SOURCE"), folder);
    if (std::system(command.c_str()) != 0) throw std::runtime_error("the real server does not start");
}

/// The address of a real server and the tokens of its accounts; without one, what a recording reads as.
struct Server {
    Server() {
        const std::string ready = environment("DESKBRIDGE_RT");
        if (ready.empty()) return;
        is_real = true;
        begin_anew(json::Document::parse(text_of_file(ready), "the ready file")["folder"].text());
        const auto json = json::Document::parse(text_of_file(ready), "the ready file");
        url = json["url"].text();
        for (const auto& [name, token] : json["tokens"].members()) tokens[std::string(name)] = token.text();
    }
    bool is_real = false;
    std::string url = Tape::address;
    std::map<std::string, std::string> tokens;
};

std::filesystem::path recording_file(const std::string& name) {
    return std::filesystem::path(environment("DESKBRIDGE_SOURCE")) /
           "tests/contract/help_desk_contract/recordings" / (name + ".jsonl");
}

/// The account of the bridge has number 29 on the server of tests/real, fresh from its template.
rt::RequestTrackerSettings settings_for(const Server& server) {
    rt::RequestTrackerSettings settings;
    settings.url = server.url;
    settings.account = "29";
    settings.refers_to = true;
    settings.page = 3;
    return settings;
}

class RequestTrackerBench : public Bench {
public:
    explicit RequestTrackerBench(const std::string& recording)
        : recording_(recording),
          tape_(server_.is_real ? Tape() : Tape::of(recording_file(recording))),
          bridge_(way_of("deskbridge")),
          staff_(way_of("grace")),
          line_(*bridge_),
          desk_(line_, settings_for(server_)) {}
    ~RequestTrackerBench() override {
        if (keeps()) tape_.save(recording_file(recording_));
    }

    HelpDesk& desk() override { return desk_; }
    std::unique_ptr<HelpDesk> restarted() override {
        return std::make_unique<rt::RequestTracker>(line_, settings_for(server_));
    }
    Line& line() override { return line_; }

    std::string add(const NewTicket& ticket) override {
        json::Writer body;
        body.object().member("Queue", "Engineering").member("Subject", ticket.subject);
        body.member("Requestor", customer()).member("Content", ticket.html);
        body.member("ContentType", "text/html");
        if (!ticket.file_name.empty())
            body.key("Attachments")
                .array()
                .object()
                .member("FileName", ticket.file_name)
                .member("FileType", "application/octet-stream")
                .member("FileContent", rt::base64(ticket.file_content))
                .end()
                .end();
        return json::Document::parse(ask("POST", "/ticket", body.end().take()), "a ticket")["id"].text();
    }
    void reply(const std::string& id, const std::string& html) override { say(id, "correspond", html); }
    void note(const std::string& id, const std::string& html) override { say(id, "comment", html); }
    void rename(const std::string& id, const std::string& subject) override { put(id, "Subject", subject); }
    void erase(const std::string& id) override { put(id, "Status", "deleted"); }
    void merge(const std::string& loser, const std::string& survivor) override {
        put(loser, "MergeInto", survivor);
    }

    std::vector<Sample> samples() const override {
        const auto noon = *parse_time("2026-12-24T12:00:00Z");
        const auto day = *parse_time("2026-12-25T00:00:00Z");
        return {{"subject", std::string("Gearbox 'grinds' \\ ü"), std::string("Ölstand"), false},
                {"status", std::string("stalled"), std::string("resolved"), false},
                {"priority", std::int64_t{75}, std::int64_t{0}, false},
                {"final_priority", std::int64_t{90}, std::int64_t{10}, false},
                {"department", std::string("Support"), std::string("Engineering"), false},
                {"assignee", Person{"Ben Okoye", "ben@rt.test", "ben"},
                 Person{"Grace Hollis", "grace@rt.test", "grace"}},
                {"requester", Person{"Grace Hollis", "grace@rt.test", "grace"},
                 Person{"Ines Duarte", "ines@customer.example", "ines"}, false},
                {"due", noon, day},
                {"starts", noon, day},
                {"time_worked", std::int64_t{45}, std::int64_t{60}, false},
                {"time_left", std::int64_t{5}, std::int64_t{10}, false},
                {"time_estimated", std::int64_t{90}, std::int64_t{100}, false},
                {"sla", std::string("Premium"), std::string("Standard")},
                {"labels", Words{"bug", "two words"}, Words{"bug"}},
                {"custom[\"Severity\"]", std::string("High"), std::string("Low")},
                {"custom[\"Components\"]", Words{"Engine", "Panel"}, Words{"Gearbox"}},
                {"custom[\"Details\"]", std::string("one\ntwo"), std::string("three")},
                {"custom[\"Shipped on\"]", day, *parse_time("2027-01-01T00:00:00Z")},
                {"custom[\"Seen at\"]", noon, day},
                {"custom[\"Work item\"]", std::string("4711"), std::string("4712")}};
    }
    std::vector<Wrong> wrong_values() const override {
        return {{"status", std::string("nonsense")},
                {"department", std::string("Board")},
                {"assignee", Person{"", "nobody@nowhere.example", ""}},
                {"assignee", Person{"Ines Duarte", "ines@customer.example", ""}},
                {"custom[\"Severity\"]", std::string("Enormous")},
                {"custom[\"Components\"]", Words{"Engine", "Keel"}},
                {"priority", std::string("high")},
                {"due", std::string("soon")},
                {"custom[\"Nothing\"]", std::string("x")},
                {"subject", Value{}}};
    }
    Budget budget() const override { return {4, 8, 1, 4, 1}; }
    std::string future_cursor(const Feed&) const override { return R"({"id":900000,"seen":[]})"; }
    bool tells_of_ends() const override { return true; }
    bool edits_messages() const override { return false; }
    std::string customer() const override { return "ines@customer.example"; }

private:
    bool keeps() const { return server_.is_real && *environment("DESKBRIDGE_RECORD") == '1'; }

    std::unique_ptr<Http> way_of(const std::string& who) {
        std::unique_ptr<Http> real;
        std::string authorization;
        if (server_.is_real) {
            HttpSettings settings;
            settings.agent_name = "deskbridge-test";
            real = std::make_unique<HttpClient>(settings);
            authorization = "token " + server_.tokens.at(who);
        }
        return std::make_unique<TapedHttp>(who, authorization, server_.url, tape_, std::move(real), keeps());
    }

    std::string ask(const std::string& method, const std::string& path, const std::string& body) {
        HttpRequest request;
        request.method = method;
        request.url = server_.url + "/REST/2.0" + path;
        request.headers.emplace("Content-Type", "application/json");
        request.body = body;
        const auto answer = staff_->exchange(request);
        if (answer.status > 299)
            throw std::runtime_error(fmt::format("{} {}: {} {}", method, path, answer.status, answer.body));
        return answer.body;
    }
    void say(const std::string& id, const std::string& how, const std::string& html) {
        json::Writer body;
        body.object().member("Content", html).member("ContentType", "text/html").end();
        ask("POST", "/ticket/" + id + "/" + how, body.take());
    }
    void put(const std::string& id, const std::string& name, const std::string& value) {
        json::Writer body;
        body.object().member(name, value).end();
        ask("PUT", "/ticket/" + id, body.take());
    }

    std::string recording_;
    Server server_;
    Tape tape_;
    std::unique_ptr<Http> bridge_;
    std::unique_ptr<Http> staff_;
    Line line_;
    rt::RequestTracker desk_;
};

}  // namespace

std::unique_ptr<Bench> request_tracker_bench(const std::string& recording) {
    return std::make_unique<RequestTrackerBench>(recording);
}

}  // namespace help_desk_contract
