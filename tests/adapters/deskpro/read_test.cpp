#include "adapters/deskpro/read.h"

#include "bench.h"
#include "scripted_http.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::test;
using sandbox::deskpro::Options;

namespace {

std::string description(const Ticket& ticket) {
    return text_of(ticket.get("description"));
}

std::vector<Ticket> described(Bench& bench, const std::vector<std::string>& ids) {
    auto tickets = bench.adapter.read_tickets(ids);
    bench.adapter.describe(tickets);
    return tickets;
}

/// One ticket whose messages are answered so.
Ticket described_by(ScriptedHttp::Script script) {
    ScriptedHttp http(std::move(script));
    deskpro::Client client(http, "https://acme.example");
    std::vector<Ticket> tickets(1);
    tickets[0].id = "7";
    deskpro::describe(client, tickets);
    return tickets[0];
}

Ticket described_by(const std::string& body) {
    return described_by([=](const HttpRequest&) { return json_answer(200, body); });
}

const std::string odd_texts[] = {
    "plain",
    "\xF0\x9F\x98\x80 astral \xF0\x9D\x94\xB8",
    "\xD8\xA7\xD9\x84\xD8\xB9\xD8\xB1\xD8\xA8\xD9\x8A\xD8\xA9 \xE2\x80\xAE"
    "desrever\xE2\x80\xAC",
    "tab\there, line\nthere, \x01\x02\x1F and \x7F",
    std::string("nul\0inside", 10),
    "quotes \" ' \\ / and </script> &amp; &#x41;",
    "\xEF\xBB\xBF"
    "bom, \xE2\x80\xA8 separator, \xC2\xA0 no-break, combining e\xCC\x81",
    "  blanks  around  ",
};

}  // namespace

TEST_CASE("Two hundred tickets are read in one call") {
    Bench bench;
    const auto ids = bench.add_many(200);
    bench.ticket(1);
    bench.http.said.clear();
    const auto tickets = bench.adapter.read_tickets(ids);
    CHECK(tickets.size() == 200);
    CHECK(bench.http.said.size() == 1);
    CHECK(bench.adapter.read_tickets({}).empty());
}

TEST_CASE("All two hundred come when the instance caps pages, tells no meta, or knows no ids") {
    Options options;
    options.count_cap = 30;
    Bench bench(options);
    const auto ids = bench.add_many(200);
    SECTION("capped") {}
    SECTION("without meta") {
        bench.http.after = [](const HttpRequest&, HttpResponse& answer) {
            const auto at = answer.body.find("\"meta\":{\"pagination\"");
            if (at == std::string::npos) return;
            const auto end = answer.body.find("},\"linked\"", at);
            REQUIRE(end != std::string::npos);
            answer.body.replace(at, end + 1 - at, "\"meta\":[]");
        };
    }
    SECTION("ids are ignored") {
        bench.add_many(100);
        auto next = std::make_shared<SystemHttp>(bench.desk, "key 1:SANDBOXKEY0123456789");
        bench.http.after = [next](const HttpRequest& request, HttpResponse& answer) {
            const auto at = request.url.find("?ids=");
            if (at == std::string::npos) return;
            auto changed = request;
            changed.url.replace(at + 1, changed.url.find('&', at) - at, "");
            answer = next->exchange(changed);
        };
    }
    const auto tickets = bench.adapter.read_tickets(ids);
    std::set<std::string> found;
    for (const auto& ticket : tickets) found.insert(ticket.id);
    CHECK(found == as_set(ids));
    CHECK(tickets.size() == 200);
}

TEST_CASE("Tickets that are deleted or spam say so as far as the desk does; what we do not see is left out") {
    for (const auto hidden : {Options::HiddenRead::not_found, Options::HiddenRead::hidden}) {
        for (const int unseen : {403, 404}) {
            Options options;
            options.hidden_read = hidden;
            options.unseen_status = unseen;
            options.keys = {{1, "SANDBOXKEY0123456789", 5, {}}};  // an agent who sees departments 1 and 4
            Bench bench(options);
            const auto ids = bench.add_many(5);
            bench.desk.remove(1);
            bench.desk.spam(2);
            bench.desk.edit(3, {.department = "Billing"});
            auto asked = ids;
            asked.push_back("99999");
            std::map<std::string, Presence> found;
            for (const auto& ticket : bench.adapter.read_tickets(asked)) found[ticket.id] = ticket.presence;
            std::map<std::string, Presence> told{{"4", Presence::there}, {"5", Presence::there}};
            if (hidden == Options::HiddenRead::hidden)
                told.insert({{"1", Presence::deleted}, {"2", Presence::spam}});
            CHECK(found == told);
            bench.desk.restore(1);
            CHECK(bench.ticket(1).presence == Presence::there);
        }
    }
}

TEST_CASE("A merged ticket answers under its survivor's id and says which was asked for") {
    Bench bench;
    bench.add_many(3);
    bench.desk.merge(1, 3);
    bench.desk.merge(2, 3);
    const std::vector<std::string> loser{"1"}, all{"1", "2", "3"};
    auto tickets = bench.adapter.read_tickets(loser);
    REQUIRE(tickets.size() == 1);
    CHECK(tickets[0].id == "3");
    CHECK(tickets[0].merged == "1");
    CHECK(tickets[0].url == bench.ticket(3).url);
    std::set<std::string> merged;
    for (const auto& ticket : bench.adapter.read_tickets(all)) {
        CHECK(ticket.id == "3");
        merged.insert(ticket.merged);
    }
    CHECK(merged == std::set<std::string>{"", "1", "2"});
    bench.desk.remove(3);
    bench.desk.change_options([](Options& o) { o.hidden_read = Options::HiddenRead::hidden; });
    tickets = bench.adapter.read_tickets(loser);
    REQUIRE(tickets.size() == 1);
    CHECK(tickets[0].presence == Presence::deleted);
    bench.desk.change_options([](Options& o) { o.merged_read = Options::MergedRead::not_found; });
    CHECK(bench.adapter.read_tickets(loser).empty());
}

TEST_CASE("A ticket that a list leaves out is not gone before it was asked for by itself") {
    Bench bench;
    const auto ids = bench.add_many(4);
    bench.http.after = [](const HttpRequest& request, HttpResponse& answer) {
        if (request.url.find("ids=") != std::string::npos)
            answer = json_answer(200, R"({"data":[],"meta":[],"linked":[]})");
    };
    CHECK(bench.adapter.read_tickets(ids).size() == 4);
    bench.http.after = [](const HttpRequest& request, HttpResponse& answer) {
        const bool alone = request.url.find("/tickets/") != std::string::npos ||
                           request.url.find("/batch") != std::string::npos;
        answer = alone ? json_answer(500, "{}") : json_answer(200, R"({"data":[]})");
    };
    CHECK_THROWS_AS(bench.adapter.read_tickets(ids), SyncError);
}

TEST_CASE("What a ticket is called, in the words that every desk has") {
    Bench bench;
    sandbox::deskpro::NewTicket wanted;
    wanted.subject = "Gauge shows zero";
    wanted.ref = "MRD-12";
    wanted.messages.push_back({"<p>Since today</p>", false, "", std::nullopt});
    wanted.status = "pending";
    wanted.department = "Engineering";
    wanted.category = "Bug";
    wanted.priority = "High";
    wanted.product = "Gauge M2 firmware";
    wanted.workflow = "Investigating";
    wanted.urgency = 7;
    wanted.labels = {"bug", "gauge"};
    wanted.language = "de";
    wanted.person_name = "Ines Duarte";
    wanted.person_email = "ines@nordhafen.example";
    wanted.organization = "Nordhafen Shipping";
    wanted.agent = "maren.holt@meridian.example";
    wanted.created = start - 60'000;
    wanted.fields = {{"Severity", "Major"},
                     {"Platforms", "Linux;iOS"},
                     {"Affected version", "2.1"},
                     {"Customer is blocked", "true"},
                     {"Needed by", "2026-12-01"}};
    const auto id = bench.desk.add(wanted);
    const auto ticket = bench.ticket(id);

    CHECK(ticket.ref == "MRD-12");
    CHECK(ticket.url == "http://127.0.0.1/app#/t/ticket/" + std::to_string(id));
    CHECK(ticket.presence == Presence::there);
    CHECK(!ticket.described);
    CHECK(is_nothing(ticket.get("description")));
    const std::vector<std::pair<std::string, std::string>> texts = {
        {"subject", "Gauge shows zero"},
        {"status", "pending"},
        {"status_category", "waiting"},
        {"department", "Engineering"},
        {"category", "Bug"},
        {"priority", "High"},
        {"product", "Gauge M2 firmware"},
        {"workflow", "Investigating"},
        {"language", "Deutsch"},
        {"organization", "Nordhafen Shipping"},
        {"requester.name", "Ines Duarte"},
        {"requester.email", "ines@nordhafen.example"},
        {"assignee.name", "Maren Holt"},
        {"assignee.email", "maren.holt@meridian.example"},
        {"labels", "bug; gauge"},
        {"urgency", "7"},
        {"created", "2026-11-21T11:29:00Z"},
        {"custom[\"Severity\"]", "Major"},
        {"custom[\"severity\"]", "Major"},
        {"custom['Platforms']", "Linux; iOS"},
        {"custom[\"Affected version\"]", "2.1"},
        {"custom[\"Customer is blocked\"]", "true"},
        {"custom[\"Needed by\"]", "2026-12-01T00:00:00Z"}};
    for (const auto& [path, text] : texts) {
        INFO(path);
        CHECK(text_of(ticket.get(path)) == text);
    }
    CHECK(std::holds_alternative<Words>(ticket.get("custom.Platforms")) |
          std::holds_alternative<Words>(ticket.get("custom[\"Platforms\"]")));
    const auto names = bench.adapter.ticket_fields();
    for (const auto* name : {"subject", "assignee.email", "custom[\"Severity\"]", "urgency"})
        CHECK(std::count(names.begin(), names.end(), name) == 1);
}

TEST_CASE("Secrets that let a guest into a ticket are nowhere in it") {
    Bench bench;
    bench.add("Secret");
    std::string secret;
    bench.http.after = [&](const HttpRequest&, HttpResponse& answer) {
        const auto at = answer.body.find("\"auth\":\"");
        if (at != std::string::npos)
            secret = answer.body.substr(at + 8, answer.body.find('"', at + 8) - at - 8);
    };
    const auto ticket = bench.ticket(1);
    REQUIRE(!secret.empty());
    for (const auto& [name, value] : ticket.fields) CHECK(text_of(value).find(secret) == std::string::npos);
}

TEST_CASE("Names are read again when a ticket names a new one, or after an hour by the desk's clock") {
    Bench bench;
    bench.add_many(2);
    CHECK(text_of(bench.ticket(1).get("department")) == "Support");
    bench.desk.edit(1, {.department = "Field service"});
    CHECK(text_of(bench.ticket(1).get("department")) == "Field service");
    bench.desk.change_company([](auto& company) { company.departments[0].title = "First aid"; });
    CHECK(text_of(bench.ticket(2).get("department")) == "Support");
    bench.now += 2 * 3'600'000;
    bench.ticket(2);
    CHECK(text_of(bench.ticket(2).get("department")) == "First aid");
}

TEST_CASE("Lists that the key may not read leave ids; lists that fail for now are an error") {
    Bench bench;
    bench.add_many(3);
    int asked = 0;
    int status = 403;
    bench.http.after = [&](const HttpRequest& request, HttpResponse& answer) {
        if (request.url.find("/ticket_departments") == std::string::npos) return;
        ++asked;
        answer = json_answer(status, "{}");
    };
    CHECK(text_of(bench.ticket(1).get("department")) == "1");
    bench.desk.edit(2, {.department = "Billing"});
    CHECK(text_of(bench.ticket(2).get("department")) == "3");
    CHECK(asked == 1);
    for (const int failing : {500, 429, 400, 200}) {
        status = failing;
        auto fresh = bench.restarted();
        const std::vector<std::string> ids{"1"};
        CHECK_THROWS_AS(fresh.read_tickets(ids), SyncError);
    }
}

TEST_CASE("SLA dates and waiting times are fields of the ticket, in place or beside it") {
    ScriptedHttp http([](const HttpRequest& request) {
        if (request.url.find("/slas") != std::string::npos)
            return json_answer(
                200, R"({"data":[{"id":3,"title":"Gold"}],"meta":{"pagination":{"total_pages":1}}})");
        if (request.url.find("/tickets?") == std::string::npos) return json_answer(404, "{}");
        return json_answer(200, R"({"data":[
            {"id":1,"subject":"in place","worst_sla_status":"warning","ticket_slas":[
                {"id":8,"sla":3,"is_completed":false,"warn_date":"2026-01-02T00:00:00+0000","fail_date":"2026-01-04T00:00:00+0000"},
                {"id":9,"sla":{"id":4,"title":"Silver"},"is_completed":false,"fail_date":"2026-01-03T00:00:00+0000"},
                {"id":10,"sla":3,"is_completed":true,"fail_date":"2026-01-01T00:00:00+0000"}],
             "waiting_times":[{"length":90},{"start":"2026-01-01T00:00:00+0000","end":"2026-01-01T00:01:00+0000"}],
             "date_user_waiting":"2026-01-05T00:00:00+0000"},
            {"id":2,"subject":"beside","worst_sla_status":null,"ticket_slas":[8,77],"waiting_times":[],
             "total_user_waiting":"3600","date_agent_waiting":"2026-01-05T00:00:00+0000"}],
            "meta":{"pagination":{"total":2,"total_pages":1}},
            "linked":{"ticket_sla":{"8":{"id":8,"sla":3,"fail_date":"2026-01-04T00:00:00+0000"}}}})");
    });
    deskpro::Deskpro adapter(http, {"https://acme.example"});
    const std::vector<std::string> ids{"1", "2"};
    const auto tickets = adapter.read_tickets(ids);
    REQUIRE(tickets.size() == 2);
    const auto shown = [&](std::size_t i, const char* name) { return text_of(tickets[i].get(name)); };
    CHECK(shown(0, "worst_sla_status") == "warning");
    CHECK(shown(0, "slas") == "Gold; Silver; Gold");
    CHECK(shown(0, "sla_warning") == "2026-01-02T00:00:00Z");
    CHECK(shown(0, "sla_due") == "2026-01-03T00:00:00Z");
    CHECK(shown(0, "waiting_seconds") == "150");
    CHECK(shown(0, "waiting_minutes") == "2");
    CHECK(shown(0, "user_waiting_since") == "2026-01-05T00:00:00Z");
    CHECK(is_nothing(tickets[0].get("agent_waiting_since")));
    CHECK(is_nothing(tickets[1].get("worst_sla_status")));
    CHECK(shown(1, "slas") == "Gold");
    CHECK(shown(1, "sla_due") == "2026-01-04T00:00:00Z");
    CHECK(shown(1, "waiting_seconds") == "3600");
    CHECK(shown(1, "agent_waiting_since") == "2026-01-05T00:00:00Z");
    for (const auto* name : {"worst_sla_status", "sla_due", "waiting_minutes", "slas"}) {
        const auto known = adapter.ticket_fields();
        CHECK(std::count(known.begin(), known.end(), name) == 1);
    }
}

TEST_CASE("The description is the first public message, never a note") {
    Bench bench;
    const auto plain = bench.add("Plain", "<p>First</p>");
    bench.reply(plain);
    const auto noted = bench.add("Noted", "");
    for (int i = 0; i < 8; ++i) bench.desk.write(noted, {"<p>secret</p>", true, "", std::nullopt});
    bench.desk.write(noted, {"<p>Public at last</p>", false, "", std::nullopt});
    const auto only_notes = bench.add("Only notes", "");
    bench.desk.write(only_notes, {"<p>secret</p>", true, "", std::nullopt});
    const auto empty = bench.add("Empty", "");
    const auto endless = bench.add("Endless", "<p>The first of many</p>");
    for (int i = 0; i < 499; ++i) bench.reply(endless);
    const auto late = bench.add("Late", "");
    for (int i = 0; i < 450; ++i) bench.desk.write(late, {"<p>secret</p>", true, "", std::nullopt});
    bench.desk.write(late, {"<p>After 450 notes</p>", false, "", std::nullopt});

    std::vector<std::string> ids;
    for (const auto id : {plain, noted, only_notes, empty, endless, late}) ids.push_back(std::to_string(id));
    const auto check = [&] {
        const auto tickets = described(bench, ids);
        REQUIRE(tickets.size() == 6);
        for (const auto& ticket : tickets) CHECK(ticket.described);
        CHECK(description(tickets[0]) == "<p>First</p>");
        CHECK(description(tickets[1]) == "<p>Public at last</p>");
        CHECK(is_nothing(tickets[2].get("description")));
        CHECK(is_nothing(tickets[3].get("description")));
        CHECK(description(tickets[4]) == "<p>The first of many</p>");
        CHECK(description(tickets[5]) == "<p>After 450 notes</p>");
    };
    SECTION("as asked") {
        check();
    }
    SECTION("by an instance that lists messages newest first, however asked") {
        bench.desk.change_options([](Options& o) { o.batch = Options::Batch::none; });
        auto next = std::make_shared<SystemHttp>(bench.desk, "key 1:SANDBOXKEY0123456789");
        bench.http.after = [next](const HttpRequest& request, HttpResponse& answer) {
            if (request.url.find("/messages") == std::string::npos) return;
            auto changed = request;
            const auto at = changed.url.find("&order_by=");
            if (at != std::string::npos) changed.url.resize(at);
            changed.url += "&order_by=id&order_dir=desc";
            answer = next->exchange(changed);
        };
        check();
    }
    SECTION("by an instance that refuses to order messages") {
        bench.desk.change_options([](Options& o) { o.batch = Options::Batch::none; });
        bench.http.after = [](const HttpRequest& request, HttpResponse& answer) {
            if (request.url.find("/messages") != std::string::npos &&
                request.url.find("order_by") != std::string::npos)
                answer = json_answer(400, R"({"code":"invalid_input"})");
        };
        check();
    }
}

TEST_CASE("Descriptions and subjects are the same byte for byte") {
    Bench bench;
    std::vector<std::string> ids;
    for (const auto& text : odd_texts) ids.push_back(std::to_string(bench.add(text, "<p>" + text + "</p>")));
    const auto tickets = described(bench, ids);
    REQUIRE(tickets.size() == std::size(odd_texts));
    for (std::size_t i = 0; i < tickets.size(); ++i) {
        INFO(odd_texts[i]);
        CHECK(text_of(tickets[i].get("subject")) == odd_texts[i]);
        CHECK(description(tickets[i]) == "<p>" + odd_texts[i] + "</p>");
    }
}

TEST_CASE("Two hundred descriptions are one call where there are batches, in either shape") {
    for (const auto batch : {Options::Batch::both, Options::Batch::plain, Options::Batch::requests}) {
        Options options;
        options.batch = batch;
        Bench bench(options);
        const auto ids = bench.add_many(200);
        described(bench, ids);
        bench.http.said.clear();
        auto tickets = bench.adapter.read_tickets(ids);
        bench.adapter.describe(tickets);
        CHECK(bench.http.said.size() == 2);
        for (std::size_t i = 0; i < tickets.size(); ++i)
            REQUIRE(description(tickets[i]) == "<p>" + std::to_string(i) + "</p>");
    }
    Options options;
    options.batch = Options::Batch::none;
    Bench bench(options);
    const auto tickets = described(bench, bench.add_many(30));
    for (std::size_t i = 0; i < tickets.size(); ++i)
        REQUIRE(description(tickets[i]) == "<p>" + std::to_string(i) + "</p>");
}

TEST_CASE("A note is one by any spelling of the flag") {
    for (const auto* flag : {"true", "1", "\"1\"", "\"true\""}) {
        INFO(flag);
        const auto ticket = described_by(
            std::string(R"({"data":[{"id":1,"message":"secret","is_agent_note":)") + flag +
            R"(},{"id":2,"message":"public","is_agent_note":0}],"meta":{"pagination":{"total":2,"total_pages":1}}})");
        CHECK(description(ticket) == "public");
    }
    for (const auto* flag : {"false", "0", "\"0\"", "null"}) {
        INFO(flag);
        CHECK(description(
                  described_by(std::string(R"({"data":[{"id":"1","message":"public","is_agent_note":)") +
                               flag + R"(}],"meta":[]})")) == "public");
    }
}

TEST_CASE("Messages without meta are read to their end") {
    const auto ticket = described_by([](const HttpRequest& request) {
        const bool first = request.url.find("page=1&") != std::string::npos ||
                           request.url.rfind("page=1") == request.url.size() - 6;
        return json_answer(200, first ? R"({"data":[{"id":9,"message":"later"},{"id":4,"message":"first"}]})"
                                      : R"({"data":[]})");
    });
    CHECK(description(ticket) == "first");
}

TEST_CASE("An answer without messages is no ticket without messages") {
    for (const auto* body : {"{}", "", "[]", R"({"data":null})", R"({"status":500})"}) {
        INFO(body);
        const auto ticket = described_by(body);
        CHECK(!ticket.described);
        CHECK(ticket.presence == Presence::there);
    }
}

TEST_CASE("One ticket whose messages cannot be read is left alone, also when it is the only one") {
    for (const auto batch : {Options::Batch::both, Options::Batch::none}) {
        Options options;
        options.batch = batch;
        Bench bench(options);
        const auto ids = bench.add_many(6);
        bench.http.before = [](const HttpRequest& request) {
            if (request.url.find("/tickets/3/messages") != std::string::npos) throw dropped();
        };
        bench.http.after = [](const HttpRequest& request, HttpResponse& answer) {
            // one poisoned ticket spoils the whole batch
            if (request.body.find("/tickets/3/messages") != std::string::npos)
                answer = json_answer(500, "{}");
        };
        auto tickets = described(bench, ids);
        REQUIRE(tickets.size() == 6);
        for (const auto& ticket : tickets) CHECK(ticket.described == (ticket.id != "3"));
        tickets = described(bench, {"3"});
        REQUIRE(tickets.size() == 1);
        CHECK(!tickets[0].described);
        CHECK(tickets[0].presence == Presence::there);
    }
}

TEST_CASE(
    "A ticket that vanished since it was listed is deleted if the desk says so, and else not described") {
    Bench bench;
    const auto ids = bench.add_many(3);
    auto tickets = bench.adapter.read_tickets(ids);
    bench.desk.remove(2);
    bench.adapter.describe(tickets);
    CHECK(tickets[0].described);
    CHECK(!tickets[1].described);
    CHECK(tickets[1].presence == Presence::there);
    bench.desk.change_options([](Options& o) { o.hidden_read = Options::HiddenRead::hidden; });
    bench.http.after = [](const HttpRequest& request, HttpResponse& answer) {
        if (request.url.ends_with("/batch") && request.body.find("/messages") != std::string::npos)
            answer = json_answer(
                200, R"({"responses":{"k0":{"headers":{"status-code":404}},)"
                     R"("k1":{"headers":{"status-code":404}},"k2":{"headers":{"status-code":404}}}})");
    };
    bench.adapter.describe(tickets);
    CHECK(tickets[1].presence == Presence::deleted);
    CHECK(tickets[2].presence == Presence::there);
    bench.http.after = nullptr;
    bench.desk.change_options([](Options& o) { o.hidden_read = Options::HiddenRead::not_found; });

    tickets = bench.adapter.read_tickets(ids);
    REQUIRE(tickets.size() == 2);
    bench.desk.change_options([](Options& o) { o.batch = Options::Batch::none; });
    bench.http.after = [](const HttpRequest& request, HttpResponse& answer) {
        if (request.url.find("/tickets/3/messages") != std::string::npos) answer = json_answer(404, "{}");
    };
    auto fresh = bench.restarted();
    fresh.describe(tickets);
    CHECK(!tickets[1].described);
    CHECK(tickets[1].presence == Presence::there);
}

TEST_CASE("When no description at all can be read the desk is in trouble") {
    Bench bench;
    auto tickets = bench.adapter.read_tickets(bench.add_many(10));
    bench.http.after = [](const HttpRequest& request, HttpResponse& answer) {
        if (request.url.find("/v2/me") == std::string::npos) answer = json_answer(500, "{}");
    };
    try {
        bench.adapter.describe(tickets);
        FAIL("no error");
    } catch (const SyncError& error) {
        CHECK(error.reach == Reach::side);
    }
}
