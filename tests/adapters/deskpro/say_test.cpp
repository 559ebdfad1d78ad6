#include "adapters/deskpro/say.h"

#include "bench.h"
#include "scripted_http.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

using namespace deskbridge;
using namespace deskbridge::test;
using sandbox::deskpro::Options;

namespace {

NewMessage words(const std::string& ticket, const std::string& html,
                 Visibility visibility = Visibility::internal) {
    return {ticket, visibility, {html}, {}};
}

std::vector<NewMessage> for_all(const std::vector<std::string>& ids) {
    std::vector<NewMessage> messages;
    for (const auto& id : ids) messages.push_back(words(id, "<p>Said on " + id + "</p>"));
    return messages;
}

std::size_t count_of(const Bench& bench, const NewMessage& message) {
    std::size_t found = 0;
    const auto ticket = bench.desk.ticket(std::stoll(message.ticket_id));
    for (const auto& said : ticket->messages) found += said.html == message.text.markup ? 1 : 0;
    return found;
}

bool is_unclear(const SyncError& error) {
    return error.fate == Fate::closed || error.fate == Fate::timed_out;
}

std::string kept(Bench& bench, const std::string& name, const std::string& content) {
    const auto path = std::filesystem::temp_directory_path() / ("say_test_" + name);
    std::ofstream(path, std::ios::binary) << content;
    const auto outcome = bench.adapter.upload(name, path.string(), content.size());
    std::filesystem::remove(path);
    REQUIRE(!outcome.error);
    return outcome.url;
}

}  // namespace

TEST_CASE("Messages are said by our agent, internal unless they are for everyone, and their ids come back") {
    for (const auto batch :
         {Options::Batch::both, Options::Batch::plain, Options::Batch::requests, Options::Batch::none}) {
        Options options;
        options.batch = batch;
        Bench bench(options);
        bench.add_many(3);
        const std::vector<NewMessage> messages{words("1", "<p>Inside &amp; \"quoted\"</p>"),
                                               words("2", "<p>Outside</p>", Visibility::everyone),
                                               words("3", "<p>日本</p>")};
        const auto outcomes = bench.adapter.say(messages);
        REQUIRE(outcomes.size() == 3);
        const std::vector<MessageQuery> queries{{"1", ""}, {"2", ""}, {"3", ""}};
        const auto pages = bench.adapter.read_messages(queries);
        for (std::size_t i = 0; i < 3; ++i) {
            REQUIRE(!outcomes[i].error);
            REQUIRE(pages[i].messages.size() == 1);
            const auto& read = pages[i].messages[0];
            CHECK(read.id == outcomes[i].message_id);
            CHECK(read.text == messages[i].text);
            CHECK(read.visibility == messages[i].visibility);
            CHECK(read.author.name == "Integration");
        }
    }
}

TEST_CASE("Messages for two hundred tickets are one call") {
    Bench bench;
    const auto ids = bench.add_many(200);
    bench.adapter.say(for_all({"1", "2"}));  // makes /batch known
    bench.http.said.clear();
    for (const auto& outcome : bench.adapter.say(for_all(ids))) CHECK(!outcome.error);
    CHECK(bench.http.said.size() == 1);
    CHECK(bench.adapter.say({}).empty());
}

TEST_CASE("Files go with a message, and pictures that its text shows are told apart") {
    Bench bench;
    bench.add("x");
    const auto picture = kept(bench, "gauge 1.png", "PNG");
    const auto log = kept(bench, "a.log", "0 1");
    auto message = words("1", "<p>See <img src=\"" + picture + "\" /></p>");
    message.files = {picture, log, picture};
    const auto outcome = bench.adapter.say({&message, 1}).at(0);
    REQUIRE(!outcome.error);
    const std::vector<MessageQuery> queries{{"1", ""}};
    const auto read = bench.adapter.read_messages(queries).at(0).messages.at(0);
    REQUIRE(read.files.size() == 2);
    for (const auto& file : read.files) CHECK(file.picture == (file.name == "gauge 1.png"));
    const auto html = read.text.markup;
    CHECK(html.find('#') == std::string::npos);
    const auto begin = html.find("src=\"") + 5;
    const auto shown = bench.adapter.file_at(html.substr(begin, html.find('"', begin) - begin));
    REQUIRE(shown);
    CHECK((shown->id == read.files[0].id || shown->id == read.files[1].id));
    CHECK(bench.desk.ticket(1)->messages.back().files.size() == 2);

    auto plain = words("1", "<p>No picture</p>");
    plain.files = {kept(bench, "b.log", "2")};
    REQUIRE(!bench.adapter.say({&plain, 1}).at(0).error);
    CHECK(bench.desk.ticket(1)->messages.back().files == std::vector<std::string>{"b.log"});
}

TEST_CASE("A file that this desk does not keep is the message's own trouble, and nothing is said") {
    Bench bench;
    const auto ids = bench.add_many(2);
    auto messages = for_all(ids);
    messages[0].files = {"https://elsewhere.example/a.png"};
    const auto outcomes = bench.adapter.say(messages);
    REQUIRE(outcomes[0].error);
    CHECK(outcomes[0].error->fate == Fate::refused);
    CHECK(!outcomes[1].error);
    CHECK(count_of(bench, messages[0]) == 0);
    messages[0].files = {"https://127.0.0.1/file.php/X/a.png#deskpro-blob=77.X"};
    const auto refused = bench.adapter.say({messages.data(), 1});
    REQUIRE(refused[0].error);
    CHECK(refused[0].error->fate == Fate::refused);
    CHECK(count_of(bench, messages[0]) == 0);
}

TEST_CASE("Whichever answer is lost, by whatever road, a message that was said is never told as not said") {
    for (const auto batch : {Options::Batch::both, Options::Batch::none}) {
        for (int lost = 1; lost <= 7; ++lost) {
            for (const int how : {0, 1, 2, 3}) {
                for (const bool after : {true, false}) {
                    INFO("batch " << static_cast<int>(batch) << ", lost " << lost << ", how " << how
                                  << ", after " << after);
                    Options options;
                    options.batch = batch;
                    Bench bench(options);
                    const auto messages = for_all(bench.add_many(4));
                    int number = 0;
                    const auto fail = [&](HttpResponse* answer) {
                        if (++number != lost) return;
                        if (how == 0) throw timed_out();
                        if (how == 1) throw dropped();
                        if (answer == nullptr) throw dropped();
                        *answer = how == 2 ? html_answer(200) : json_answer(502, "{}");
                    };
                    if (after)
                        bench.http.after = [&](const HttpRequest&, HttpResponse& answer) { fail(&answer); };
                    else
                        bench.http.before = [&](const HttpRequest&) { fail(nullptr); };
                    std::vector<SayOutcome> outcomes;
                    try {
                        outcomes = bench.adapter.say(messages);
                    } catch (const SyncError& error) {
                        outcomes.assign(4, SayOutcome{{}, error});
                        CHECK(error.reach == Reach::side);
                    }
                    REQUIRE(outcomes.size() == 4);
                    for (std::size_t i = 0; i < 4; ++i) {
                        const auto said = count_of(bench, messages[i]);
                        CHECK(said <= 1);
                        if (!outcomes[i].error) CHECK(said == 1);
                        if (outcomes[i].error && said == 1) CHECK(is_unclear(*outcomes[i].error));
                        if (!outcomes[i].error) CHECK(!outcomes[i].message_id.empty());
                    }
                }
            }
        }
    }
}

TEST_CASE("What the desk says of each message is its fate") {
    const std::vector<std::pair<std::string, std::optional<Fate>>> answers{
        {R"({"headers":{"status-code":201},"data":{"id":70}})", std::nullopt},
        {R"({"headers":{"status-code":201},"data":[]})", Fate::closed},
        {R"({"headers":{"status-code":204}})", Fate::closed},
        {R"({"headers":{"status-code":400},"code":"invalid_input"})", Fate::refused},
        {R"({"headers":{"status-code":403}})", Fate::refused},
        {R"({"headers":{"status-code":404}})", Fate::refused},
        {R"({"headers":{"status-code":400},"code":"dupe_ticket"})", Fate::closed},
        {R"({"headers":{"status-code":500}})", Fate::closed},
        {R"({"headers":{"status-code":503}})", Fate::closed},
        {R"({"headers":{"status-code":429}})", Fate::refused},
        {"{}", Fate::closed}};
    Bench bench;
    std::vector<std::string> ids;
    std::string body;
    for (std::size_t i = 0; i < answers.size(); ++i) {
        ids.push_back(std::to_string(i + 1));
        body += (i == 0 ? "\"k" : ",\"k") + std::to_string(i) + "\":" + answers[i].first;
    }
    bench.add_many(2);
    bench.adapter.say(for_all({"1", "2"}));
    bench.http.after = [&](const HttpRequest&, HttpResponse& answer) {
        answer = json_answer(200, "{\"responses\":{" + body + "}}");
    };
    const auto outcomes = bench.adapter.say(for_all(ids));
    REQUIRE(outcomes.size() == answers.size());
    CHECK(outcomes[0].message_id == "70");
    for (std::size_t i = 0; i < answers.size(); ++i) {
        INFO(answers[i].first);
        REQUIRE(outcomes[i].error.has_value() == answers[i].second.has_value());
        if (!outcomes[i].error) continue;
        CHECK(outcomes[i].error->fate == *answers[i].second);
        CHECK(outcomes[i].error->reach == Reach::item);
    }
}

TEST_CASE("A desk in trouble is told as that as long as nothing was said") {
    Bench bench;
    const auto messages = for_all(bench.add_many(3));
    bench.desk.change_options([](Options& options) { options.maintenance = true; });
    try {
        bench.adapter.say(messages);
        FAIL("maintenance was not told");
    } catch (const SyncError& error) {
        CHECK(error.reach == Reach::side);
        CHECK(error.fate == Fate::refused);
        CHECK(error.retry_after);
    }

    // one by one, and the key's limit comes up after the first
    Options options;
    options.batch = Options::Batch::none;
    Bench slow(options);
    const auto three = for_all(slow.add_many(3));
    int said = 0;
    slow.http.before = [&](const HttpRequest& request) {
        if (request.method != "POST" || request.url.find("/messages") == std::string::npos || ++said != 2)
            return;
        slow.desk.change_options([](Options& now) { now.maintenance = true; });
    };
    const auto outcomes = slow.adapter.say(three);
    CHECK(!outcomes[0].error);
    REQUIRE(outcomes[1].error);
    CHECK(outcomes[1].error->fate == Fate::refused);
    REQUIRE(outcomes[2].error);
    CHECK(outcomes[2].error->fate == Fate::not_sent);
    CHECK(said == 2);
}

TEST_CASE("One message that makes the desk stumble does not hold up the others") {
    Options options;
    options.batch = Options::Batch::none;
    Bench bench(options);
    const auto messages = for_all(bench.add_many(4));
    bench.http.after = [](const HttpRequest& request, HttpResponse& answer) {
        if (request.method == "POST" && request.url.find("/tickets/2/") != std::string::npos)
            answer = json_answer(500, "{}");
    };
    const auto outcomes = bench.adapter.say(messages);
    for (std::size_t i = 0; i < 4; ++i) CHECK(outcomes[i].error.has_value() == (i == 1));
    CHECK(is_unclear(*outcomes[1].error));
}

TEST_CASE("An edited message reads otherwise and keeps its files, its visibility and its id") {
    for (const auto visibility : {Visibility::internal, Visibility::everyone}) {
        Bench bench;
        bench.add("x");
        auto message = words("1", "<p>First</p>", visibility);
        message.files = {kept(bench, "a.log", "0 1")};
        const auto id = bench.adapter.say({&message, 1}).at(0).message_id;
        const std::vector<MessageEdit> edits{{"1", id, {"<p>Second</p>"}}};
        CHECK(!bench.adapter.edit(edits)[0].error);
        CHECK(!bench.adapter.edit(edits)[0].error);
        const std::vector<MessageQuery> queries{{"1", ""}};
        const auto page = bench.adapter.read_messages(queries).at(0);
        REQUIRE(page.messages.size() == 1);
        CHECK(page.messages[0].id == id);
        CHECK(page.messages[0].text.markup == "<p>Second</p>");
        CHECK(page.messages[0].visibility == visibility);
        CHECK(page.messages[0].files.size() == 1);
    }
}

TEST_CASE("An edit with files has those and no others, shown where the text shows them") {
    Bench bench;
    bench.add("x");
    auto message = words("1", "<p>First</p>", Visibility::internal);
    message.files = {kept(bench, "a.log", "0 1")};
    const auto id = bench.adapter.say({&message, 1}).at(0).message_id;
    const auto picture = kept(bench, "b.png", "PNG");
    const std::vector<MessageEdit> edits{{"1", id, {"<p><img src=\"" + picture + "\"></p>"}, {picture}},
                                         {"1", id, {"<p>x</p>"}, {"https://elsewhere.example/c.png"}}};
    const auto outcomes = bench.adapter.edit(edits);
    CHECK(!outcomes[0].error);
    REQUIRE(outcomes[1].error);
    CHECK(outcomes[1].error->reach == Reach::item);
    const auto note = bench.desk.notes(1).at(0);
    CHECK(note.html == "<p><img src=\"" + picture.substr(0, picture.find('#')) + "\"></p>");
    CHECK(note.files == std::vector<std::string>{"b.png"});
}

TEST_CASE("A message that is too large for the web server is that message's trouble") {
    Bench bench;
    const auto ids = bench.add_many(3);
    bench.desk.change_options([](Options& options) {
        options.blob_limit = 10'000;
        options.blob_too_large = Options::BlobTooLarge::web_server;
    });
    auto messages = for_all(ids);
    messages[1].text.markup = "<p>" + std::string(20'000, 'x') + "</p>";
    const auto outcomes = bench.adapter.say(messages);
    CHECK(!outcomes[0].error);
    CHECK(!outcomes[2].error);
    REQUIRE(outcomes[1].error);
    CHECK(outcomes[1].error->reach == Reach::item);
    CHECK(outcomes[1].error->fate == Fate::refused);
    CHECK(outcomes[1].error->hint.find("larger") != std::string::npos);
}

TEST_CASE("An edit of a message that is gone is that message's trouble") {
    Bench bench;
    const auto ids = bench.add_many(2);
    const auto said = bench.adapter.say(for_all(ids));
    bench.desk.remove_message(1, std::stoll(said[0].message_id));
    const std::vector<MessageEdit> edits{{"1", said[0].message_id, {"<p>x</p>"}},
                                         {"2", said[1].message_id, {"<p>y</p>"}}};
    const auto outcomes = bench.adapter.edit(edits);
    REQUIRE(outcomes[0].error);
    CHECK(outcomes[0].error->reach == Reach::item);
    CHECK(!outcomes[1].error);
    CHECK(bench.desk.notes(2).at(0).html == "<p>y</p>");
    bench.desk.change_options([](Options& options) { options.maintenance = true; });
    CHECK_THROWS_AS(bench.adapter.edit(edits), SyncError);
}

TEST_CASE("A message is taken back, and taking it back again is done as well") {
    Bench bench;
    bench.add("x");
    const auto id = bench.adapter.say(for_all({"1"})).at(0).message_id;
    CHECK(!bench.adapter.remove("1", id).error);
    CHECK(bench.desk.notes(1).empty());
    CHECK(!bench.adapter.remove("1", id).error);
    CHECK(!bench.adapter.remove("99", id).error);

    Options options;
    options.keys[0].tags = {"*", "-*.delete"};
    Bench strict(options);
    strict.add("x");
    const auto kept_id = strict.adapter.say(for_all({"1"})).at(0).message_id;
    const auto denied = strict.adapter.remove("1", kept_id);
    REQUIRE(denied.error);
    CHECK(denied.error->trouble == Trouble::forbidden);
    CHECK(denied.error->reach == Reach::item);
    strict.desk.change_options([](Options& now) { now.maintenance = true; });
    CHECK_THROWS_AS(strict.adapter.remove("1", kept_id), SyncError);
}
