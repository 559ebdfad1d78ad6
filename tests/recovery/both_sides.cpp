#include "both_sides.h"

#include "model/mark.h"
#include "tickets.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge::workbench {

namespace {

const std::string engineer = "maren.holt@meridian.example";
const std::string customer = "ines@nordhafen.example";

/// A text as it stands on one of the sides.
struct Said {
    std::string html;
    bool for_everyone = false;
    bool copy = false;
};

std::vector<Said> on_ticket(const TwoSides& sides, long long ticket) {
    std::vector<Said> all;
    const auto view = sides.desk.ticket(ticket);
    for (const auto& message : view->messages)
        all.push_back({message.html, !message.is_note, stands_for_comment(message.html)});
    return all;
}

std::vector<Said> on_item(const TwoSides& sides, int item) {
    std::vector<Said> all;
    const auto seen = sides.work.item(item);
    for (const auto& comment : seen->comments)
        if (!comment.deleted) all.push_back({comment.text, false, stands_for_message(comment.text)});
    return all;
}

int comment_with(const TwoSides& sides, int item, const std::string& words) {
    const auto seen = sides.work.item(item);
    for (const auto& comment : seen->comments)
        if (comment.text.find(words) != std::string::npos) return comment.id;
    return 0;
}

std::string attachment(TwoSides& sides, const std::string& name, const std::string& content) {
    return sides.work.keep_file(name, content);
}

/// What is said before, and edited or taken back later.
struct Before {
    long long edited = 0, removed = 0;
};

Before talk(TwoSides& sides, long long ticket, int item) {
    Before before;
    before.edited = sides.desk.write(ticket, {.html = "<p>Desk wrog</p>", .by = customer});
    before.removed = sides.desk.write(ticket, {.html = "<p>Desk takes back</p>", .by = customer});
    sides.work.comment(item, engineer, "<div>Work wrog</div>");
    sides.work.comment(item, engineer, "<div>Work takes back</div>");
    return before;
}

void change_first(TwoSides& sides, WatchedPair& pair) {
    sides.desk.edit(pair.ticket, {.subject = "A better subject"});
    sides.desk.write(pair.ticket, {.html = "<p>Desk sends files <img src=\"cid:desk-pic.png\"></p>",
                                   .by = customer,
                                   .files = {{"desk-pic.png", "image/png", "\x89PNG desk", true},
                                             {"desk-log.txt", "text/plain", "from the desk", false}}});
    sides.work.edit(pair.item, engineer, {{"Microsoft.VSTS.Common.Priority", "1"}});
    const auto picture = attachment(sides, "work-pic.png", "\x89PNG work");
    sides.work.comment(pair.item, engineer, "<div>Work shows <img src=\"" + picture + "\"></div>");
    sides.work.attach(pair.item, engineer, attachment(sides, "work-log.txt", "from work"));
    sides.work.comment(pair.item, engineer, "<div>#reply Work asks the customer</div>");
    pair.said = {"Desk sends files", "Work shows", "Work asks the customer"};
    pair.public_ones = {"Desk sends files", "Work asks the customer"};
    pair.files = {"desk-log.txt", "work-log.txt"};
    pair.shown = {"work-pic.png"};
    pair.subject = "A better subject";
    pair.priority = "Urgent";
    pair.status = "awaiting_user";
    pair.fields = {{"System.Title", "A better subject"},
                   {"Microsoft.VSTS.Common.Priority", "1"},
                   {"System.State", "Active"}};
}

void change_second(TwoSides& sides, WatchedPair& pair, const Before& before) {
    sides.desk.edit_message(pair.ticket, before.edited, "<p>Desk right</p>");
    sides.desk.remove_message(pair.ticket, before.removed);
    sides.desk.write(pair.ticket, {.html = "<p>Desk says done</p>", .by = customer});
    sides.desk.edit(pair.ticket, {.status = "resolved"});
    const auto picture = attachment(sides, "later-pic.png", "\x89PNG later");
    sides.work.edit_comment(pair.item, comment_with(sides, pair.item, "Work wrog"), engineer,
                            "<div>Work right <img src=\"" + picture + "\"></div>");
    sides.work.remove_comment(pair.item, comment_with(sides, pair.item, "Work takes back"), engineer);
    sides.work.edit(pair.item, engineer, {{"System.Title", "Found it"}});
    pair.said = {"Desk right", "Work right", "Desk says done"};
    pair.public_ones = {"Desk right", "Desk says done"};
    pair.shown = {"later-pic.png"};
    pair.gone = {"Desk wrog", "Work wrog", "Desk takes back", "Work takes back"};
    pair.subject = "Found it";
    pair.priority = "";
    pair.status = "resolved";
    pair.fields = {{"System.Title", "Found it"}, {"System.State", "Closed"}};
}

void change_third(TwoSides& sides, WatchedPair& pair) {
    sides.work.edit(pair.item, engineer, {{"System.State", "Closed"}, {"System.Tags", "bug; from work"}});
    sides.desk.edit(pair.ticket, {.priority = "Low"});
    sides.work.attach(pair.item, engineer, attachment(sides, "work-one.txt", "one"));
    sides.work.attach(pair.item, engineer, attachment(sides, "work-two.txt", "two"));
    pair.files = {"work-one.txt", "work-two.txt"};
    pair.priority = "Low";
    pair.status = "resolved";
    pair.fields = {{"System.State", "Closed"}, {"Microsoft.VSTS.Common.Priority", "4"}};
    pair.subject = sides.desk.ticket(pair.ticket)->subject;
}

class Judge {
public:
    Judge(TwoSides& sides, const WatchedPair& pair)
        : sides_(sides),
          pair_(pair),
          ticket_(on_ticket(sides, pair.ticket)),
          item_(on_item(sides, pair.item)) {}

    std::vector<std::string> complaints() {
        compare_words();
        compare_readers();
        compare_fields();
        compare_files();
        compare_pictures();
        return std::move(out_);
    }

private:
    void say(const std::string& what) { out_.push_back(fmt::format("ticket {}: {}", pair_.ticket, what)); }

    static std::vector<std::size_t> places(const std::vector<Said>& all, const std::string& words) {
        std::vector<std::size_t> found;
        for (std::size_t i = 0; i < all.size(); ++i)
            if (all[i].html.find(words) != std::string::npos) found.push_back(i);
        return found;
    }

    void compare_words() {
        for (const auto& [name, all] : {std::pair{"ticket", &ticket_}, {"item", &item_}}) {
            std::map<bool, std::size_t> last;
            for (const auto& words : pair_.said) {
                const auto at = places(*all, words);
                if (at.size() != 1) {
                    say(fmt::format("'{}' stands on the {} {} times", words, name, at.size()));
                    continue;
                }
                auto& before = last[(*all)[at[0]].copy];
                if (before > at[0]) say(fmt::format("'{}' came too early to the {}", words, name));
                before = at[0];
            }
            for (const auto& words : pair_.gone)
                if (!places(*all, words).empty()) say(fmt::format("'{}' is still on the {}", words, name));
        }
    }

    void compare_readers() {
        for (const auto& words : pair_.said) {
            const bool wanted = std::count(pair_.public_ones.begin(), pair_.public_ones.end(), words) != 0;
            for (const auto at : places(ticket_, words))
                if (ticket_[at].for_everyone != wanted) say(fmt::format("'{}' has the wrong readers", words));
        }
    }

    void compare_one(const std::string& name, const std::string& seen, const std::string& wanted) {
        if (seen != wanted) say(fmt::format("{} is '{}' and not '{}'", name, seen, wanted));
    }

    void compare_fields() {
        const auto ticket = sides_.desk.ticket(pair_.ticket).value();
        compare_one("subject", ticket.subject, pair_.subject);
        compare_one("priority", ticket.priority, pair_.priority);
        compare_one("status", ticket.status, pair_.status);
        const auto item = sides_.work.item(pair_.item).value();
        for (const auto& [field, value] : pair_.fields) {
            const auto found = item.fields.find(field);
            compare_one(field, found == item.fields.end() ? "" : found->second, value);
        }
    }

    void compare_files() {
        const auto item = sides_.work.item(pair_.item).value();
        for (const auto& name : pair_.files) {
            count_on_ticket(name);
            const auto kept = std::count_if(item.links.begin(), item.links.end(), [&](const auto& link) {
                return link.rel == "AttachedFile" && link.url.find("fileName=" + name) != std::string::npos;
            });
            if (kept != 1) say(fmt::format("file {} is on the item {} times", name, kept));
        }
        const auto attached = std::count_if(item.links.begin(), item.links.end(),
                                            [](const auto& link) { return link.rel == "AttachedFile"; });
        if (attached != static_cast<long>(pair_.files.size()))
            say(fmt::format("the item has {} files", attached));
        for (const auto& name : pair_.shown) {
            count_on_ticket(name);
            const auto wanted = [&](const Said& said) {
                const auto at = said.html.find("<img src=\"https://desk.example/");
                return at != std::string::npos && said.html.find(name, at) != std::string::npos;
            };
            if (std::count_if(ticket_.begin(), ticket_.end(), wanted) != 1)
                say(fmt::format("picture {} is not shown once", name));
        }
    }

    void count_on_ticket(const std::string& name) {
        const auto ticket = sides_.desk.ticket(pair_.ticket).value();
        long there = 0;
        for (const auto& message : ticket.messages)
            there += std::count(message.files.begin(), message.files.end(), name);
        if (there != 1) say(fmt::format("file {} is on the ticket {} times", name, there));
    }

    /// A picture is asked for at the side on which it is shown, or nobody sees it.
    void compare_pictures() {
        for (const auto& said : ticket_)
            if (said.html.find("<img src=\"https://work.example") != std::string::npos)
                say("a picture on the ticket has its address at the tracker");
        for (const auto& said : ticket_)
            if (said.html.find("#deskpro-blob") != std::string::npos) say("a picture has an odd address");
        for (const auto& said : item_)
            if (said.html.find("<img src=\"https://desk.example") != std::string::npos)
                say("a picture on the item has its address at the desk");
    }

    TwoSides& sides_;
    const WatchedPair& pair_;
    std::vector<Said> ticket_, item_;
    std::vector<std::string> out_;
};

}  // namespace

std::vector<WatchedPair> link_pairs(TwoSides& sides) {
    std::vector<WatchedPair> pairs(3);
    for (int i = 0; i < 3; ++i) pairs[static_cast<std::size_t>(i)].ticket = add_plain(sides, i + 1);
    sides.backfill();
    sides.run_until_quiet();
    auto& store = sides.tenant().store;
    for (auto& pair : pairs) {
        const std::vector<std::string> ids{std::to_string(pair.ticket)};
        pair.item = static_cast<int>(store.links_of(sides.tenant().record.id, ids).at(0).work_item);
    }
    return pairs;
}

std::vector<WatchedPair> let_people_work(TwoSides& sides) {
    auto pairs = link_pairs(sides);
    const auto before = talk(sides, pairs[1].ticket, pairs[1].item);
    sides.run_until_quiet();
    sides.clock.step(std::chrono::minutes{10});
    change_first(sides, pairs[0]);
    change_second(sides, pairs[1], before);
    change_third(sides, pairs[2]);
    return pairs;
}

std::string two_way_verdict(TwoSides& sides, const std::vector<WatchedPair>& pairs) {
    std::vector<std::string> all;
    try {
        sides.run_until_quiet();
        // by then everything has come that comes late
        sides.clock.step(std::chrono::minutes{2});
        sides.run_until_quiet();
    } catch (const std::exception& error) {
        return error.what();
    }
    for (const auto& pair : pairs)
        for (auto& complaint : Judge(sides, pair).complaints()) all.push_back(std::move(complaint));
    for (auto& complaint : sides.complaints_of_more_runs(10, false)) all.push_back(std::move(complaint));
    for (const auto& intent : sides.tenant().store.intents(sides.tenant().record.id))
        all.push_back(fmt::format("ticket {}: an intent is left", intent.ticket_id));
    for (const auto& request : sides.traffic.too_early) all.push_back("before its time: " + request);
    return fmt::format("{}", fmt::join(all, "\n"));
}

}  // namespace deskbridge::workbench
