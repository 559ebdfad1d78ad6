#include "json/json.h"
#include "questions.h"
#include "workbench/two_sides.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <sstream>
#include <stdexcept>

using namespace programs;
using deskbridge::json::Document;
using deskbridge::workbench::Scene;
using deskbridge::workbench::TwoSides;

namespace {

const std::string customer = "ines@nordhafen.example";
const std::string engineer = "maren.holt@meridian.example";
constexpr std::size_t texts_of_a_pair = 40;
constexpr std::size_t texts_with_control_characters = 3;

std::vector<std::string> texts_in(const std::string& lines) {
    std::vector<std::string> texts;
    std::istringstream in(lines);
    for (std::string line; std::getline(in, line);)
        if (!line.empty()) texts.push_back(Document::parse(line, "a question")["content"].text());
    return texts;
}

/// A text, and how it is known where it was said: a message of a ticket or a comment of an item.
struct Spoken {
    std::string text;
    long long id = 0;
};

struct Pair {
    long long ticket = 0;
    int item = 0;
    std::vector<Spoken> messages, comments;
};

std::vector<Pair> pairs_for(TwoSides& sides, std::size_t count) {
    std::vector<Pair> pairs;
    for (std::size_t i = 0; i < count; ++i) {
        sandbox::deskpro::NewTicket made;
        made.subject = fmt::format("Conversation {}", i);
        made.messages = {{"<p>It begins.</p>", false, "", {}}};
        made.person_name = "Ada Lane";
        made.person_email = customer;
        pairs.push_back({sides.desk.add(made), 0, {}, {}});
    }
    sides.backfill();
    sides.run_until_quiet();
    for (const auto& item : sides.work.items())
        for (auto& pair : pairs)
            for (const auto& link : item.links)
                if (link.url.ends_with(fmt::format("/{}", pair.ticket))) pair.item = item.id;
    return pairs;
}

/// A tracker that takes no control characters takes none from engineers either.
template <class Deed>
void unless_refused(const Deed& deed) {
    try {
        deed();
    } catch (const std::runtime_error&) {
    }
}

void say_on_item(TwoSides& sides, Pair& pair, const std::string& text) {
    unless_refused([&] {
        sides.work.comment(pair.item, engineer, text);
        pair.comments.push_back({text, sides.work.item(pair.item)->comments.back().id});
    });
}

/// Every second text is said by the customer, every other one by an engineer.
void say(TwoSides& sides, std::vector<Pair>& pairs, const std::vector<std::string>& texts) {
    for (std::size_t i = 0; i < texts.size(); ++i) {
        auto& pair = pairs[i / texts_of_a_pair];
        if (i % 2 == 0)
            pair.messages.push_back(
                {texts[i], sides.desk.write(pair.ticket, {.html = texts[i], .by = customer})});
        else
            say_on_item(sides, pair, texts[i]);
    }
}

std::size_t count_said(const std::vector<Pair>& pairs) {
    std::size_t count = 0;
    for (const auto& pair : pairs) count += pair.messages.size() + pair.comments.size();
    return count;
}

void edit_all(TwoSides& sides, std::vector<Pair>& pairs) {
    const std::string more = "<p>One more word.</p>";
    for (auto& pair : pairs) {
        for (auto& said : pair.messages) {
            said.text += more;
            sides.desk.edit_message(pair.ticket, said.id, said.text);
        }
        for (auto& said : pair.comments)
            unless_refused([&] {
                sides.work.edit_comment(pair.item, static_cast<int>(said.id), engineer, said.text + more);
                said.text += more;
            });
    }
}

/// How many of `said` do not stand exactly once, word for word, at the end of what the other side shows.
int unfaithful(const std::vector<Spoken>& said, const std::vector<std::string>& shown) {
    int wrong = 0;
    for (const auto& each : said) {
        const auto words = seen(each.text);
        if (words.empty()) continue;  // every copy ends with nothing
        const auto copies = std::count_if(shown.begin(), shown.end(),
                                          [&](const std::string& copy) { return copy.ends_with(words); });
        const auto twins = std::count_if(
            said.begin(), said.end(), [&](const Spoken& other) { return seen(other.text).ends_with(words); });
        if (copies == twins) continue;
        if (++wrong <= 3) UNSCOPED_INFO(copies << " copies of: " << each.text);
    }
    return wrong;
}

int unfaithful(const TwoSides& sides, const std::vector<Pair>& pairs) {
    int wrong = 0;
    for (const auto& pair : pairs) {
        std::vector<std::string> on_item, on_ticket;
        const auto item = sides.work.item(pair.item);
        const auto ticket = sides.desk.ticket(pair.ticket);
        for (const auto& comment : item->comments) {
            const bool own = std::any_of(pair.comments.begin(), pair.comments.end(),
                                         [&](const Spoken& said) { return said.id == comment.id; });
            if (!own) on_item.push_back(seen(comment.text));
        }
        for (const auto& message : ticket->messages) {
            const bool own = std::any_of(pair.messages.begin(), pair.messages.end(),
                                         [&](const Spoken& said) { return said.id == message.id; });
            if (!own) on_ticket.push_back(seen(message.html));
        }
        wrong += unfaithful(pair.messages, on_item) + unfaithful(pair.comments, on_ticket);
    }
    return wrong;
}

}  // namespace

TEST_CASE("Thousands of real texts are said once on the other side, word for word, and so are their edits") {
    const auto folder = unpacked_questions();
    if (!folder) return;
    const auto texts = texts_in(text_of(folder->path() / "questions.jsonl"));
    REQUIRE(texts.size() > 4'000);
    Scene scene;
    scene.two_way = true;
    scene.batch = 200;
    scene.desk_page = 200;
    const bool odd = GENERATE(false, true);
    CAPTURE(odd);
    scene.work_switches.rewrites_html = odd;
    scene.work_switches.takes_control_characters = !odd;
    TwoSides sides(scene);
    auto pairs = pairs_for(sides, (texts.size() + texts_of_a_pair - 1) / texts_of_a_pair);
    say(sides, pairs, texts);
    CHECK(count_said(pairs) >= texts.size() - (odd ? texts_with_control_characters : 0));
    sides.run_until_quiet();
    CHECK(unfaithful(sides, pairs) == 0);
    edit_all(sides, pairs);
    sides.run_until_quiet();
    CHECK(unfaithful(sides, pairs) == 0);
    CHECK(sides.complaints_of_more_runs(10, true) == std::vector<std::string>{});
}
