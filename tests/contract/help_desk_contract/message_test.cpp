#include "bench.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <unistd.h>

using namespace help_desk_contract;
using namespace deskbridge;

namespace {

/// A folder of the test's own.
struct Folder {
    Folder()
        : path(std::filesystem::temp_directory_path() / fmt::format("deskbridge-contract-{}", ::getpid())) {
        std::filesystem::create_directories(path);
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
    std::string put(const std::string& name, const std::string& content) const {
        std::ofstream(path / name, std::ios::binary) << content;
        return (path / name).string();
    }
    std::string get(const std::string& name) const {
        std::ifstream in(path / name, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    std::filesystem::path path;
};

bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("The first message describes a ticket, with its file") {
    on_every_desk("described", [](Bench& bench) {
        const std::string content("first\0file\r\n\xff", 12);
        std::vector<Ticket> tickets;
        for (const auto& id : {bench.add({.subject = "a",
                              .html = "<p>It <b>stops</b>.</p>",
                              .file_name = "trace.txt",
                              .file_content = content}),
                               bench.add({.subject = "b", .html = "<p>Größe 日本</p>"})})
            tickets.push_back(ticket_of(bench, id));
        bench.reply(tickets[1].id, "<p>We look at it.</p>");
        bench.desk().describe(tickets);
        CHECK(tickets[0].described);
        CHECK(holds(text_of(tickets[0].get("description")), "It <b>stops</b>."));
        CHECK(holds(text_of(tickets[1].get("description")), "Größe 日本"));
        CHECK_FALSE(tickets[0].more_messages);
        CHECK(tickets[1].more_messages);
        REQUIRE(tickets[0].files.size() == 1);
        CHECK(tickets[0].files[0].name == "trace.txt");
        CHECK(tickets[1].files.empty());
        const Folder folder;
        const auto fetched = bench.desk().fetch(tickets[0].files[0], folder.put("got", ""), 1'000);
        REQUIRE_FALSE(fetched.error);
        CHECK_FALSE(fetched.cut);
        CHECK(folder.get("got") == content);
        CHECK(bench.desk().fetch(tickets[0].files[0], folder.put("cut", ""), 5).cut);
    });
}

TEST_CASE("What is said comes in order, with who may read it and who said it") {
    on_every_desk("visibility", [](Bench& bench) {
        const auto id = bench.add({.subject = "talk"});
        bench.note(id, "<p>Between us.</p>");
        bench.reply(id, "<p>Dear customer.</p>");
        bench.note(id, "<p>Between us again.</p>");
        const auto said = said_on(bench, id);
        REQUIRE(said.size() == 3);
        CHECK(holds(said[0].text.markup, "Between us."));
        CHECK(said[0].visibility == Visibility::internal);
        CHECK(holds(said[1].text.markup, "Dear customer."));
        CHECK(said[1].visibility == Visibility::everyone);
        CHECK(said[2].visibility == Visibility::internal);
        for (const auto& message : said) {
            CHECK_FALSE(message.id.empty());
            CHECK_FALSE(message.author.email.empty());
            CHECK(message.created > Time{});
        }
    });
}

TEST_CASE("Messages of many tickets come in the order in which they were asked for") {
    on_every_desk("many_talks", [](Bench& bench) {
        const auto a = bench.add({.subject = "a"});
        const auto b = bench.add({.subject = "b"});
        bench.note(a, "<p>On a.</p>");
        bench.note(b, "<p>On b.</p>");
        const std::vector<MessageQuery> queries{{b, ""}, {"999999", ""}, {a, ""}};
        const auto pages = bench.desk().read_messages(queries);
        REQUIRE(pages.size() == 3);
        REQUIRE(pages[0].messages.size() == 1);
        CHECK(holds(pages[0].messages[0].text.markup, "On b."));
        CHECK(pages[1].messages.empty());
        REQUIRE(pages[2].messages.size() == 1);
        CHECK(holds(pages[2].messages[0].text.markup, "On a."));
    });
}

TEST_CASE("A long talk is read page by page, each message once") {
    on_every_desk("long_talk", [](Bench& bench) {
        const auto id = bench.add({.subject = "long"});
        for (int i = 0; i < 7; ++i) bench.note(id, fmt::format("<p>Note {}.</p>", i));
        const auto said = said_on(bench, id);
        REQUIRE(said.size() == 7);
        for (int i = 0; i < 7; ++i)
            CHECK(holds(said[static_cast<std::size_t>(i)].text.markup, fmt::format("Note {}.", i)));
    });
}

TEST_CASE("What we say is found again under the id that we were told, with its visibility") {
    on_every_desk("say", [](Bench& bench) {
        const auto a = bench.add({.subject = "a"});
        const auto b = bench.add({.subject = "b"});
        const std::vector<NewMessage> messages{
            {a, Visibility::internal, {"<p>A note, ü 日本 &amp; &lt;more&gt;</p>"}, {}},
            {b, Visibility::everyone, {"<p>An answer</p>"}, {}}};
        const auto outcomes = bench.desk().say(messages);
        REQUIRE(outcomes.size() == 2);
        REQUIRE_FALSE(outcomes[0].error);
        REQUIRE_FALSE(outcomes[1].error);
        const auto on_a = said_on(bench, a);
        REQUIRE(on_a.size() == 1);
        CHECK(on_a[0].id == outcomes[0].message_id);
        CHECK(on_a[0].visibility == Visibility::internal);
        CHECK(holds(on_a[0].text.markup, "A note, ü 日本 &amp; &lt;more&gt;"));
        const auto on_b = said_on(bench, b);
        REQUIRE(on_b.size() == 1);
        CHECK(on_b[0].id == outcomes[1].message_id);
        CHECK(on_b[0].visibility == Visibility::everyone);
    });
}

TEST_CASE("A file goes with a message and comes back as it was, whatever its name") {
    on_every_desk("files", [](Bench& bench) {
        const Folder folder;
        const auto id = bench.add({.subject = "files"});
        const std::string content("\0\x1f\x8b bytes \r\n--\xfe", 14);
        std::vector<std::string> kept;
        for (const auto* name : {"plain.bin", "Größe 日本.bin"}) {
            const auto outcome = bench.desk().upload(name, folder.put("up", content), content.size());
            REQUIRE_FALSE(outcome.error);
            kept.push_back(outcome.url);
        }
        std::filesystem::remove(folder.path / "up");
        const std::vector<NewMessage> messages{{id, Visibility::internal, {"<p>Two files</p>"}, kept}};
        REQUIRE_FALSE(bench.desk().say(messages).front().error);
        const auto said = said_on(bench, id);
        REQUIRE(said.size() == 1);
        REQUIRE(said[0].files.size() == 2);
        CHECK(said[0].files[0].name == "plain.bin");
        CHECK(said[0].files[1].name == "Größe 日本.bin");
        for (const auto& file : said[0].files) {
            const auto fetched = bench.desk().fetch(file, folder.put("down", ""), 1'000);
            REQUIRE_FALSE(fetched.error);
            CHECK(folder.get("down") == content);
        }
    });
}

TEST_CASE("A message of ours is edited and taken back, or the desk says that it cannot be") {
    on_every_desk("edit", [](Bench& bench) {
        const auto id = bench.add({.subject = "edit"});
        const std::vector<NewMessage> messages{{id, Visibility::internal, {"<p>Before</p>"}, {}}};
        const auto outcome = bench.desk().say(messages).front();
        const std::vector<MessageEdit> edits{{id, outcome.message_id, {"<p>After</p>"}}};
        const auto edited = bench.desk().edit(edits).front();
        const auto said = said_on(bench, id);
        REQUIRE(said.size() == 1);
        CHECK(holds(said[0].text.markup, bench.edits_messages() ? "After" : "Before"));
        CHECK(edited.error.has_value() != bench.edits_messages());
        const auto removed = bench.desk().remove(id, outcome.message_id);
        CHECK(removed.error.has_value() != bench.edits_messages());
        CHECK(said_on(bench, id).size() == (bench.edits_messages() ? 0 : 1));
        for (const auto& refused : {edited, removed})
            if (refused.error) {
                CHECK(refused.error->reach == Reach::item);
                CHECK(refused.error->fate == Fate::refused);
            }
    });
}
