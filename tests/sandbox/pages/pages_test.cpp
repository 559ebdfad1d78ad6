#include "sandbox/pages/pages.h"

#include "sandbox/deskpro/deskpro.h"

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>
#include <catch2/catch.hpp>
#include <sstream>

using namespace sandbox;
using Poco::JSON::Object;

namespace {

azure_devops::Options work_options() {
    azure_devops::Options options;
    options.organization = "sandbox";
    options.projects = {{"Widgets"}};
    options.users = {{"Robin Ferrante", "robin@meridian.example"}};
    return options;
}

std::string quoted(const std::string& text) {
    std::ostringstream out;
    Poco::JSON::Stringifier::stringify(text, out);
    return out.str();
}

/// Both stand-ins, one ticket, and the page on top.
struct House {
    Deskpro desk;
    azure_devops::AzureDevOps work{work_options(), wall_clock()};
    Pages pages{
        desk, work, {work_options().projects, "robin@meridian.example", "http://127.0.0.1:7"}, "http://w"};
    long long first = 0;

    House() {
        deskpro::NewTicket ticket;
        ticket.subject = "<b>Ünïcode</b> \"quoted\" \\ 😀 \u2028";
        ticket.messages = {{"<p>Hello<script>alert(1)</script></p>", false, "", std::nullopt}};
        ticket.labels = {"bug", "a,b"};
        ticket.person_name = "Ada";
        ticket.person_email = "ada@example.com";
        first = desk.add(ticket);
    }

    Reply ask(const std::string& method, const std::string& path, const std::string& body = "",
              Headers headers = {{"Host", "127.0.0.1:8088"}, {"Content-Type", "application/json"}}) {
        Request request;
        request.method = method;
        const auto question = path.find('?');
        request.path = path.substr(0, question);
        if (question != std::string::npos) request.query = path.substr(question + 1);
        request.headers = std::move(headers);
        request.body = body;
        return pages.handle(request);
    }

    Object::Ptr read(const std::string& path) {
        const auto reply = ask("GET", path);
        REQUIRE(reply.status == 200);
        return Poco::JSON::Parser().parse(reply.body).extract<Object::Ptr>();
    }

    std::string ticket_path() const { return "/api/tickets/" + std::to_string(first); }
};

}  // namespace

TEST_CASE("the page is served whole, with a policy that runs nothing but its own script") {
    House house;
    const auto page = house.ask("GET", "/");
    CHECK(page.status == 200);
    CHECK(page.headers.find("Content-Type")->second == "text/html; charset=utf-8");
    CHECK(page.body.find("<title>deskbridge sandbox</title>") != std::string::npos);
    const auto policy = page.headers.find("Content-Security-Policy")->second;
    CHECK(policy.find("default-src 'none'") != std::string::npos);
    CHECK(policy.find("script-src 'self';") != std::string::npos);
    CHECK(page.body.find("<script>") == std::string::npos);
    CHECK(page.body.find("https://") == std::string::npos);
    const auto script = house.ask("GET", "/script.js");
    CHECK(script.status == 200);
    CHECK(script.body.find("innerHTML") == std::string::npos);
    CHECK(script.body.find("'allow-same-origin'") != std::string::npos);
    CHECK(script.body.find("allow-scripts'") == std::string::npos);
    CHECK(house.ask("GET", "/elsewhere").status == 404);
}

TEST_CASE("the page is refused to callers that name another host, and writes to forms of other pages") {
    House house;
    const auto status = [&](const std::string& host) {
        return house.ask("GET", "/", "", {{"Host", host}}).status;
    };
    CHECK(status("127.0.0.1:8088") == 200);
    CHECK(status("localhost") == 200);
    CHECK(status("[::1]:8088") == 200);
    CHECK(status("") == 421);
    CHECK(status("evil.test:8088") == 421);
    CHECK(status("127.0.0.1.evil.test") == 421);
    CHECK(status("localhost.evil.test:1") == 421);
    const auto form = house.ask("POST", "/api/tickets", R"({"subject":"x"})",
                                {{"Host", "localhost"}, {"Content-Type", "text/plain"}});
    CHECK(form.status == 415);
    CHECK(house.desk.tickets().size() == 1);
    CHECK(house.ask("DELETE", house.ticket_path()).status == 405);
}

TEST_CASE("texts reach the browser as they are, as JSON texts and never as markup of the page") {
    House house;
    const auto list = house.read("/api/pairs");
    const auto row = list->getArray("rows")->getObject(0);
    CHECK(row->getObject("ticket")->getValue<std::string>("subject") ==
          "<b>Ünïcode</b> \"quoted\" \\ 😀 \u2028");
    CHECK(row->getObject("ticket")->getArray("labels")->getElement<std::string>(1) == "a,b");
    const auto ticket = house.read(house.ticket_path());
    CHECK(ticket->getArray("conversation")->getObject(0)->getValue<std::string>("html") ==
          "<p>Hello<script>alert(1)</script></p>");
    CHECK(house.ask("GET", "/api/pairs").headers.find("Content-Type")->second ==
          "application/json; charset=utf-8");
    CHECK(house.ask("GET", "/api/pairs").headers.find("X-Content-Type-Options")->second == "nosniff");
}

TEST_CASE("a work item that links to a ticket stands beside it") {
    House house;
    const std::string patch = R"([{"op":"add","path":"/fields/System.Title","value":"From a ticket"},
        {"op":"add","path":"/relations/-","value":{"rel":"Hyperlink","url":"http://127.0.0.1:7/app#/ticket/)" +
                              std::to_string(house.first) + R"("}}])";
    house.work.accept({"secret", "robin@meridian.example"});
    Request request;
    request.method = "POST";
    request.path = "/sandbox/Widgets/_apis/wit/workitems/$Bug";
    request.query = "api-version=7.1";
    request.headers = {{"Host", "127.0.0.1"},
                       {"Content-Type", "application/json-patch+json"},
                       {"Authorization", "Basic OnNlY3JldA=="}};
    request.body = patch;
    REQUIRE(house.work.handle(request).status == 200);

    const auto list = house.read("/api/pairs?show=linked");
    REQUIRE(list->getArray("rows")->size() == 1);
    const auto items = list->getArray("rows")->getObject(0)->getArray("items");
    REQUIRE(items->size() == 1);
    CHECK(items->getObject(0)->getValue<std::string>("title") == "From a ticket");
    CHECK(list->getObject("totals")->getValue<int>("linked") == 1);
    const auto id = items->getObject(0)->getValue<std::string>("id");
    CHECK(house.read(house.ticket_path())->getArray("items")->getElement<std::string>(0) == id);
    CHECK(house.read("/api/items/" + id)->getValue<long long>("ticket") == house.first);
}

TEST_CASE("a ticket can be created, edited and answered at the page") {
    House house;
    const auto created = house.ask("POST", "/api/tickets",
                                   R"({"subject":"New","text":"a < b\nc\n\nd","labels":["bug"],
                                       "department":"Engineering","person_email":"x@example.com"})");
    REQUIRE(created.status == 200);
    const auto id =
        Poco::JSON::Parser().parse(created.body).extract<Object::Ptr>()->getValue<long long>("id");
    auto ticket = house.desk.ticket(id);
    REQUIRE(ticket);
    CHECK(ticket->department == "Engineering");
    CHECK(ticket->messages.at(0).html == "<p>a &lt; b<br>c</p><p>d</p>");

    const std::string path = "/api/tickets/" + std::to_string(id);
    CHECK(house.ask("PATCH", path, R"({"subject":"Changed","status":"resolved","labels":[]})").status == 200);
    CHECK(house.ask("POST", path + "/messages", R"({"text":"for us","is_note":true})").status == 200);
    CHECK(house.ask("POST", path + "/messages", R"({"text":"for you","is_note":false,"by":"x@example.com"})")
              .status == 200);
    ticket = house.desk.ticket(id);
    CHECK(ticket->subject == "Changed");
    CHECK(ticket->labels.empty());
    REQUIRE(ticket->messages.size() == 3);
    CHECK(ticket->messages[1].is_note);
    CHECK_FALSE(ticket->messages[2].is_note);
}

TEST_CASE("a message whose kind is not said is a note") {
    House house;
    REQUIRE(house.ask("POST", house.ticket_path() + "/messages", R"({"text":"unsure"})").status == 200);
    CHECK(house.desk.ticket(house.first)->messages.at(1).is_note);
}

TEST_CASE("a work item can be edited and commented at the page, and a rule of the process says no") {
    House house;
    const int id =
        house.work.add_item("Widgets", "Bug", "robin@meridian.example", {{"System.Title", "Before"}});
    const std::string path = "/api/items/" + std::to_string(id);
    const auto states = house.read(path)->getArray("states");
    CHECK(states->size() > 2);
    CHECK(house.ask("PATCH", path, R"({"title":"After","state":"Active"})").status == 200);
    CHECK(house.ask("POST", path + "/comments", R"({"text":"<i>seen</i>"})").status == 200);
    const auto seen = house.work.item(id);
    CHECK(seen->fields.at("System.Title") == "After");
    CHECK(seen->fields.at("System.State") == "Active");
    REQUIRE(seen->comments.size() == 1);
    CHECK(seen->comments[0].text == "<p>&lt;i&gt;seen&lt;/i&gt;</p>");

    const auto revision = house.work.item(id)->rev;
    CHECK(house.ask("PATCH", path, R"({"title":"After","state":"Active"})").status == 200);
    CHECK(house.work.item(id)->rev == revision);
    const auto refused = house.ask("PATCH", path, R"({"state":"Nowhere"})");
    CHECK(refused.status == 409);
    CHECK(refused.body.find("error") != std::string::npos);
}

TEST_CASE("what cannot be done is answered with a sentence") {
    House house;
    CHECK(house.ask("GET", "/api/tickets/999").status == 404);
    CHECK(house.ask("GET", "/api/tickets/one").status == 404);
    CHECK(house.ask("GET", "/api/items/1").status == 404);
    CHECK(house.ask("PATCH", "/api/tickets/999", R"({"subject":"x"})").status == 409);
    CHECK(house.ask("POST", "/api/tickets/999/messages", R"({"text":"x"})").status == 404);
    CHECK(house.ask("POST", "/api/tickets", "{").status == 400);
    CHECK(house.ask("POST", "/api/tickets", "[]").status == 400);
    CHECK(house.ask("POST", "/api/tickets", R"({"subject":5,"text":"x"})").status == 400);
    const auto missing = house.ask("POST", "/api/tickets", R"({"text":"x"})");
    CHECK(missing.status == 400);
    CHECK(missing.body.find("\\\"subject\\\" is missing") != std::string::npos);
    CHECK(house.ask("PATCH", house.ticket_path(), R"({"status":)" + quoted("no such") + "}").status == 409);
}

TEST_CASE("typed text becomes HTML that shows the same text") {
    CHECK(html_of_text("a") == "<p>a</p>");
    CHECK(html_of_text("<&\">") == "<p>&lt;&amp;&quot;&gt;</p>");
    CHECK(html_of_text("a\r\nb\n") == "<p>a<br>b</p>");
    CHECK(html_of_text("a\n\n\nb") == "<p>a</p><p>b</p>");
    CHECK(html_of_text("") == "<p></p>");
}
