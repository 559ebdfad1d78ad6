#include "questions.h"

#include "json/json.h"
#include "programs/bridge.h"

#include <catch2/catch.hpp>
#include <csignal>
#include <fmt/format.h>
#include <iostream>
#include <random>
#include <set>
#include <sstream>

using namespace programs;
using deskbridge::json::Document;

namespace {

namespace fs = std::filesystem;

struct Question {
    std::string title;
    std::string content;
    auto operator<=>(const Question&) const = default;
};

/// By id. A few ids stand there more than once: those questions become tickets with numbers of their own.
struct Questions {
    std::map<std::int64_t, Question> first;
    std::multiset<Question> more;
    std::size_t size() const { return first.size() + more.size(); }
};

Questions questions_in(const std::string& lines) {
    Questions questions;
    std::istringstream in(lines);
    for (std::string line; std::getline(in, line);) {
        if (line.empty()) continue;
        const auto read = Document::parse(line, "a question");
        Question question{seen(read["title"].text()), seen(read["content"].text())};
        const auto id = read["id"].integer().value();
        if (!questions.first.emplace(id, question).second) questions.more.insert(std::move(question));
    }
    return questions;
}

std::int64_t ticket_of(const Item& item) {
    return std::stoll(item.ticket_url.substr(item.ticket_url.rfind('/') + 1));
}

/// What an item says, as the question it should come from. The preset puts the ticket's number before the
/// title.
Question said_by(const Item& item) {
    const auto end = item.title.find("] ");
    return {seen(end == std::string::npos ? item.title : item.title.substr(end + 2)), seen(item.repro_steps)};
}

/// A title has room for 255 units: one that is longer ends with an ellipsis there.
bool same_title(const Item& item, const std::string& said, const std::string& whole) {
    constexpr std::string_view ellipsis = "\xE2\x80\xA6";
    if (said == whole) return true;
    const bool cut = said.ends_with(ellipsis) && item.title.size() >= 240;
    return cut && whole.starts_with(said.substr(0, said.size() - ellipsis.size()));
}

/// How many of the items do not say what the question of their ticket says; the first few are shown.
int unfaithful(const std::vector<Item>& items, Questions questions) {
    int wrong = 0;
    for (const auto& item : items) {
        const auto said = said_by(item);
        const auto found = questions.first.find(ticket_of(item));
        if (found == questions.first.end()) {
            const auto one = questions.more.find(said);
            if (one != questions.more.end())
                questions.more.erase(one);
            else
                ++wrong;
            continue;
        }
        const auto& question = found->second;
        if (same_title(item, said.title, question.title) && said.content == question.content) continue;
        if (++wrong <= 3) {
            UNSCOPED_INFO("ticket " << found->first << "\n"
                                    << found->second.title << "\n"
                                    << said.title << "\n"
                                    << found->second.content << "\n"
                                    << said.content);
        }
    }
    return wrong;
}

void check_one_each(SandboxProgram& sandbox, const Questions& questions) {
    const auto items = sandbox.items();
    CHECK(items.size() == questions.size());
    CHECK(items_by_ticket(items).size() == questions.size());
    CHECK(unfaithful(items, questions) == 0);
}

}  // namespace

TEST_CASE(
    "Thousands of real questions become one work item each, word for word, and then nothing is written") {
    const auto folder = unpacked_questions();
    if (!folder) return;
    const auto file = folder->path() / "questions.jsonl";
    const auto questions = questions_in(text_of(file));
    REQUIRE(questions.size() > 4'000);
    SandboxProgram sandbox(file);
    const Bridge bridge(sandbox);
    const auto told = bridge.run({"backfill", "--json"});
    INFO(told.out << told.err);
    REQUIRE(told.code == 0);
    check_one_each(sandbox, questions);

    const int writes[] = {sandbox.count("work", "PATCH", ""), sandbox.count("work", "POST", "$batch"),
                          sandbox.count("desk", "PUT", ""), sandbox.count("desk", "POST", "", "is_note")};
    CHECK(bridge.run({"backfill"}).code == 0);
    for (int cycle = 0; cycle < 10; ++cycle) CHECK(bridge.run({"sync"}).code == 0);
    for (const int rule : writes) CHECK(sandbox.standing(rule).met == 0);
    CHECK(sandbox.items().size() == questions.size());
}

TEST_CASE("Killed at twenty requests on the way, thousands of questions still become one work item each") {
    const auto folder = unpacked_questions();
    if (!folder) return;
    const auto file = folder->path() / "questions.jsonl";
    const auto questions = questions_in(text_of(file));
    SandboxProgram sandbox(file);
    const Bridge bridge(sandbox);
    constexpr unsigned seed = 4'867;
    std::cout << "seed " << seed << "\n";
    std::mt19937 dice(seed);
    for (int kill = 0; kill < 20; ++kill) {
        INFO("kill " << kill);
        const int rule =
            sandbox.add_rule(fmt::format(R"({{"nth": {}, "times": 1, "act": "stall", "moment": "{}"}})",
                                         10 + dice() % 8, dice() % 2 == 0 ? "before" : "after"));
        auto backfill = bridge.start({"backfill"});
        const bool struck = backfill.wait_until([&] { return sandbox.standing(rule).struck == 1; });
        INFO(backfill.out() << backfill.err());
        REQUIRE(struck);
        backfill.signal(SIGKILL);
        CHECK(backfill.wait().code == 128 + SIGKILL);
        sandbox.clear_rules();
    }
    sandbox.clear_rules();
    const auto told = bridge.run({"backfill"});
    INFO(told.out << told.err);
    CHECK(told.code == 0);
    check_one_each(sandbox, questions);
    CHECK(bridge.run({"sync"}).code == 0);
    CHECK(sandbox.items().size() == questions.size());
}
