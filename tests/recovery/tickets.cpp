#include "tickets.h"

#include <cstdlib>
#include <fmt/format.h>

namespace deskbridge::workbench {

namespace {

using sandbox::deskpro::NewTicket;
using End = Expected::End;

NewTicket ticket(int number, const std::string& subject, const std::string& html) {
    NewTicket made;
    made.ref = fmt::format("REC-{:04}", number);
    made.subject = subject;
    made.messages = {{html, false, "", {}}};
    made.department = "Engineering";
    made.labels = {"bug"};
    made.person_name = "Ada Lane";
    made.person_email = "ada.lane@customer.example";
    return made;
}

Expected arrives(const NewTicket& made) {
    Expected expected;
    expected.fields["System.Title"] = fmt::format("[{}] {}", made.ref, made.subject);
    expected.fields["Microsoft.VSTS.TCM.ReproSteps"] = made.messages.front().html;
    std::string tags;
    for (const auto& label : made.labels) tags += (tags.empty() ? "" : "; ") + label;
    expected.fields["System.Tags"] = tags;
    expected.fields["System.AssignedTo"] = "";
    expected.fields["System.TeamProject"] = "Widgets";
    return expected;
}

}  // namespace

long long add_plain(TwoSides& sides, int number) {
    auto made = ticket(number, fmt::format("The gauge stops at {} bar", number),
                       fmt::format("<p>Reading <strong>{}</strong> and then nothing.</p>", number));
    return sides.add(made, arrives(made));
}

long long add_talkative(TwoSides& sides, int number) {
    auto made = ticket(number, "The pump talks", "<p>Look: <img src=\"cid:pic-a.png\" alt=\"it\"></p>");
    made.messages.front().files = {{"pic-a.png", "image/png", "\x89PNG first", true},
                                   {"log-1.txt", "text/plain", "one", false}};
    made.messages.push_back({"<p>We look into <b>it</b>.</p>", false, "maren.holt@meridian.example", {}, {}});
    made.messages.push_back({"<p>Seen: <img src=\"cid:pic-b.png\" alt=\"\"></p>",
                             true,
                             "maren.holt@meridian.example",
                             {},
                             {{"pic-b.png", "image/png", "\x89PNG second", true},
                              {"again.txt", "text/plain", "one", false},
                              {"log-3.txt", "text/plain", "three", false}}});
    made.messages.push_back({"<p>Thank you &amp; goodbye</p>", false, "", {}, {}});
    auto expected = arrives(made);
    expected.fields.erase("Microsoft.VSTS.TCM.ReproSteps");
    return sides.add(made, expected);
}

long long add_poison(TwoSides& sides) {
    return sides.add(ticket(6, "What the tracker refuses: " + poison, "<p>Never.</p>"), {End::set_aside, {}});
}

void add_mixed(TwoSides& sides) {
    add_plain(sides, 1);

    auto odd =
        ticket(2, "Größe \"<&>\" → \\ 測定 🧪", "<p>“Größe” &amp; 測定 &lt;0 🧪</p>");
    odd.labels = {"bug", "größe"};
    odd.priority = "High";
    odd.agent = "maren.holt@meridian.example";
    auto expected = arrives(odd);
    expected.fields["Microsoft.VSTS.Common.Priority"] = "2";
    expected.fields["System.AssignedTo"] = "Maren Holt <maren.holt@meridian.example>";
    sides.add(odd, expected);

    auto stranger = ticket(3, "Assigned to a person whom the tracker does not know", "<p>Please help.</p>");
    stranger.agent = "aiko.tanabe@meridian.example";
    sides.add(stranger, arrives(stranger));

    auto billing = ticket(4, "An invoice", "<p>Where is it?</p>");
    billing.department = "Billing";
    sides.add(billing, {End::nothing, {}});

    auto held = ticket(5, "A priority that no mapping knows", "<p>Now!</p>");
    held.priority = "Chefsache";
    sides.add(held, {End::set_aside, {}});

    add_poison(sides);

    auto terse = ticket(7, "x", "<p>y</p>");
    terse.labels = {};
    sides.add(terse, arrives(terse));

    for (int number = 8; number <= 9; ++number) add_plain(sides, number);
}

std::uint64_t seed_from_environment() {
    const char* text = std::getenv("DESKBRIDGE_SEED");
    return text == nullptr ? 20'261'121 : std::strtoull(text, nullptr, 10);
}

std::string verdict(TwoSides& sides, bool history, int more_cycles) {
    try {
        sides.run_until_quiet();
    } catch (const std::exception& error) {
        return error.what();
    }
    auto all = sides.complaints();
    const auto more = sides.complaints_of_more_runs(more_cycles, history);
    all.insert(all.end(), more.begin(), more.end());
    return fmt::format("{}", fmt::join(all, "\n"));
}

}  // namespace deskbridge::workbench
