#include "tickets.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace deskbridge;
using namespace deskbridge::workbench;

namespace {

const std::string engineer = "maren.holt@meridian.example";
const std::string steps = "Microsoft.VSTS.TCM.ReproSteps";

std::string repeated(std::size_t times, const std::string& text) {
    std::string all;
    for (std::size_t i = 0; i < times; ++i) all += text;
    return all;
}

/// What people paste: each as editors write it, not as we would.
const std::vector<std::string>& bodies() {
    static const std::vector<std::string> all = {
        "<p>Plain words</p>",
        "<div>Lines<br>and <br/>more<BR></div><div><br></div>",
        "<table border=1><tr><td>a<td>b<tr><td colspan=2>c</table>",
        "<ul><li>one<ul><li>two<ol start=3><li>three</ol></ul><li>four</ul>",
        "<pre><code>if (a &lt; b &amp;&amp; c) {\n\treturn \"x\";\n}\n</code></pre>",
        "<p>🧪 👩‍👩‍👧‍👦 naïve e\xCC\x81 測定 &nbsp;&#8203;end</p>",
        "<p dir=\"rtl\">שלום <b>עולם</b> \xE2\x80\x8F(abc)\xE2\x80\x8E مرحبا</p>",
        "<p style='color:red;margin:0' class=MsoNormal onclick=x()>Office<o:p></o:p> <font "
        "size=4>old</font></p>",
        "<b>unclosed <i>and <u>crossed</b> over</i></u> &copy; &unknown; &",
        "<h1>Title</h1><blockquote type=cite>quoted<blockquote>deeper</blockquote></blockquote><hr>",
        "<p>a <a href=\"https://x.example/?a=1&b=2#c\">link</a> <a href='javascript:x()'>none</a></p>",
        "<p>  blanks   \n\n between\t</p>\r\n<p></p>",
        "<p>" + repeated(40'000, "A long line &amp; more. ") + "</p>"};
    return all;
}

std::vector<std::pair<long long, int>> all_pairs(TwoSides& sides) {
    std::vector<std::pair<long long, int>> pairs;
    auto& tenant = sides.tenant();
    for (const auto& link : tenant.store.links(tenant.record.id, 0, 1'000))
        pairs.emplace_back(std::stoll(link.ticket_id), static_cast<int>(link.work_item));
    return pairs;
}

/// Tickets with each of the bodies as description, said by the customer once more, and by the engineer.
std::vector<std::pair<long long, int>> carry_bodies(TwoSides& sides) {
    for (const auto& body : bodies()) {
        sandbox::deskpro::NewTicket ticket;
        ticket.subject = "Rich text";
        ticket.department = "Engineering";
        ticket.person_email = "ines@nordhafen.example";
        ticket.messages = {{body, false, "", {}, {}}};
        sides.add(ticket, {});
        sides.clock.step(std::chrono::minutes{11});  // equal tickets are refused for a while
    }
    sides.backfill();
    sides.run_until_quiet();
    const auto pairs = all_pairs(sides);
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        sides.desk.write(pairs[i].first, {.html = bodies()[i], .by = "ines@nordhafen.example"});
        sides.work.comment(pairs[i].second, engineer, bodies()[i]);
    }
    sides.run_until_quiet();
    return pairs;
}

struct Count {
    long long revisions = 0, work = 0, desk = 0;
    bool operator==(const Count&) const = default;
};

Count count(const TwoSides& sides) {
    const auto work = sides.work.counters();
    return {work.revisions, work.writes, sides.desk.counters().writes};
}

std::string rest(TwoSides& sides) {
    std::string text;
    for (const auto& line : sides.complaints_of_more_runs(10, false)) text += line + "\n";
    for (const auto& line : sides.log)
        if (line.level == Level::warning || line.level == Level::error) text += line.message + "\n";
    return text;
}

std::size_t copies(const TwoSides& sides, long long ticket, const std::string& words) {
    const auto view = sides.desk.ticket(ticket).value();
    return static_cast<std::size_t>(
        std::count_if(view.messages.begin(), view.messages.end(),
                      [&](const auto& message) { return message.html.find(words) != std::string::npos; }));
}

}  // namespace

TEST_CASE("rich text arrives once, and comparing both sides twenty times more writes nothing of it") {
    Scene scene;
    scene.two_way = true;
    scene.work_switches.rewrites_html = GENERATE(false, true);
    CAPTURE(scene.work_switches.rewrites_html);
    TwoSides sides(scene);
    const auto pairs = carry_bodies(sides);
    REQUIRE(pairs.size() == bodies().size());
    for (const auto& [ticket, item] : pairs) {
        CHECK(sides.work.item(item)->rev == 4);  // made, made active, and two comments
        CHECK(sides.work.item(item)->comments.size() == 2);
    }
    std::map<int, std::string> texts;
    for (const auto& [ticket, item] : pairs) texts[item] = sides.work.item(item)->fields[steps];
    for (int round = 1; round <= 20; ++round) {
        const auto before = count(sides);
        for (const auto& [ticket, item] : pairs) {
            sides.desk.edit(ticket, {.subject = fmt::format("Round {}", round)});
            sides.work.edit(item, engineer,
                            {{"Microsoft.VSTS.Common.Priority", std::to_string(round % 2 + 3)}});
        }
        sides.run_until_quiet();
        const auto after = count(sides);
        const auto pairs_count = static_cast<long long>(pairs.size());
        REQUIRE(after.revisions - before.revisions == 2 * pairs_count);
        REQUIRE(after.desk - before.desk == pairs_count);
    }
    for (const auto& [ticket, item] : pairs) {
        CHECK(sides.work.item(item)->fields[steps] == texts[item]);
        CHECK(sides.work.item(item)->comments.size() == 2);
    }
    CHECK(rest(sides) == "");
}

TEST_CASE("an edited description is one revision, with its picture, whatever the tracker makes of HTML") {
    Scene scene;
    scene.two_way = true;
    scene.work_switches.rewrites_html = GENERATE(false, true);
    TwoSides sides(scene);
    const auto ticket = add_talkative(sides, 1);
    sides.backfill();
    sides.run_until_quiet();
    const auto item = sides.work.items().at(0).id;
    const auto first = sides.desk.ticket(ticket)->messages.front();
    for (const auto& body : bodies()) {
        const auto before = sides.work.item(item)->rev;
        sides.desk.edit_message(ticket, first.id, body + "<p>Now <img src=\"cid:pic-b.png\"></p>");
        sides.run_until_quiet();
        CHECK(sides.work.item(item)->rev == before + 1);
        CHECK(sides.work.item(item)->fields[steps].find("Now") != std::string::npos);
        CHECK(sides.work.item(item)->fields[steps].find("desk.example") == std::string::npos);
    }
    CHECK(rest(sides) == "");
}

TEST_CASE("comments in Markdown are read as what they show, and follow their edits") {
    Scene scene;
    scene.two_way = true;
    TwoSides sides(scene);
    const auto ticket = add_plain(sides, 1);
    sides.backfill();
    sides.run_until_quiet();
    const auto item = sides.work.items().at(0).id;
    sides.work.comment(item, engineer,
                       "**Bold** and `code`\n\n- one\n  - two\n\n| a | b |\n|---|---|\n| c | d |",
                       "markdown");
    sides.work.comment(item, engineer, "#reply Please *restart*", "markdown");
    sides.run_until_quiet();
    CHECK(copies(sides, ticket, "<strong>Bold</strong> and <code>code</code>") == 1);
    CHECK(copies(sides, ticket, "Please <em>restart</em>") == 1);
    CHECK(copies(sides, ticket, "#reply") == 0);
    const auto id = sides.work.item(item)->comments.at(0).id;
    sides.work.edit_comment(item, id, engineer, "**Bolder** words");
    sides.run_until_quiet();
    CHECK(copies(sides, ticket, "<strong>Bolder</strong> words") == 1);
    CHECK(copies(sides, ticket, "<strong>Bold</strong>") == 0);
    CHECK(rest(sides) == "");
}

TEST_CASE(
    "a field that people turned into Markdown is not fought over, and takes what the ticket says next") {
    Scene scene;
    scene.two_way = true;
    TwoSides sides(scene);
    const auto ticket = add_plain(sides, 1);
    sides.backfill();
    sides.run_until_quiet();
    const auto item = sides.work.items().at(0).id;
    sides.work.edit(item, engineer, {{steps, "Reading **1** and then nothing."}}, {steps});
    sides.run_until_quiet();
    CHECK(sides.work.item(item)->fields[steps] == "Reading **1** and then nothing.");
    CHECK(rest(sides) == "");
    const auto before = sides.work.item(item)->rev;
    sides.desk.edit_message(ticket, sides.desk.ticket(ticket)->messages.front().id,
                            "<p>Something <b>else</b></p>");
    sides.run_until_quiet();
    CHECK(sides.work.item(item)->rev == before + 1);
    CHECK(sides.work.item(item)->fields[steps] == "<p>Something <b>else</b></p>");
    CHECK(rest(sides) == "");
}

TEST_CASE("a rich field and a plain one of the ticket follow each other, and say where a picture is") {
    Scene scene;
    scene.two_way = true;
    scene.work_switches.rewrites_html = GENERATE(false, true);
    TwoSides sides(scene);
    sandbox::deskpro::NewTicket made;
    made.subject = "Rich and plain";
    made.department = "Engineering";
    made.person_email = "ines@nordhafen.example";
    made.messages = {{"<p>x</p>", false, "", {}, {}}};
    made.fields["Details"] = "first line\nsecond <line> & more";
    const auto ticket = sides.add(made, {});
    sides.backfill();
    sides.run_until_quiet();
    const auto item = sides.work.items().at(0).id;
    const auto details = [&] { return sides.desk.ticket(ticket)->fields["Details"]; };
    const auto description = [&] { return sides.work.item(item)->fields["System.Description"]; };
    CHECK(description().find("second &lt;line&gt; &amp; more") != std::string::npos);
    for (const auto& body : bodies()) {
        if (body.size() > 10'000) continue;
        const auto before = count(sides);
        sides.work.edit(item, engineer, {{"System.Description", body}});
        const auto kept = description();
        sides.run_until_quiet();
        const auto after = count(sides);
        CHECK(after.revisions - before.revisions == 1);
        CHECK(after.desk - before.desk == 1);
        CHECK(description() == kept);
        CHECK(details().find("<p") == std::string::npos);
    }
    const auto picture = sides.work.keep_file("seen.png", "\x89PNG");
    sides.work.edit(item, engineer,
                    {{"System.Description", "<p>Look <img src=\"" + picture + "\" alt=\"the gauge\"></p>"}});
    sides.run_until_quiet();
    CHECK(details() == "Look the gauge (" + picture + ")");
    sides.desk.edit(ticket, {.fields = {{"Details", "people's own\nwords"}}});
    sides.run_until_quiet();
    CHECK(description().find("words") != std::string::npos);
    CHECK(description().find("<img") == std::string::npos);
    CHECK(rest(sides) == "");
}
