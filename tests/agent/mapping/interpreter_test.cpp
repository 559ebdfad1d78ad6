#include "mapping/interpreter.h"

#include "sample.h"

#include <catch2/catch.hpp>

using namespace deskbridge;

namespace {

/// The value; or, after "! ", what was wrong at compiling or at running.
std::string result_of(std::string_view text, const Ticket& ticket = sample_ticket(), Budget budget = {}) {
    Interpreter interpreter(budget);
    TextProblem problem;
    const auto expression = interpreter.compile(text, problem);
    if (!expression) return "! " + problem.message;
    auto result = interpreter.evaluate(*expression, ticket);
    return result.problem.empty() ? text_of(result.value) : "! " + result.problem;
}

bool refused(std::string_view text) {
    Interpreter interpreter;
    TextProblem problem;
    return !interpreter.compile(text, problem) && !problem.message.empty() && problem.offset <= text.size();
}

std::set<std::string, std::less<>> reads(std::string_view text) {
    Interpreter interpreter;
    TextProblem problem;
    const auto expression = interpreter.compile(text, problem);
    INFO(problem.message);
    REQUIRE(expression);
    return expression->reads;
}

}  // namespace

TEST_CASE("An expression reads the ticket by the names of the design") {
    CHECK(result_of("ticket.id") == "4711");
    CHECK(result_of("ticket.ref .. ': ' .. ticket.subject") == "SDST-2025XON927: Crash on <start> & exit");
    CHECK(result_of("ticket.assignee.email") == "grace@vendor.example");
    CHECK(result_of("ticket.custom['Affected version']") == "4.2");
    CHECK(result_of("ticket['custom'][\"Paid\"]") == "true");
    CHECK(result_of("ticket.labels[2]") == "printer");
    CHECK(result_of("#ticket.labels") == "2");
    CHECK(result_of("ticket.department == 'Engineering' and has(ticket.labels, 'bug')") == "true");
    CHECK(result_of("ticket.urgency >= 8 and 'high' or 'low'") == "high");
    CHECK(result_of("ticket.labels..ticket.id") == "Bug; printer4711");
}

TEST_CASE("Values of their own kind come back as they are") {
    Interpreter interpreter;
    const auto ticket = sample_ticket();
    const auto value = [&](std::string_view text) {
        TextProblem problem;
        const auto expression = interpreter.compile(text, problem);
        REQUIRE(expression);
        return interpreter.evaluate(*expression, ticket).value;
    };
    CHECK(value("ticket.description") == ticket.get("description"));
    CHECK(value("ticket.assignee") == ticket.get("assignee"));
    CHECK(value("ticket.created") == ticket.get("created"));
    CHECK(value("ticket.nobody or ticket.labels") == ticket.get("labels"));
    CHECK(value("default(ticket.nobody, ticket.requester)") == ticket.get("requester"));
    CHECK(value("{'a', 'b', ticket.ref}") == Value(Words{"a", "b", "SDST-2025XON927"}));
    CHECK(value("1 + 1") == Value(std::int64_t{2}));
    CHECK(value("1 / 2") == Value(0.5));
}

TEST_CASE("A missing value reads as nothing, and so does any part of it") {
    CHECK(result_of("ticket.nobody") == "");
    CHECK(result_of("ticket.nobody.email.domain[3]") == "");
    CHECK(result_of("ticket.custom['No such field']") == "");
    CHECK(result_of("'<' .. ticket.nobody .. '>'") == "<>");
    CHECK(result_of("ticket.nobody > 3 or ticket.nobody <= 3") == "false");
    CHECK(result_of("ticket.nobody + 1") == "");
    CHECK(result_of("#ticket.nobody") == "0");
    CHECK(result_of("has(ticket.nobody, 'x') or contains(ticket.nobody, 'x')") == "false");
    CHECK(result_of("lower(ticket.nobody) .. join(ticket.nobody, ',') .. trim(ticket.nobody)") == "");
    Ticket empty;
    CHECK(result_of("ticket.id == nil and ticket.url == nil", empty) == "true");
}

TEST_CASE("Times compare with times and with text") {
    CHECK(result_of("ticket.created < '2026-03-05'") == "true");
    CHECK(result_of("ticket.created >= '2026-03-04T09:11:26+01:00'") == "true");
    CHECK(result_of("ticket.created < ticket.created") == "false");
    CHECK(result_of("ticket.created < 'soon'").rfind("! only numbers", 0) == 0);
}

TEST_CASE("The functions do what the manual says") {
    CHECK(result_of("has(ticket.labels, 'BUG')") == "true");
    CHECK(result_of("has(ticket.labels, 'Bu')") == "false");
    CHECK(result_of("has({'High', 'Urgent'}, ticket.priority)") == "true");
    CHECK(result_of("has('bug', 'Bug')") == "true");
    CHECK(result_of("contains(ticket.subject, 'CRASH')") == "true");
    CHECK(result_of("contains(ticket.description, 'it crashes')") == "true");
    CHECK(result_of("contains(ticket.description, '<b>')") == "false");
    CHECK(result_of("contains(ticket.subject, '')") == "false");
    CHECK(result_of("starts_with(ticket.subject, 'crash on')") == "true");
    CHECK(result_of("starts_with('a', 'abc')") == "false");
    CHECK(result_of("ends_with(ticket.subject, 'EXIT')") == "true");
    CHECK(result_of("ends_with('c', 'abc')") == "false");
    CHECK(result_of("lower('ÄBC') .. upper('äbc')") ==
          "Äbcä"
          "BC");
    CHECK(result_of("trim('  a b\\n')") == "a b");
    CHECK(result_of("find('äöü', 'ü')") == "3");
    CHECK(result_of("find('abc', 'x')") == "");
    CHECK(result_of("replace('a.b.c', '.', '%1')") == "a%1b%1c");
    CHECK(result_of("replace('abc', '', 'x')") == "abc");
    CHECK(result_of("clip('äöüß', 3)") == "äö…");
    CHECK(result_of("clip('äöüß', 4)") == "äöüß");
    CHECK(result_of("join(ticket.labels, ', ')") == "Bug, printer");
    CHECK(result_of("join({'a', 'b'}, '')") == "ab");
    CHECK(result_of("default('', 'x') .. default('y', 'x')") == "xy");
    CHECK(result_of("number('7') + 1") == "8");
    CHECK(result_of("number('seven')") == "");
    CHECK(result_of("text(ticket.requester) .. text(true)") == "Ada L.true");
}

TEST_CASE("What is not an expression is refused, with its place") {
    for (const auto* text : {"",
                             "   ",
                             "x = 1",
                             "return 1",
                             "1; 2",
                             "1) or (1",
                             "while true do end",
                             "function() end",
                             "(function() while true do end end)()",
                             "1 end while true do end return (1",
                             "ticket.subject = 'x'",
                             "goto out",
                             "::out::",
                             "local x = 1",
                             "-- 1",
                             "1 --",
                             "[[text]]",
                             "[=[text]=]",
                             "'open",
                             "\"open\n\"",
                             "(1",
                             "{1",
                             "1}",
                             "...",
                             "_ENV",
                             "_G.x",
                             "string.rep('x', 10)",
                             "('x'):rep(10)",
                             "('x').rep",
                             "x!=y",
                             "a && b",
                             "1 ~ 2",
                             "1 | 2",
                             "ticket.subject ?",
                             "1, 2",
                             "\x1bLua",
                             "ticket.\xc3\xa9",
                             "tiket.subject",
                             "load('1')",
                             "pcall(1)",
                             "setmetatable({}, {})",
                             "getmetatable('')",
                             "require('os')",
                             "debug.sethook()",
                             "coroutine.wrap(1)",
                             "os.exit()",
                             "io.read()",
                             "collectgarbage()",
                             "tostring(1)",
                             "ticket.end"}) {
        INFO(text);
        if (std::string_view(text) == "('x').rep") {  // an expression, but texts have no parts
            CHECK(result_of(text).rfind("! attempt to index a string", 0) == 0);
            continue;
        }
        CHECK(refused(text));
    }
}

TEST_CASE("A refusal says what was meant") {
    CHECK(result_of("tiket.subject") == "! 'tiket' is not known here; did you mean 'ticket'?");
    CHECK(result_of("contain(ticket.subject, 'x')") ==
          "! 'contain' is not known here; did you mean 'contains'?");
    CHECK(result_of("department == 'x'") ==
          "! 'department' is not known here; the names of a ticket are written ticket.department");
    CHECK(result_of("ticket.a = 'x'") == "! '=' compares nothing; write '==' to compare");
    CHECK(result_of("ticket.a != 'x'") == "! write '~=' for 'is not'");
    CHECK(result_of("ticket.a and") == "! the expression ends too early");
    CHECK(result_of("if ticket.a then 1").find("condition and one or other") != std::string::npos);

    Interpreter interpreter;
    TextProblem problem;
    CHECK_FALSE(interpreter.compile("ticket.a == 'b' or tiket.c", problem));
    CHECK(problem.offset == 19);
    CHECK_FALSE(interpreter.compile("ticket.a ticket.b", problem));
    CHECK(problem.offset >= 9);
    CHECK(problem.offset <= 17);
}

TEST_CASE("A mistake while running is a problem, not the end") {
    CHECK(result_of("ticket.subject.name").rfind("! attempt to index a string", 0) == 0);
    CHECK(result_of("ticket.priority > 3").find("number(...)") != std::string::npos);
    CHECK(result_of("'5' + 1").find("number(...)") != std::string::npos);
    CHECK(result_of("1 // 0").rfind("! ", 0) == 0);
    CHECK(result_of("ticket").rfind("! gives the whole ticket", 0) == 0);
    CHECK(result_of("lower").rfind("! gives a function", 0) == 0);
    CHECK(result_of("lower(ticket)").rfind("! a text is wanted", 0) == 0);
    CHECK(result_of("ticket.subject()").rfind("! ", 0) == 0);
    CHECK(result_of("clip('x', -1)").rfind("! ", 0) == 0);
    CHECK(result_of("clip('x', 'many')").rfind("! ", 0) == 0);
    CHECK(result_of("ticket[1]").rfind("! ", 0) == 0);
}

TEST_CASE("Steps, memory and work are bounded") {
    std::string sum = "1";
    for (int i = 0; i < 200; ++i) sum += " + #ticket.labels";
    CHECK(result_of(sum) == "401");
    CHECK(result_of(sum, sample_ticket(), {100, 16u << 20, 64u << 20}) ==
          "! takes more steps than one expression may");

    Ticket large = sample_ticket();
    large.fields["subject"] = std::string(1u << 20, 'a');
    std::string bomb = "ticket.subject";
    for (int i = 0; i < 40; ++i) bomb += " .. ticket.subject";
    CHECK(result_of(bomb, large) == "! needs more memory than one expression may");
    CHECK(result_of("replace(ticket.subject, 'a', 'aaaaaaaaaa')", large).rfind("! ", 0) == 0);
    CHECK(result_of("join({ticket.subject, ticket.subject, ticket.subject, ticket.subject}, ticket.subject)",
                    large)
              .rfind("! ", 0) == 0);
    CHECK(result_of("contains(ticket.subject, ticket.subject)", large).rfind("! ", 0) == 0);

    std::string searches = "contains(ticket.subject, 'b')";
    for (int i = 0; i < 100; ++i) searches += " or contains(ticket.subject, 'b')";
    CHECK(result_of(searches, large) == "! looks at more text than one expression may");

    large.fields["subject"] = std::string(3u << 20, 'a');
    large.custom["Needle"] = std::string(990, 'a') + "b";
    CHECK(result_of("contains(ticket.subject, ticket.custom.Needle)", large) == "false");
    CHECK(result_of("contains(ticket.subject, ticket.custom.Needle) or contains(ticket.subject, "
                    "ticket.custom.Needle)",
                    large) == "! looks at more text than one expression may");

    CHECK(refused(std::string(20'000, '(')));
    CHECK(refused(std::string(400, '(') + "1" + std::string(400, ')')));
    CHECK(refused("'" + std::string(20'000, 'x') + "'"));
}

TEST_CASE("An interpreter is as good as new after a failure") {
    Interpreter interpreter;
    TextProblem problem;
    const auto good = interpreter.compile("ticket.ref", problem);
    const auto bad = interpreter.compile("ticket.subject.x.y", problem);
    REQUIRE(good);
    REQUIRE(bad);
    const auto ticket = sample_ticket();
    for (int i = 0; i < 2000; ++i) {
        REQUIRE_FALSE(interpreter.evaluate(*bad, ticket).problem.empty());
        REQUIRE(interpreter.evaluate(*good, ticket).value == Value(ticket.ref));
    }
}

TEST_CASE("What an expression reads is known before it runs") {
    using Names = std::set<std::string, std::less<>>;
    CHECK(reads("ticket.subject .. ticket.assignee.email") == Names{"assignee", "subject"});
    CHECK(reads("ticket['description']") == Names{"description"});
    CHECK(reads("ticket[ \"custom\" ]['description']") == Names{"custom"});
    CHECK(reads("ticket.custom.subject") == Names{"custom"});
    CHECK(reads("'ticket.description'") == Names{});
    CHECK(reads("ticket['desc' .. 'ription']") == Names{"*"});
    CHECK(reads("(ticket).subject") == Names{"*"});
    CHECK(reads("ticket['\\100escription']") == Names{"*"});
    CHECK(reads("ticket == nil") == Names{"*"});
    CHECK(reads("(ticket and ticket)['x']") == Names{"*"});
    CHECK(reads("ticket[ticket.subject]") == Names{"*", "subject"});
}

TEST_CASE("Broken UTF-8 does not leave an expression") {
    CHECK(result_of("'a\\xff'") == "a\xEF\xBF\xBD");
}
