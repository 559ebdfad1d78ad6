#include "adapters/deskpro/change.h"

#include "bench.h"
#include "scripted_http.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::test;
using sandbox::deskpro::Options;

namespace {

std::optional<SyncError> change(Bench& bench, const std::string& id, Record fields) {
    const std::vector<TicketChange> changes{{id, std::move(fields)}};
    return bench.adapter.change(changes).at(0).error;
}

Record everything() {
    return {{"subject", std::string("Gauge shows zero")},
            {"status", std::string("awaiting_user")},
            {"priority", std::string("HIGH")},
            {"urgency", std::int64_t{7}},
            {"department", std::string("Billing")},
            {"category", std::string("Incident")},
            {"product", std::string("Meridian Cloud")},
            {"workflow", std::string("Verified")},
            {"assignee", Person{"", "Maren.Holt@MERIDIAN.example", ""}},
            {"agent_team", std::string("First line")},
            {"organization", std::string("Kobayashi Optics")},
            {"language", std::string("Deutsch")},
            {"labels", Words{"bug", "gauge"}},
            {"on_hold", true},
            {"custom[\"Work item\"]", std::int64_t{4711}},
            {"custom[\"Severity\"]", std::string("Major")},
            {"custom['Platforms']", Words{"Linux", "iOS"}},
            {"custom[\"Customer is blocked\"]", true},
            {"custom[\"needed_by\"]", *parse_time("2026-12-24T18:00:00Z")},
            {"custom[\"Steps to reproduce\"]", Html{"<p>One</p><p>Two</p>"}}};
}

}  // namespace

TEST_CASE("Everything that can be written is written and reads as it was written") {
    for (const auto batch :
         {Options::Batch::both, Options::Batch::plain, Options::Batch::requests, Options::Batch::none}) {
        Options options;
        options.batch = batch;
        Bench bench(options);
        const auto ids = bench.add_many(3);
        std::vector<TicketChange> changes;
        for (const auto& id : ids) changes.push_back({id, everything()});
        for (const auto& outcome : bench.adapter.change(changes)) REQUIRE(!outcome.error);
        for (const auto id : {1, 2, 3}) {
            const auto ticket = bench.ticket(id);
            CHECK(text_of(ticket.get("subject")) == "Gauge shows zero");
            CHECK(text_of(ticket.get("status")) == "awaiting_user");
            CHECK(text_of(ticket.get("priority")) == "High");
            CHECK(text_of(ticket.get("urgency")) == "7");
            CHECK(text_of(ticket.get("department")) == "Billing");
            CHECK(text_of(ticket.get("category")) == "Incident");
            CHECK(text_of(ticket.get("product")) == "Meridian Cloud");
            CHECK(text_of(ticket.get("workflow")) == "Verified");
            CHECK(text_of(ticket.get("assignee.email")) == "maren.holt@meridian.example");
            CHECK(text_of(ticket.get("agent_team")) == "First line");
            CHECK(text_of(ticket.get("organization")) == "Kobayashi Optics");
            CHECK(text_of(ticket.get("language")) == "Deutsch");
            CHECK(ticket.get("labels") == Value{Words{"bug", "gauge"}});
            CHECK(ticket.get("on_hold") == Value{true});
            CHECK(text_of(ticket.get("custom[\"Work item\"]")) == "4711");
            CHECK(text_of(ticket.get("custom[\"Severity\"]")) == "Major");
            CHECK(ticket.get("custom[\"Platforms\"]") == Value{Words{"Linux", "iOS"}});
            CHECK(ticket.get("custom[\"Customer is blocked\"]") == Value{true});
            CHECK(ticket.get("custom[\"Needed by\"]") == Value{*parse_time("2026-12-24")});
            CHECK(text_of(ticket.get("custom[\"Steps to reproduce\"]")) == "One\n\nTwo");
        }
    }
}

TEST_CASE("Nothing empties what can be empty, and what is not named stays") {
    Bench bench;
    bench.add("Full");
    REQUIRE(!change(bench, "1", everything()));
    const std::vector<std::string> emptied{"priority",
                                           "category",
                                           "product",
                                           "workflow",
                                           "assignee",
                                           "agent_team",
                                           "organization",
                                           "language",
                                           "labels",
                                           "custom[\"Work item\"]",
                                           "custom[\"Severity\"]",
                                           "custom[\"Platforms\"]",
                                           "custom[\"Needed by\"]"};
    for (const auto& path : emptied) {
        INFO(path);
        const auto before = bench.ticket(1);
        CHECK(!is_nothing(before.get(path)));
        CHECK(!change(bench, "1", {{path, Value{}}}));
        const auto after = bench.ticket(1);
        CHECK(is_nothing(after.get(path)));
        for (const auto& other : emptied)
            if (other != path) CHECK(after.get(other) == before.get(other));
        CHECK(after.get("subject") == before.get("subject"));
    }
    CHECK(!change(bench, "1", {{"on_hold", Value{}}, {"custom[\"Customer is blocked\"]", Value{}}}));
    CHECK(bench.ticket(1).get("on_hold") == Value{false});
    CHECK(bench.ticket(1).get("custom[\"Customer is blocked\"]") == Value{false});
    for (const auto* path : {"subject", "status", "department", "urgency"}) {
        const auto error = change(bench, "1", {{path, Value{}}});
        REQUIRE(error);
        CHECK(error->reach == Reach::item);
        CHECK(std::string(error->what()).find(path) != std::string::npos);
    }
    CHECK(text_of(bench.ticket(1).get("subject")) == "Gauge shows zero");
}

TEST_CASE("A change holds the keys that are named and no others, and nothing is read back") {
    Bench bench;
    const auto ids = bench.add_many(2);
    change(bench, "1", everything());  // names and /batch become known
    std::vector<TicketChange> changes;
    for (const auto& id : ids) changes.push_back({id, {{"subject", std::string("New")}}});
    bench.adapter.change(changes);
    std::vector<std::string> bodies;
    bench.http.before = [&](const HttpRequest& request) { bodies.push_back(request.body); };
    bench.http.said.clear();
    for (const auto& outcome : bench.adapter.change(changes)) CHECK(!outcome.error);
    REQUIRE(bodies.size() == 1);
    CHECK(bodies[0] ==
          R"({"requests":{"k0":{"method":"PUT","url":"/api/v2/tickets/1","payload":{"subject":"New"}},)"
          R"("k1":{"method":"PUT","url":"/api/v2/tickets/2","payload":{"subject":"New"}}}})");
    bodies.clear();
    const std::vector<TicketChange> none{{"1", {}}};
    CHECK(!bench.adapter.change(none)[0].error);
    CHECK(bench.adapter.change({}).empty());
    CHECK(bodies.empty());
}

TEST_CASE("Once it was looked up what a change needs, the change is its only request") {
    Options options;
    options.batch = Options::Batch::none;
    Bench bench(options);
    bench.add("x");
    const std::vector<TicketChange> changes{{"1", everything()}};
    bench.adapter.look_up(changes);
    std::vector<std::string> methods;
    bench.http.before = [&](const HttpRequest& request) { methods.push_back(request.method); };
    CHECK(!bench.adapter.change(changes).at(0).error);
    CHECK(methods == std::vector<std::string>{"PUT"});
}

TEST_CASE("A custom status goes by its title and by its code") {
    Options options;
    options.status_shows_type = false;
    Bench bench(options);
    bench.add("x");
    for (const auto& [path, value, code] : std::vector<std::array<const char*, 3>>{
             {"status", "Waiting for vendor", "pending.waiting_for_vendor"},
             {"status", "awaiting_agent.with_engineering", "awaiting_agent.with_engineering"},
             {"ticket_status", "resolved", "resolved"}}) {
        CHECK(!change(bench, "1", {{path, std::string(value)}}));
        CHECK(bench.desk.ticket(1)->status == code);
    }
}

TEST_CASE("A value that the desk does not know is the ticket's own trouble and says what there is") {
    Bench bench;
    const auto ids = bench.add_many(2);
    struct Row {
        std::string path;
        Value value;
        std::string there;
    };
    const std::vector<Row> rows{
        {"priority", std::string("Hihg"), "'High'"},
        {"status", std::string("Frozen"), "Resolved"},
        {"department", std::string("Legal"), "Billing"},
        {"assignee", Person{"", "nobody@x.example", ""}, "aiko.tanabe@meridian.example"},
        {"assignee", Person{"Ines Duarte", "", ""}, "aiko.tanabe@meridian.example"},
        {"language", std::string("Klingon"), "Deutsch"},
        {"custom[\"Severity\"]", std::string("Huge"), "Cosmetic"},
        {"custom[\"Severity\"]", Words{"Major", "Minor"}, "Cosmetic"},
        {"custom[\"Platforms\"]", Words{"Linux", "BeOS"}, "Android"},
        {"custom[\"Needed by\"]", std::string("soon"), "date"},
        {"custom[\"Customer is blocked\"]", std::string("perhaps"), "yes or no"},
        {"urgency", std::int64_t{11}, "1 to 10"},
        {"on_hold", std::string("perhaps"), "yes or no"},
        {"assigne", std::string("x"), "assignee"},
        {"custom[\"Severty\"]", std::string("x"), "Severity"},
        {"requester", std::string("x"), "subject"}};
    for (const auto& row : rows) {
        INFO(row.path << " " << text_of(row.value));
        const std::vector<TicketChange> changes{
            {"1", {{row.path, row.value}, {"subject", std::string("Not written")}}},
            {"2", {{"subject", std::string("Written " + row.path)}}}};
        const auto outcomes = bench.adapter.change(changes);
        REQUIRE(outcomes[0].error);
        CHECK(!outcomes[1].error);
        CHECK(outcomes[0].error->reach == Reach::item);
        CHECK(outcomes[0].error->fate == Fate::refused);
        CHECK(std::string(outcomes[0].error->what()).find(row.path) != std::string::npos);
        CHECK(outcomes[0].error->hint.find(row.there) != std::string::npos);
        CHECK(bench.desk.ticket(1)->subject == "Ticket 0");
        CHECK(bench.desk.ticket(2)->subject == "Written " + row.path);
    }
}

TEST_CASE("No more than twenty of what there is are named") {
    Bench bench;
    bench.add("x");
    bench.desk.change_company([](sandbox::deskpro::Company& company) {
        for (int i = 10; i < 50; ++i)
            sandbox::deskpro::know_title(company.products, "Product " + std::to_string(i));
    });
    const auto error = change(bench, "1", {{"product", std::string("Teapot")}});
    REQUIRE(error);
    std::size_t commas = 0;
    for (const char c : error->hint) commas += c == ',' ? 1 : 0;
    CHECK(commas == 19);
    CHECK(error->hint.find("and 24 more") != std::string::npos);
}

TEST_CASE("What was made meanwhile is found, by one more look at its list for all tickets") {
    Bench bench;
    const auto ids = bench.add_many(20);
    change(bench, "1", everything());
    bench.desk.change_company([](sandbox::deskpro::Company& company) {
        sandbox::deskpro::know_title(company.products, "Gauge M3");
        company.know_choice(*company.field_by_title("Severity"), "Huge");
        company.people[company.know_person("Neo", "neo@meridian.example")].is_agent = true;
    });
    const auto made = change(bench, "1",
                             {{"product", std::string("Gauge M3")},
                              {"custom[\"Severity\"]", std::string("Huge")},
                              {"assignee", Person{"", "neo@meridian.example", ""}}});
    CHECK(!made);
    CHECK(text_of(bench.ticket(1).get("product")) == "Gauge M3");
    std::vector<TicketChange> changes;
    for (const auto& id : ids) changes.push_back({id, {{"product", std::string("Teapot " + id)}}});
    bench.http.said.clear();
    for (const auto& outcome : bench.adapter.change(changes)) CHECK(outcome.error);
    CHECK(bench.http.said.size() == 1);
}

TEST_CASE("A key that the help desk does not take is named") {
    Options options;
    options.lacking_keys = {"urgency"};
    Bench bench(options);
    bench.add("x");
    auto error = change(bench, "1", {{"urgency", std::int64_t{3}}});
    REQUIRE(error);
    CHECK(error->reach == Reach::item);
    CHECK(error->trouble == Trouble::configuration);
    CHECK(std::string(error->what()).find("(urgency)") != std::string::npos);
    error = change(bench, "1", {{"urgency", std::int64_t{3}}, {"assignee", Value{}}});
    REQUIRE(error);
    CHECK(std::string(error->what()).find("one of: assignee, urgency") != std::string::npos);

    // gone since the list of fields was read
    options = {};
    Bench other(options);
    other.add("x");
    change(other, "1", everything());
    other.desk.change_company(
        [](sandbox::deskpro::Company& company) { company.fields.erase(company.fields.begin()); });
    error = change(other, "1", {{"custom[\"Work item\"]", std::string("7")}});
    REQUIRE(error);
    CHECK(std::string(error->what()).find("(custom[\"Work item\"])") != std::string::npos);
}

TEST_CASE("A refusal of a custom field's value names the field as mappings do") {
    Bench bench;
    bench.add("x");
    change(bench, "1", everything());
    bench.desk.change_company(
        [](sandbox::deskpro::Company& company) { company.field_by_title("Severity")->choices.clear(); });
    const auto error = change(bench, "1", {{"custom[\"Severity\"]", std::string("Minor")}});
    REQUIRE(error);
    CHECK(std::string(error->what()).find("custom[\"Severity\"]: This value is not valid") !=
          std::string::npos);
}

TEST_CASE("A ticket that is gone is its own trouble, the whole desk's is not") {
    Bench bench;
    const auto ids = bench.add_many(4);
    bench.desk.remove(2);
    std::vector<TicketChange> changes;
    for (const auto& id : ids) changes.push_back({id, {{"labels", Words{"seen"}}}});
    const auto outcomes = bench.adapter.change(changes);
    for (std::size_t i = 0; i < 4; ++i) CHECK(outcomes[i].error.has_value() == (i == 1));
    CHECK(outcomes[1].error->reach == Reach::item);
    CHECK(bench.desk.ticket(4)->labels == std::vector<std::string>{"seen"});

    bench.desk.change_options([](Options& options) { options.maintenance = true; });
    try {
        bench.adapter.change(changes);
        FAIL("maintenance was not told");
    } catch (const SyncError& error) {
        CHECK(error.reach == Reach::side);
        CHECK(error.retry_after);
    }
}

TEST_CASE("Inside a batch, what concerns the desk is thrown and what the answer leaves out is unclear") {
    for (const int status : {401, 423, 429}) {
        Bench bench;
        const auto ids = bench.add_many(2);
        std::vector<TicketChange> changes;
        for (const auto& id : ids) changes.push_back({id, {{"labels", Words{"seen"}}}});
        bench.adapter.change(changes);
        bench.http.after = [&](const HttpRequest&, HttpResponse& answer) {
            answer = json_answer(
                200, R"({"responses":{"k0":{"headers":{"status-code":204}},"k1":{"headers":{"status-code":)" +
                         std::to_string(status) + "}}}}");
        };
        try {
            bench.adapter.change(changes);
            FAIL("the desk's trouble was not told: " << status);
        } catch (const SyncError& error) {
            CHECK(error.reach == Reach::side);
        }
        bench.http.after = [&](const HttpRequest&, HttpResponse& answer) {
            answer = json_answer(200, R"({"responses":{"k0":{"headers":{"status-code":204}}}})");
        };
        const auto outcomes = bench.adapter.change(changes);
        CHECK(!outcomes[0].error);
        REQUIRE(outcomes[1].error);
        CHECK(outcomes[1].error->fate == Fate::closed);
        CHECK(outcomes[1].error->reach == Reach::item);
    }
}
