// What was edited or taken back on one side, while the other one's item or its comments are in trouble.
#include "tickets.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::workbench;

namespace {

const std::string customer = "ines@nordhafen.example";
const std::string engineer = "maren.holt@meridian.example";

/// A linked pair with a message and a comment that both sides have.
struct Talked {
    explicit Talked(sandbox::azure_devops::Level level = sandbox::azure_devops::Level::services)
        : sides(scene(level)), ticket(add_plain(sides, 1)) {
        sides.backfill();
        sides.run_until_quiet();
        item = sides.work.items().at(0).id;
        message = sides.desk.write(ticket, {.html = "<p>Wrong word</p>", .by = customer});
        sides.work.comment(item, engineer, "<div>An engineer's word</div>");
        sides.run_until_quiet();
        sides.traffic.judge = [this](const std::string&, const HttpRequest& request, std::size_t) {
            edits += is_edit(request) ? 1 : 0;
            return fate ? fate(request) : Passage::through;
        };
    }

    static Scene scene(sandbox::azure_devops::Level level) {
        Scene scene;
        scene.level = level;
        scene.two_way = true;
        return scene;
    }
    static bool is_edit(const HttpRequest& request) {
        return (request.method == "PATCH" || request.method == "DELETE") &&
               request.url.find("/comments/") != std::string::npos;
    }
    std::string on_item() const {
        std::string text;
        const auto seen = sides.work.item(item);
        for (const auto& comment : seen->comments) text += comment.text;
        return text;
    }
    std::string on_ticket() const {
        std::string text;
        const auto seen = sides.desk.ticket(ticket);
        for (const auto& said : seen->messages) text += said.html;
        return text;
    }
    std::string rest() {
        std::string text;
        for (const auto& line : sides.complaints_of_more_runs(10, false)) text += line + "\n";
        for (const auto& line : sides.traffic.too_early) text += line + "\n";
        return text;
    }
    std::size_t told(const std::string& words) const {
        return static_cast<std::size_t>(std::count_if(
            sides.log.begin(), sides.log.end(),
            [&](const LogLine& line) { return line.message.find(words) != std::string::npos; }));
    }

    TwoSides sides;
    long long ticket;
    long long message = 0;
    int item = 0;
    int edits = 0;  ///< requests that change or take back a comment
    std::function<Passage(const HttpRequest&)> fate;
};

bool holds(const std::string& text, const std::string& words) {
    return text.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("what was edited or taken back reaches an item that could not be seen or written for a while") {
    const bool taken_back = GENERATE(false, true);
    const int status = GENERATE(0, 400, 500);  // 0: cannot be seen
    CAPTURE(taken_back, status);
    Talked talked;
    auto& sides = talked.sides;
    sides.work.change([&](auto& switches) {
        (status == 0 ? switches.unreadable_ids : switches.poison_ids) = {talked.item};
        switches.poison_status = status;
    });
    taken_back ? sides.desk.remove_message(talked.ticket, talked.message)
               : sides.desk.edit_message(talked.ticket, talked.message, "<p>Right word</p>");
    sides.run_past_looks(3);
    sides.sync();
    CHECK(talked.edits <= 8);  // it waits longer each time
    CHECK(holds(talked.on_item(), "Wrong word"));
    CHECK(talked.told("a message could not be carried to it") >= 1);

    sides.work.change([](auto& switches) {
        switches.unreadable_ids.clear();
        switches.poison_ids.clear();
    });
    sides.run_until_quiet();
    CHECK_FALSE(holds(talked.on_item(), "Wrong word"));
    CHECK(holds(talked.on_item(), "Right word") == !taken_back);
    CHECK(talked.rest() == "");
}

TEST_CASE("a message to an item that fails waits longer each time, also in a command that runs to its end") {
    Talked talked;
    auto& sides = talked.sides;
    sides.work.change([&](auto& switches) {
        switches.poison_ids = {talked.item};
        switches.poison_status = 500;
    });
    int writes = 0;
    talked.fate = [&](const HttpRequest& request) {
        writes += holds(request.body, "One more word") ? 1 : 0;
        // or a command that tries for ever would never tell
        if (writes > 50) sides.work.change([](auto& switches) { switches.poison_ids.clear(); });
        return Passage::through;
    };
    sides.desk.write(talked.ticket, {.html = "<p>One more word</p>", .by = customer});
    sides.run_past_looks(3);
    sides.sync();
    CHECK(writes >= 2);
    CHECK(writes <= 12);
    sides.work.change([](auto& switches) { switches.poison_ids.clear(); });
    sides.run_until_quiet();
    CHECK(holds(talked.on_item(), "One more word"));
    CHECK(talked.rest() == "");
}

TEST_CASE("a message that arrived unheard is not said again because its item could not be seen meanwhile") {
    Talked talked;
    auto& sides = talked.sides;
    const auto hide = [&](bool hidden) {
        sides.work.change([&](auto& switches) {
            switches.unreadable_ids.clear();
            if (hidden) switches.unreadable_ids = {talked.item};
        });
    };
    bool sent = false;
    talked.fate = [&](const HttpRequest& request) {
        if (sent) hide(true);
        if (sent || !holds(request.body, "One more word")) return Passage::through;
        sent = true;
        return Passage::stalled_after;
    };
    sides.desk.write(talked.ticket, {.html = "<p>One more word</p>", .by = customer});
    sides.run_past_looks(3);
    REQUIRE(sent);
    talked.fate = {};
    hide(false);
    sides.desk.edit(talked.ticket, {.subject = "Something else"});
    sides.run_until_quiet();
    const auto text = talked.on_item();
    const auto first = text.find("One more word");
    REQUIRE(first != std::string::npos);
    CHECK(text.find("One more word", first + 1) == std::string::npos);
    CHECK(talked.rest() == "");
}

TEST_CASE("an edit of unknown fate does not undo a later one when it takes effect late") {
    Talked talked;
    bool late = false;
    talked.fate = [&](const HttpRequest& request) {
        if (!Talked::is_edit(request) || late) return Passage::through;
        late = true;
        return Passage::stalled_late;
    };
    talked.sides.desk.edit_message(talked.ticket, talked.message, "<p>Better word</p>");
    talked.sides.cycles(2);
    REQUIRE(late);
    talked.sides.desk.edit_message(talked.ticket, talked.message, "<p>Right word</p>");
    talked.sides.run_until_quiet();
    CHECK(holds(talked.on_item(), "Right word"));
    CHECK_FALSE(holds(talked.on_item(), "Better word"));
    CHECK(talked.rest() == "");
}

TEST_CASE("where comments cannot be edited at all, that is told once") {
    Talked talked(sandbox::azure_devops::Level::server2019);
    talked.sides.desk.edit_message(talked.ticket, talked.message, "<p>Right word</p>");
    talked.sides.run_until_quiet();
    CHECK(holds(talked.on_item(), "Wrong word"));
    CHECK(talked.told("comments cannot be edited there") == 1);
    CHECK(talked.rest() == "");
}

TEST_CASE("comments that cannot be read just now are not taken for deleted ones") {
    Talked talked;
    auto& sides = talked.sides;
    REQUIRE(holds(talked.on_ticket(), "An engineer's word"));
    bool hidden = true;
    talked.fate = [&](const HttpRequest& request) {
        const bool asks = request.method == "GET" && holds(request.url, "/comments?");
        sides.work.change([&](auto& switches) {
            switches.unreadable_ids.clear();
            if (hidden && asks) switches.unreadable_ids = {talked.item};
        });
        return Passage::through;
    };
    sides.work.comment(talked.item, engineer, "<div>Another word</div>");
    sides.cycles(3);
    CHECK(holds(talked.on_ticket(), "An engineer's word"));
    CHECK_FALSE(holds(talked.on_ticket(), "Another word"));
    CHECK(talked.told("read the comments") >= 1);
    hidden = false;
    sides.run_until_quiet();
    CHECK(holds(talked.on_ticket(), "An engineer's word"));
    CHECK(holds(talked.on_ticket(), "Another word"));
    CHECK(talked.rest() == "");
}

TEST_CASE("what an engineer edited or took back reaches a ticket whose desk refused it for a while") {
    const bool taken_back = GENERATE(false, true);
    CAPTURE(taken_back);
    Talked talked;
    auto& sides = talked.sides;
    const auto comments = sides.work.item(talked.item)->comments;
    const auto theirs = std::find_if(comments.begin(), comments.end(), [](const auto& comment) {
        return comment.text.find("An engineer's word") != std::string::npos;
    });
    REQUIRE(theirs != comments.end());
    sides.work.edit_comment(talked.item, theirs->id, engineer, "<div>A better word</div>");
    sides.desk.change_options([](auto& options) { options.lacking_keys = {"message"}; });
    sides.run_past_looks(2);
    CHECK(holds(talked.on_ticket(), "An engineer's word"));
    CHECK(sides.tenant().store.parked(sides.tenant().record.id).size() == 1);
    if (taken_back) sides.work.remove_comment(talked.item, theirs->id, engineer);
    sides.desk.change_options([](auto& options) { options.lacking_keys.clear(); });
    sides.run_until_quiet();
    CHECK_FALSE(holds(talked.on_ticket(), "An engineer's word"));
    CHECK(holds(talked.on_ticket(), "A better word") == !taken_back);
    CHECK(talked.rest() == "");
}

TEST_CASE("an edited comment whose copy an agent deleted is done with") {
    Talked talked;
    auto& sides = talked.sides;
    const auto said = sides.desk.ticket(talked.ticket)->messages;
    const auto copy = std::find_if(said.begin(), said.end(), [](const auto& message) {
        return message.html.find("An engineer's word") != std::string::npos;
    });
    REQUIRE(copy != said.end());
    sides.desk.remove_message(talked.ticket, copy->id);
    sides.run_until_quiet();
    const auto comments = sides.work.item(talked.item)->comments;
    for (const auto& comment : comments)
        if (holds(comment.text, "An engineer's word"))
            sides.work.edit_comment(talked.item, comment.id, engineer, "<div>A better word</div>");
    sides.run_until_quiet();
    CHECK_FALSE(holds(talked.on_ticket(), "A better word"));
    CHECK(talked.rest() == "");
}
