#include "adapters/deskpro/messages.h"

#include "bench.h"
#include "scripted_http.h"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::test;
using sandbox::deskpro::Options;

namespace {

const std::string ines = "ines.duarte@nordhafen.example";
const std::string maren = "maren.holt@meridian.example";

/// One ticket's messages to the end, page by page, as the core reads them.
std::vector<Message> all_said(deskpro::Deskpro& adapter, const std::string& ticket, std::string cursor = "",
                              const std::function<void(int page)>& between = {}) {
    std::vector<Message> said;
    for (int page = 1;; ++page) {
        REQUIRE(page < 200);
        const MessageQuery query{ticket, cursor};
        auto pages = adapter.read_messages({&query, 1});
        REQUIRE(pages.size() == 1);
        REQUIRE(!pages[0].error);
        for (auto& message : pages[0].messages) said.push_back(std::move(message));
        cursor = pages[0].cursor;
        if (!pages[0].more) return said;
        if (between) between(page);
    }
}

std::vector<std::string> texts_of(const std::vector<Message>& said) {
    std::vector<std::string> texts;
    for (const auto& message : said) texts.push_back(message.text.markup);
    return texts;
}

std::vector<std::string> numbered(int from, int to) {
    std::vector<std::string> texts;
    for (int i = from; i <= to; ++i) texts.push_back("<p>" + std::to_string(i) + "</p>");
    return texts;
}

/// Replies 1, 2, ... after the description, all with the same date.
void say(Bench& bench, long long ticket, int from, int to) {
    for (int i = from; i <= to; ++i)
        bench.desk.write(ticket, {"<p>" + std::to_string(i) + "</p>", i % 3 == 0, "", std::nullopt});
}

MessagePage read_by(ScriptedHttp& http, const std::string& cursor = "") {
    deskpro::Client client(http, "https://acme.example");
    deskpro::Lookups lookups(client);
    const MessageQuery query{"7", cursor};
    auto pages = deskpro::read_messages(client, lookups, {&query, 1});
    REQUIRE(pages.size() == 1);
    return pages[0];
}

}  // namespace

TEST_CASE("What is said comes with author, time and visibility, without the description") {
    Bench bench;
    const auto ticket = bench.add("Spoken", "<p>description</p>");
    bench.now += 60'000;
    bench.desk.write(ticket, {"<p>inside</p>", true, maren, std::nullopt});
    bench.now += 60'000;
    bench.desk.write(ticket, {"<p>outside</p>", false, ines, std::nullopt});
    const auto said = all_said(bench.adapter, "1");
    REQUIRE(said.size() == 2);
    CHECK(said[0].id == "2");
    CHECK(said[0].text.markup == "<p>inside</p>");
    CHECK(said[0].visibility == Visibility::internal);
    CHECK(said[0].author.name == "Maren Holt");
    CHECK(said[0].author.email == maren);
    CHECK(said[0].created == Time{std::chrono::milliseconds{start + 60'000}});
    CHECK(said[1].visibility == Visibility::everyone);
    CHECK(said[1].author.email == ines);
    CHECK(said[1].files.empty());
}

TEST_CASE("Notes before the description are said, the first public message is not") {
    Bench bench;
    const auto ticket = bench.add("Noted", "");
    bench.desk.write(ticket, {"<p>note</p>", true, "", std::nullopt});
    bench.desk.write(ticket, {"<p>description</p>", false, "", std::nullopt});
    bench.desk.write(ticket, {"<p>reply</p>", false, "", std::nullopt});
    CHECK(texts_of(all_said(bench.adapter, "1")) == std::vector<std::string>{"<p>note</p>", "<p>reply</p>"});
}

TEST_CASE("A thousand messages come once and in order, whatever the order and the page of the instance") {
    for (const auto order :
         {Options::MessageOrder::asked, Options::MessageOrder::newest_first, Options::MessageOrder::refuse}) {
        for (const int cap : {200, 30, 7}) {
            if (cap == 7 && order != Options::MessageOrder::asked) continue;
            Options options;
            options.message_order = order;
            options.count_cap = cap;
            Bench bench(options);
            const auto ticket = bench.add("Long");
            say(bench, ticket, 1, 1'000);
            INFO(static_cast<int>(order) << " " << cap);
            CHECK(texts_of(all_said(bench.adapter, "1")) == numbered(1, 1'000));
        }
    }
}

TEST_CASE("A page is bounded, and a thousand messages are few calls") {
    Bench bench;
    const auto ticket = bench.add("Long");
    say(bench, ticket, 1, 1'000);
    bench.http.said.clear();
    const MessageQuery query{"1", ""};
    CHECK(bench.adapter.read_messages({&query, 1})[0].messages.size() <= 100);
    bench.http.said.clear();
    all_said(bench.adapter, "1");
    CHECK(bench.http.said.size() <= 12);
}

TEST_CASE("Nothing is lost or repeated when messages are deleted and written between the pages") {
    Bench bench;
    const auto ticket = bench.add("Moving");
    say(bench, ticket, 1, 400);
    int written = 400;
    const auto said = all_said(bench.adapter, "1", "", [&](int page) {
        // those of the pages that were read already: everything after them moves up
        for (long long id = page * 60; id < page * 60 + 40; ++id) bench.desk.remove_message(ticket, id);
        say(bench, ticket, written + 1, written + 10);
        written += 10;
    });
    CHECK(said.size() > 400);
    auto texts = texts_of(said);
    CHECK(std::set<std::string>(texts.begin(), texts.end()).size() == texts.size());
    const auto view = bench.desk.ticket(ticket);
    for (std::size_t i = 1; i < view->messages.size(); ++i) {
        INFO(view->messages[i].html);
        CHECK(std::count(texts.begin(), texts.end(), view->messages[i].html) == 1);
    }
}

TEST_CASE("A cursor at the end shows what is said later, also after deletions and a restart") {
    for (const auto order : {Options::MessageOrder::asked, Options::MessageOrder::newest_first}) {
        Options options;
        options.message_order = order;
        Bench bench(options);
        const auto ticket = bench.add("Later");
        say(bench, ticket, 1, 150);
        std::string cursor;
        const MessageQuery first{"1", ""};
        auto page = bench.adapter.read_messages({&first, 1})[0];
        while (page.more) {
            const MessageQuery next{"1", page.cursor};
            page = bench.adapter.read_messages({&next, 1})[0];
        }
        for (long long id = 20; id < 140; ++id) bench.desk.remove_message(ticket, id);
        auto fresh = bench.restarted();
        CHECK(all_said(fresh, "1", page.cursor).empty());
        say(bench, ticket, 151, 160);
        CHECK(texts_of(all_said(fresh, "1", page.cursor)) == numbered(151, 160));
    }
}

TEST_CASE("Two hundred tickets are one call, by every shape of batch and without") {
    for (const auto batch :
         {Options::Batch::both, Options::Batch::plain, Options::Batch::requests, Options::Batch::none}) {
        Options options;
        options.batch = batch;
        Bench bench(options);
        const auto ids = bench.add_many(200);
        for (std::size_t i = 0; i < ids.size(); i += 2) say(bench, std::stoll(ids[i]), 1, 3);
        auto tickets = bench.adapter.read_tickets(ids);
        bench.adapter.describe(tickets);
        bench.http.said.clear();
        std::vector<MessageQuery> queries;
        for (const auto& id : ids) queries.push_back({id, ""});
        const auto pages = bench.adapter.read_messages(queries);
        if (batch != Options::Batch::none) CHECK(bench.http.said.size() == 1);
        REQUIRE(pages.size() == 200);
        for (std::size_t i = 0; i < pages.size(); ++i) {
            REQUIRE(!pages[i].error);
            REQUIRE(!pages[i].more);
            REQUIRE(texts_of(pages[i].messages) == (i % 2 == 0 ? numbered(1, 3) : numbered(1, 0)));
        }
    }
    Bench bench;
    CHECK(bench.adapter.read_messages({}).empty());
}

TEST_CASE("A ticket that cannot be read is its own trouble") {
    Bench bench;
    const auto ids = bench.add_many(5);
    say(bench, 1, 1, 1);
    bench.desk.remove(2);
    bench.desk.change_options([](Options& o) { o.hidden_read = Options::HiddenRead::not_found; });
    const std::vector<MessageQuery> queries{{"1", ""}, {"2", "kept"}, {"99", ""}, {"4", ""}};
    const auto pages = bench.adapter.read_messages(queries);
    REQUIRE(pages.size() == 4);
    CHECK(pages[0].messages.size() == 1);
    REQUIRE(pages[1].error);
    CHECK(pages[1].error->reach == Reach::item);
    CHECK(pages[1].cursor == "kept");
    CHECK(pages[2].error);
    CHECK(!pages[3].error);
}

TEST_CASE("An answer that is too large is asked for in smaller parts") {
    Bench bench;
    const auto ticket = bench.add("Fat");
    say(bench, ticket, 1, 50);
    bench.http.after = [](const HttpRequest& request, HttpResponse& answer) {
        const auto at = request.url.find("count=");
        if (at != std::string::npos && std::stoi(request.url.substr(at + 6)) > 5)
            answer = json_answer(500, "{}");
    };
    CHECK(texts_of(all_said(bench.adapter, "1")) == numbered(1, 50));
}

TEST_CASE("What does not say that it is public is internal") {
    for (const auto* flag : {"1", "true", "\"1\"", "\"yes\"", "2", "null", "{}"}) {
        INFO(flag);
        ScriptedHttp http(
            json_answer(200, std::string(R"({"data":[{"id":1,"message":"a","is_agent_note":0},)") +
                                 R"({"id":2,"message":"b","is_agent_note":)" + flag +
                                 R"(}],"meta":{"pagination":{"total":2,"total_pages":1}},"linked":[]})"));
        const auto page = read_by(http);
        REQUIRE(page.messages.size() == 1);
        CHECK(page.messages[0].visibility == Visibility::internal);
    }
    for (const auto* flag : {"0", "false", "\"0\""}) {
        INFO(flag);
        ScriptedHttp http(json_answer(
            200, std::string(R"({"data":{"4":{"id":1,"message":"a","is_agent_note":0},)") +
                     R"("5":{"id":2,"message":"b","person":{"id":9,"name":"Nina"},"is_agent_note":)" + flag +
                     R"(}},"meta":{"pagination":{"total":2,"total_pages":1}}})"));
        const auto page = read_by(http);
        REQUIRE(page.messages.size() == 1);
        CHECK(page.messages[0].visibility == Visibility::everyone);
        CHECK(page.messages[0].author.name == "Nina");
    }
}

TEST_CASE("A message that is cut is read whole, in the talk and as description") {
    Options options;
    options.message_cut = 20;
    Bench bench(options);
    const std::string length = "<p>a sentence that goes on and on</p>";
    const auto ticket = bench.add("Cut", length);
    bench.desk.write(ticket, {length, false, "", std::nullopt});
    CHECK(texts_of(all_said(bench.adapter, "1")) == std::vector<std::string>{length});
    std::vector<Ticket> tickets{bench.ticket(ticket)};
    bench.adapter.describe(tickets);
    CHECK(text_of(tickets[0].get("description")) == length);
}

TEST_CASE("Trouble of the desk is thrown, however it comes") {
    Bench bench;
    bench.add("One");
    const MessageQuery query{"1", ""};
    for (const int status : {401, 423, 429, 503}) {
        INFO(status);
        bench.http.after = [=](const HttpRequest&, HttpResponse& answer) {
            answer = json_answer(status, "{}");
        };
        try {
            bench.adapter.read_messages({&query, 1});
            FAIL("no error");
        } catch (const SyncError& error) {
            CHECK(error.reach == Reach::side);
        }
    }
}

TEST_CASE("Read anew, messages keep their ids: edited ones read otherwise, deleted ones are gone") {
    for (const auto order :
         {Options::MessageOrder::asked, Options::MessageOrder::newest_first, Options::MessageOrder::refuse}) {
        Options options;
        options.message_order = order;
        Bench bench(options);
        bench.add_many(1);
        say(bench, 1, 1, 6);
        const std::vector<MessageQuery> anew{{"1", ""}};
        const auto before = bench.adapter.read_messages(anew).at(0).messages;
        REQUIRE(before.size() == 6);
        bench.desk.edit_message(1, std::stoll(before[1].id), "<p>edited</p>");
        bench.desk.remove_message(1, std::stoll(before[3].id));
        const auto after = bench.restarted().read_messages(anew).at(0).messages;
        REQUIRE(after.size() == 5);
        for (std::size_t i = 0; i < 5; ++i) {
            const auto& was = before[i < 3 ? i : i + 1];
            CHECK(after[i].id == was.id);
            CHECK(after[i].visibility == was.visibility);
            CHECK(after[i].created == was.created);
            CHECK(after[i].author == was.author);
            CHECK(after[i].text.markup == (i == 1 ? "<p>edited</p>" : was.text.markup));
        }
        CHECK(bench.adapter.read_messages(anew).at(0).messages.size() == 5);
    }
}

TEST_CASE("After a merge the survivor's talk holds the messages of both, under their ids") {
    Bench bench;
    bench.add_many(2);
    say(bench, 1, 1, 2);
    say(bench, 2, 1, 2);
    const std::vector<MessageQuery> both{{"1", ""}, {"2", ""}};
    const auto before = bench.adapter.read_messages(both);
    bench.desk.merge(2, 1);
    const std::vector<MessageQuery> survivor{{"1", ""}};
    std::set<std::string> ids;
    const auto after = bench.adapter.read_messages(survivor);
    for (const auto& message : after.at(0).messages) ids.insert(message.id);
    for (const auto& page : before)
        for (const auto& message : page.messages) CHECK(ids.count(message.id) == 1);
}
