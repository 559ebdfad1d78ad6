#include "mapping/translator.h"

#include "sample.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using Verdict = FieldResult::Verdict;

namespace {

FieldMapping field(std::string work, Source source) {
    FieldMapping rule;
    rule.work = std::move(work);
    rule.source = std::move(source);
    return rule;
}

/// The one field of a mapping that has one.
FieldResult result_of(const FieldMapping& rule, Stage stage = Stage::create, bool with_type = true,
                      const Ticket& ticket = sample_ticket()) {
    Translator translator(mapping_with({rule}));
    const auto rules = bug_rules();
    auto results = translator.to_work(ticket, stage, with_type ? &rules : nullptr);
    REQUIRE(results.size() == 1);
    REQUIRE(results[0].rule != nullptr);
    CHECK(results[0].rule->work == rule.work);
    results[0].rule = nullptr;
    return results[0];
}

Mapping selecting(std::string select) {
    auto mapping = mapping_with({});
    mapping.select = std::move(select);
    return mapping;
}

Value text(const char* value) {
    return std::string(value);
}

}  // namespace

TEST_CASE("Select answers with a reason") {
    Translator yes(selecting("ticket.department == 'Engineering' and has(ticket.labels, 'bug')"));
    const auto selected = yes.select(sample_ticket());
    CHECK(selected.selected);
    CHECK(selected.reason == "`ticket.department == 'Engineering' and has(ticket.labels, 'bug')` is true");
    CHECK_FALSE(Translator(selecting("ticket.department == 'Sales'")).select(sample_ticket()).selected);
    const auto nothing = Translator(selecting("ticket.custom['Escalate']")).select(sample_ticket());
    CHECK_FALSE(nothing.selected);
    CHECK_FALSE(nothing.problem);
    CHECK(Translator(selecting("ticket.custom['Paid']")).select(sample_ticket()).selected);
}

TEST_CASE("Select that gives no yes or no is a problem, not a yes") {
    for (const auto* text :
         {"ticket.subject", "1", "ticket.labels", "ticket.urgency + 'x'", "ticket.subject < 3"}) {
        const auto selection = Translator(selecting(text)).select(sample_ticket());
        INFO(text);
        CHECK_FALSE(selection.selected);
        REQUIRE(selection.problem);
        CHECK(selection.problem->field == "select");
    }
    auto mapping = selecting("ticket.department = 'x'");
    mapping.select_place = "m.json:3:13";
    Translator broken(mapping);
    REQUIRE(broken.problems().size() == 1);
    CHECK(broken.problems()[0].place == "m.json:3:13");
    CHECK(broken.problems()[0].message ==
          "'=' compares nothing; write '==' to compare (character 19 of `ticket.department = 'x'`)");
    CHECK(broken.select(sample_ticket()).problem);
}

TEST_CASE("Whether the description is needed is known from the texts") {
    CHECK_FALSE(Translator(selecting("ticket.subject == 'x'")).select_needs_description());
    CHECK(Translator(selecting("contains(ticket.description, 'x')")).select_needs_description());
    CHECK(Translator(selecting("ticket['a' .. 'b'] == 'x'")).select_needs_description());
    CHECK_FALSE(Translator(selecting("true")).needs_description());
    CHECK(Translator(mapping_with({field("A", desk("description"))})).needs_description());
    CHECK(Translator(mapping_with({field("A", text_template("x {{ticket.description}}"))}))
              .needs_description());
    auto back = field("A", desk("description"));
    back.flow = Flow::to_desk;
    CHECK_FALSE(Translator(mapping_with({back})).needs_description());
}

TEST_CASE("Project and type are fixed, inserted or by value") {
    auto mapping = mapping_with({});
    mapping.project = text_template("{{ticket.department}} work");
    mapping.type = with_values(desk("type"), {{"problem", text("Bug")}, {"request", text("User Story")}});
    mapping.type.when_absent = text("Bug");
    Translator translator(mapping);
    CHECK(translator.target(sample_ticket()).project == "Engineering work");
    CHECK(translator.target(sample_ticket()).type == "Bug");
    Ticket ticket = sample_ticket();
    ticket.fields["type"] = text("request");
    CHECK(translator.target(ticket).type == "User Story");
    ticket.fields["type"] = text("question");
    const auto target = translator.target(ticket);
    REQUIRE(target.problems.size() == 1);
    CHECK(target.problems[0].field == "type");
    CHECK(target.problems[0].message ==
          "`type` is 'question', which is not in `values` ('problem', 'request')");
    mapping.project = text_template("{{ticket.nobody}}");
    CHECK(Translator(mapping).target(sample_ticket()).problems.at(0).field == "project");
}

TEST_CASE("Area and iteration are fields") {
    auto mapping = mapping_with({field("System.Title", desk("subject"))});
    mapping.area = text_template("Widgets\\{{ticket.department}}");
    mapping.iteration = fixed(text("Widgets\\Next"));
    Translator translator(mapping);
    const auto results = translator.to_work(sample_ticket(), Stage::create, nullptr);
    REQUIRE(results.size() == 3);
    CHECK(results[0].rule->work == "System.AreaPath");
    CHECK(results[0].value == text("Widgets\\Engineering"));
    CHECK(results[1].rule->work == "System.IterationPath");
    CHECK(results[2].rule->work == "System.Title");
}

TEST_CASE("A field takes its value from each of the four sources") {
    CHECK(result_of(field("System.Title", desk("subject"))).value == text("Crash on <start> & exit"));
    CHECK(result_of(field("Title", text_template("[{{ticket.id}}]"))).value == text("[4711]"));
    CHECK(result_of(field("System.Title", fixed(text("x")))).value == text("x"));
    CHECK(result_of(field("Priority", computed("ticket.urgency >= 8 and 1 or 2"))).value ==
          Value(std::int64_t{1}));
    CHECK(result_of(field("System.Title", desk("custom[\"Affected version\"]"))).value == text("4.2"));
    CHECK(result_of(field("System.Tags", desk("labels"))).value == Value(Words{"Bug", "printer"}));
}

TEST_CASE("With the type's rules values take the form of the field") {
    const auto steps = result_of(field("Microsoft.VSTS.TCM.ReproSteps",
                                       text_template("<b>{{ticket.subject}}</b>{{ticket.description}}")));
    REQUIRE(std::holds_alternative<Html>(steps.value));
    const auto& markup = std::get<Html>(steps.value).markup;
    CHECK(markup.find("<b>Crash on &lt;start&gt; &amp; exit</b>") != std::string::npos);
    CHECK(markup.find("<b>crashes</b>") != std::string::npos);

    CHECK(result_of(field("System.Title", desk("description"))).value == text("It crashes. Every time."));
    CHECK(result_of(field("Custom.Paid", desk("custom['Paid']"))).value == Value(true));
    const auto priority = result_of(field("Priority", desk("priority")));
    CHECK(priority.verdict == Verdict::problem);
    CHECK(priority.problem.field == "Priority");
    CHECK(priority.problem.message == "text 'High' is not a whole number");
    const auto plain = result_of(field("Microsoft.VSTS.TCM.ReproSteps", text_template("{{ticket.subject}}")),
                                 Stage::create, false);
    CHECK(plain.value == text("Crash on <start> & exit"));
}

TEST_CASE("HTML that leaves a mapping is safe") {
    Ticket ticket = sample_ticket();
    ticket.fields["description"] = Html{"<p onclick='x()'>a</p><script>alert(1)</script>"};
    for (const auto& source :
         {desk("description"), text_template("{{ticket.description}}"), computed("ticket.description")}) {
        const auto result = result_of(field("Repro Steps", source), Stage::create, true, ticket);
        REQUIRE(std::holds_alternative<Html>(result.value));
        CHECK(std::get<Html>(result.value).markup == "<p>a</p>");
    }
}

TEST_CASE("A ticket that says nothing gets the default, else the field is left or emptied") {
    auto rule = field("Priority", desk("severity"));
    const auto created = result_of(rule);
    CHECK(created.verdict == Verdict::leave);
    CHECK(created.reason == "the ticket has no `severity`");
    const auto updated = result_of(rule, Stage::update);
    CHECK(updated.verdict == Verdict::set);
    CHECK(is_nothing(updated.value));
    rule.source.when_absent = std::int64_t{3};
    CHECK(result_of(rule).value == Value(std::int64_t{3}));
    CHECK(result_of(rule).reason == "the default");
}

TEST_CASE("Transforms come before the value map, and the default is not mapped") {
    auto rule =
        field("System.Title", with_values(desk("labels"), {{"bug", text("B")}, {"default", text("wrong")}}));
    rule.source.transforms = {{"first", {}}, {"lower", {}}};
    rule.source.when_absent = text("default");
    CHECK(result_of(rule).value == text("B"));
    Ticket ticket = sample_ticket();
    ticket.fields.erase("labels");
    CHECK(result_of(rule, Stage::create, true, ticket).value == text("default"));
}

TEST_CASE("A value that is not in the map is parked with the value and the rows named") {
    auto rule = field("Priority", with_values(desk("priority"), {{"Low", std::int64_t{4}}}));
    rule.source.place = "m.json:9:7";
    const auto result = result_of(rule);
    CHECK(result.verdict == Verdict::problem);
    CHECK(result.problem.message == "`priority` is 'High', which is not in `values` ('Low')");
    CHECK(result.problem.place == "m.json:9:7");
    CHECK_FALSE(result.problem.fix.empty());
    rule.source.otherwise.kind = Otherwise::Kind::keep;
    CHECK(result_of(rule).verdict == Verdict::leave);
    CHECK(result_of(rule, Stage::update).verdict == Verdict::leave);
}

TEST_CASE("Flow and when decide whether a rule has its say") {
    auto rule = field("System.Title", desk("subject"));
    rule.when = When::create;
    CHECK(result_of(rule).verdict == Verdict::set);
    CHECK(result_of(rule, Stage::update).verdict == Verdict::leave);
    rule.when = When::update;
    CHECK(result_of(rule).verdict == Verdict::leave);
    CHECK(result_of(rule, Stage::update).verdict == Verdict::set);
    rule.when = When::always;
    rule.flow = Flow::to_desk;
    CHECK(result_of(rule).verdict == Verdict::leave);
    rule.flow = Flow::both;
    CHECK(result_of(rule).verdict == Verdict::set);
}

TEST_CASE("People go by e-mail address") {
    auto rule = field("System.AssignedTo", desk("assignee"));
    CHECK(std::get<Person>(result_of(rule).value).email == "grace@vendor.example");
    Ticket ticket = sample_ticket();
    ticket.fields["assignee"] = Person{"Grace", "", "3"};
    const auto unknown = result_of(rule, Stage::create, true, ticket);
    CHECK(unknown.verdict == Verdict::leave);
    CHECK(unknown.reason.find("no e-mail address") != std::string::npos);
    rule.source = with_values(desk("assignee"), {{"Grace", text("CORP\\grace")}});
    CHECK(std::get<Person>(result_of(rule, Stage::create, true, ticket).value).name == "CORP\\grace");
}

TEST_CASE("A mapping's mistakes are found when it is built, each with its place") {
    auto back = field("F", text_template("x"));
    back.flow = Flow::both;
    auto twisted = field("G", desk("subject"));
    twisted.flow = Flow::to_desk;
    twisted.source.transforms = {{"lower", {}}};
    auto changed = field("D", desk("subject"));
    changed.source.transforms = {{"lowr", {}}};
    changed.source.place = "m.json:7:1";
    auto mapping = mapping_with({field("A", desk("as signee")), field("B", text_template("{{tiket.a}}")),
                                 field("C", computed("1 +")), changed, field("System.Title", desk("subject")),
                                 field("system.title", desk("subject")), back, twisted});
    mapping.project.otherwise.kind = Otherwise::Kind::keep;
    Translator translator(mapping);
    std::vector<std::string> fields;
    for (const auto& problem : translator.problems()) fields.push_back(problem.field);
    CHECK(fields == std::vector<std::string>{"project", "A", "B", "C", "D", "system.title", "F", "G"});
    CHECK(translator.problems()[4].place == "m.json:7:1");
    CHECK(translator.problems()[4].message == "there is no transform 'lowr'; did you mean 'lower'?");
    const auto results = translator.to_work(sample_ticket(), Stage::create, nullptr);
    CHECK(results[1].verdict == Verdict::problem);
    CHECK(results[4].verdict == Verdict::set);
}

TEST_CASE("The way back uses the value map, and the present value where it fits") {
    auto state = field("System.State", with_values(desk("status"), {{"awaiting_agent", text("Active")},
                                                                    {"awaiting_user", text("Active")},
                                                                    {"resolved", text("Closed")}}));
    state.flow = Flow::both;
    auto steps = field("Repro Steps", desk("description"));
    steps.flow = Flow::to_desk;
    Translator translator(mapping_with({state, field("System.Title", desk("subject")), steps}));
    WorkItem item;
    item.fields["System.State"] = text("Active");
    item.fields["Microsoft.VSTS.TCM.ReproSteps"] = Html{"<p>x</p><script>1</script>"};
    Ticket present = sample_ticket();
    present.fields["status"] = text("awaiting_user");
    const auto rules = bug_rules();

    const auto results = translator.to_desk(item, &present, &rules);
    REQUIRE(results.size() == 2);
    CHECK(results[0].desk == "status");
    CHECK(results[0].value == text("awaiting_user"));
    CHECK(results[1].desk == "description");
    CHECK(results[1].value == Value(Html{"<p>x</p>"}));
    CHECK(translator.to_desk(item, nullptr, &rules)[0].value == text("awaiting_agent"));

    item.fields["System.State"] = text("Resolved");
    const auto missing = translator.to_desk(item, &present, nullptr);
    CHECK(missing[0].verdict == Verdict::problem);
    CHECK(missing[0].problem.message == "System.State is 'Resolved', which no row of `values` stands for");
    CHECK(missing[1].verdict == Verdict::set);
    CHECK(is_nothing(missing[1].value));
}

TEST_CASE("A translator can be moved, and its rules stay where they are") {
    Translator first(mapping_with({field("System.Title", desk("subject"))}));
    const auto* rule = &first.rules()[0];
    Translator second(std::move(first));
    CHECK(&second.rules()[0] == rule);
    CHECK(second.to_work(sample_ticket(), Stage::create, nullptr)[0].rule == rule);
}

TEST_CASE("The names that a mapping reads are known, with what reads them") {
    auto mapping = mapping_with({field("System.AssignedTo", desk("assignee.email"))});
    mapping.select = "ticket.departement == 'x'";
    const auto names = Translator(mapping).names();
    REQUIRE(names.size() == 2);
    CHECK(names[0].name == "departement");
    CHECK(names[0].field == "select");
    CHECK(names[1].name == "assignee");
}

TEST_CASE("Tags of the mapping join those of the ticket, each once") {
    const auto tags = [](Source source, std::vector<std::string> added, Ticket ticket = sample_ticket()) {
        for (auto& text : added) source.added.push_back({std::move(text), {}});
        return result_of(field("System.Tags", std::move(source)), Stage::create, true, ticket);
    };
    CHECK(tags(desk("labels"), {"from support", "PRINTER"}).value ==
          Value(Words{"Bug", "printer", "from support"}));
    CHECK(tags(desk("labels"), {"{{ticket.department}}", "{{ticket.product}}"}).value ==
          Value(Words{"Bug", "printer", "Engineering"}));
    CHECK(tags(with_values(desk("labels"), {{"Bug", Value{}}}, Otherwise::Kind::pass), {"x"}).value ==
          Value(Words{"printer", "x"}));
    CHECK(tags(text_template("a; {{ticket.status}}"), {"b"}).value ==
          Value(Words{"a", "awaiting_agent", "b"}));

    Ticket plain = sample_ticket();
    plain.fields.erase("labels");
    const auto alone = tags(desk("labels"), {"from support"}, plain);
    CHECK(alone.value == Value(Words{"from support"}));
    CHECK(alone.reason == "from `add`");
    CHECK(tags(desk("labels"), {"{{ticket.product}}"}, plain).verdict == Verdict::leave);
}

TEST_CASE("Only fields of tags take additions, and what is added does not flow back") {
    auto rule = field("System.Title", desk("subject"));
    rule.source.added = {{"x", {}}};
    const auto result = result_of(rule);
    CHECK(result.verdict == Verdict::problem);
    CHECK(result.problem.message == "only a field of tags takes `add`");

    auto both = field("System.Tags", desk("labels"));
    both.source.added = {{"x", {}}};
    both.flow = Flow::both;
    Translator translator(mapping_with({both}));
    REQUIRE(translator.problems().size() == 1);
    CHECK(translator.problems()[0].message == "a value with `add` cannot flow back to the ticket");
    CHECK(translator.to_desk({}, nullptr, nullptr).at(0).verdict == Verdict::leave);
}

TEST_CASE("What an addition reads is among the names of the mapping, and its mistakes have its place") {
    auto rule = field("System.Tags", desk("labels"));
    rule.source.added = {{"{{ticket.product}}", "m.json:1:1"}};
    std::vector<std::string> names;
    for (const auto& name : Translator(mapping_with({rule})).names()) names.push_back(name.name);
    CHECK(names == std::vector<std::string>{"labels", "product"});
    rule.source.added = {{"{{ticket.", "m.json:1:2"}};
    const Translator broken(mapping_with({rule}));
    REQUIRE(broken.problems().size() == 1);
    CHECK(broken.problems()[0].place == "m.json:1:2");
}
