#include "tickets.h"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::workbench;

namespace {

const std::string engineer = "maren.holt@meridian.example";

/// A ticket and its work item, both at rest.
struct Linked {
    explicit Linked(Scene scene = {}) : sides(with_both_ways(std::move(scene))) {
        ticket = add_plain(sides, 1);
        sides.backfill();
        sides.run_until_quiet();
        item = sides.work.items().at(0).id;
    }

    void attach(const std::string& name, const std::string& content, const std::string& comment = "") {
        sides.work.attach(item, engineer, sides.work.keep_file(name, content), comment);
    }
    /// How many messages of the ticket bring a file of this name; how many hold these words.
    long files(const std::string& name) const {
        return count([&](const auto& message) {
            return std::count(message.files.begin(), message.files.end(), name) != 0;
        });
    }
    long messages(const std::string& words) const {
        return count([&](const auto& message) { return message.html.find(words) != std::string::npos; });
    }
    std::size_t size() const { return sides.desk.ticket(ticket)->messages.size(); }
    std::string rest() {
        std::string text;
        for (const auto& line : sides.complaints_of_more_runs(10, false)) text += line + "\n";
        return text;
    }

    TwoSides sides;
    long long ticket = 0;
    int item = 0;

private:
    static Scene with_both_ways(Scene scene) {
        scene.two_way = true;
        return scene;
    }
    template <class Test>
    long count(const Test& test) const {
        const auto view = sides.desk.ticket(ticket).value();
        return std::count_if(view.messages.begin(), view.messages.end(), test);
    }
};

/// Asks for a file of the tracker; brings one to the desk.
bool fetches(const std::string& side, const HttpRequest& request) {
    return side == "work" && !request.save_to.empty();
}
bool brings(const std::string& side, const HttpRequest& request) {
    return side == "desk" && request.url.find("/blobs/") != std::string::npos;
}

}  // namespace

TEST_CASE("files of people come to the ticket once, in one internal message that names them") {
    Linked pair;
    pair.attach("one.log", "1");
    pair.attach("two & more.log", "2");
    pair.sides.run_until_quiet();
    CHECK(pair.files("one.log") == 1);
    CHECK(pair.files("two & more.log") == 1);
    CHECK(pair.messages("<li>two &amp; more.log</li>") == 1);
    CHECK(pair.sides.desk.ticket(pair.ticket)->messages.back().is_note);
    CHECK(pair.sides.work.item(pair.item)->comments.empty());
    pair.attach("three.log", "3");
    pair.sides.run_until_quiet();
    CHECK(pair.files("one.log") == 1);
    CHECK(pair.files("three.log") == 1);
    CHECK(pair.rest() == "");
}

TEST_CASE("a file that came from a ticket does not go back to it") {
    Linked pair;
    pair.sides.desk.write(pair.ticket, {.html = "<p>Here</p>", .files = {{"theirs.log", "text/plain", "t"}}});
    pair.sides.run_until_quiet();
    const auto size = pair.size();
    pair.sides.work.edit(pair.item, engineer, {{"System.Title", "Another"}});
    pair.sides.run_until_quiet();
    CHECK(pair.sides.desk.ticket(pair.ticket)->subject == "Another");
    CHECK(pair.size() == size);
    CHECK(pair.files("theirs.log") == 1);
    CHECK(pair.rest() == "");
}

TEST_CASE("a file that the desk does not take is named in a note, and nothing waits for it") {
    using Limit = sandbox::deskpro::Options::BlobTooLarge;
    Linked pair;
    const auto limit = GENERATE(Limit::desk, Limit::web_server);
    pair.sides.desk.change_options([&](auto& options) {
        options.blob_limit = 100'000;
        options.blob_too_large = limit;
    });
    pair.attach("large.bin", std::string(2'000'000, 'x'));
    pair.attach("small.log", "s");
    pair.sides.work.comment(pair.item, engineer, "<div>See both</div>");
    pair.sides.run_until_quiet();
    CHECK(pair.files("large.bin") == 0);
    CHECK(pair.files("small.log") == 1);
    CHECK(pair.messages("\"large.bin\" stays on the work item") == 1);
    CHECK(pair.messages("See both") == 1);
    CHECK(pair.rest() == "");
}

TEST_CASE("a message is said of files none of which could be carried") {
    Linked pair;
    pair.sides.desk.change_options([](auto& options) { options.blob_limit = 1; });
    pair.attach("large.bin", "more than one");
    pair.sides.run_until_quiet();
    CHECK(pair.messages("that could not be carried") == 1);
    CHECK(pair.messages("<ul></ul>") == 0);
    CHECK(pair.rest() == "");
}

TEST_CASE("a file that fails for a while is no note, and one that always fails holds up nothing") {
    const auto asked = GENERATE(fetches, brings);
    const auto mishap = GENERATE(Passage::failed_before, Passage::closed_before, Passage::half);
    const bool for_ever = GENERATE(false, true);
    CAPTURE(name_of(mishap), for_ever);
    Linked pair;
    std::size_t failed = 0;
    pair.sides.traffic.judge = [&](const std::string& side, const HttpRequest& request, std::size_t) {
        if (!asked(side, request) || (!for_ever && failed >= 3)) return Passage::through;
        ++failed;
        return mishap;
    };
    pair.attach("log.txt", "some");
    pair.sides.work.comment(pair.item, engineer, "<div>As in the log</div>");
    pair.sides.work.edit(pair.item, engineer, {{"System.Title", "Found"}});
    if (for_ever && mishap != Passage::failed_before) return;  // then the whole side is away
    pair.sides.run_until_quiet();
    CHECK(pair.sides.desk.ticket(pair.ticket)->subject == "Found");
    CHECK(pair.messages("As in the log") == 1);
    CHECK(pair.files("log.txt") == (for_ever ? 0 : 1));
    CHECK(pair.messages("stays on the work item") == (for_ever ? 1 : 0));
    CHECK(pair.rest() == "");
}

TEST_CASE("a picture that is attached, too, comes to the ticket once") {
    Linked pair;
    const auto picture = pair.sides.work.keep_file("seen.png", "\x89PNG");
    pair.sides.work.attach(pair.item, engineer, picture);
    pair.sides.work.comment(pair.item, engineer, "<div>See <img src=\"" + picture + "\" alt=\"it\"></div>");
    pair.sides.run_until_quiet();
    CHECK(pair.files("seen.png") == 1);
    CHECK(pair.messages("<img src=\"https://desk.example/") == 1);
    CHECK(pair.messages("<img src=\"https://work.example/") == 0);
    CHECK(pair.rest() == "");
}

TEST_CASE("a picture from elsewhere stays what it is, and one in a reply for everyone is shown") {
    Linked pair;
    const auto picture = pair.sides.work.keep_file("reply.png", "\x89PNG r");
    pair.sides.work.comment(pair.item, engineer,
                            "<div>#reply See <img src=\"" + picture + "\"> and <img src=\"" +
                                "https://pictures.example/a.png\"></div>");
    pair.sides.run_until_quiet();
    const auto said = pair.sides.desk.ticket(pair.ticket)->messages.back();
    CHECK_FALSE(said.is_note);
    CHECK(said.files == std::vector<std::string>{"reply.png"});
    CHECK(said.html.find("https://pictures.example/a.png") != std::string::npos);
    CHECK(said.html.find("work.example/fabrikam/_apis") == std::string::npos);
    CHECK(pair.rest() == "");
}
