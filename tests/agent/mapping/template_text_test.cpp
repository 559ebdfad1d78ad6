#include "mapping/template_text.h"

#include "sample.h"

#include <catch2/catch.hpp>

using namespace deskbridge;

namespace {

std::string rendered(std::string_view text, Rendering rendering = Rendering::text) {
    Interpreter interpreter;
    TextProblem problem;
    const auto made = TemplateText::compile(interpreter, text, problem);
    if (!made) return "! " + problem.message;
    const auto result = made->render(interpreter, sample_ticket(), rendering);
    return result.problem.empty() ? text_of(result.value) : "! " + result.problem;
}

}  // namespace

TEST_CASE("A template puts values into text") {
    CHECK(rendered("[{{ticket.ref}}] {{ ticket.subject }}") == "[SDST-2025XON927] Crash on <start> & exit");
    CHECK(rendered("plain") == "plain");
    CHECK(rendered("") == "");
    CHECK(rendered("a{{ticket.nobody.email}}b") == "ab");
    CHECK(rendered("{{ticket.created}}") == "2026-03-04T08:11:26Z");
    CHECK(rendered("{{ticket.description}}") == "It crashes.\n\nEvery time.");
    CHECK(rendered("}} { }") == "}} { }");
    CHECK(rendered("{{'}}'}}{{ \"{{\" }}") == "}}{{");
    CHECK(rendered("{{ join({'a', 'b'}, '+') }}") == "a+b");
    CHECK(rendered("{{join({'a', {}}, '+')}}").rfind("! ", 0) == 0);
}

TEST_CASE("In a field of HTML, text is escaped and HTML inserted as it is") {
    CHECK(rendered("<h3>{{ticket.subject}}</h3>{{ticket.description}}", Rendering::html) ==
          "<h3>Crash on &lt;start&gt; &amp; exit</h3><p>It <b>crashes</b>.</p><p>Every time.</p>");
}

TEST_CASE("A broken template names the byte") {
    Interpreter interpreter;
    TextProblem problem;
    CHECK_FALSE(TemplateText::compile(interpreter, "ab {{ ticket.subject", problem));
    CHECK(problem.message == "'{{' is never closed with '}}'");
    CHECK(problem.offset == 5);
    CHECK_FALSE(TemplateText::compile(interpreter, "{{ }}", problem));
    CHECK(problem.message == "the expression is empty");
    CHECK_FALSE(TemplateText::compile(interpreter, "{{ticket.ref}} {{tiket.ref}}", problem));
    CHECK(problem.offset == 17);
    CHECK_FALSE(TemplateText::compile(interpreter, "{{ ticket.ref) }}", problem));
    CHECK_FALSE(TemplateText::compile(interpreter, "{{ {1 }}", problem));
    std::string many;
    for (int i = 0; i < 201; ++i) many += "{{1}}";
    CHECK_FALSE(TemplateText::compile(interpreter, many, problem));
    CHECK(problem.offset == 1000);
}

TEST_CASE("A template knows what it reads") {
    Interpreter interpreter;
    TextProblem problem;
    const auto made = TemplateText::compile(interpreter, "{{ticket.ref}} {{ticket.description}}", problem);
    REQUIRE(made);
    CHECK(made->reads() == std::set<std::string, std::less<>>{"description", "ref"});
}
