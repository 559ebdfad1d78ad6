#include "commands/exit_code.h"
#include "commands/options.h"
#include "commands/session.h"

#include <algorithm>
#include <fmt/format.h>
#include <iostream>

namespace deskbridge {

namespace {

constexpr std::size_t all_of_them = 100'000;

/// What waits. ticket: it has no work item yet. link: something of a linked ticket cannot be carried.
/// messages: what is said on it does not reach its work item. telling: it could not be told of its work item.
/// shelved: people gave it up, or took its link away.
struct Waiting {
    std::string what;
    std::string ticket_id;
    WorkItemId work_item = 0;  ///< 0 = none, or any of several
    std::string reason;
    std::string hint;
    Time until{};
    int attempts = 0;

    bool is_shelved() const { return until >= shelved; }
};

Waiting waiting_ticket(SqliteLinkStore& store, TenantId tenant, const InboxItem& item) {
    const auto links = store.links_of(tenant, std::span<const std::string>(&item.ticket_id, 1));
    const bool given_up = item.not_before >= shelved;
    return {given_up        ? "shelved"
            : links.empty() ? "ticket"
                            : "link",
            item.ticket_id,
            links.size() == 1 ? links.front().work_item : 0,
            item.reason,
            item.hint,
            item.not_before,
            item.attempts};
}

std::vector<Waiting> waiting_of(SqliteLinkStore& store, TenantId tenant) {
    std::vector<Waiting> out;
    for (const auto& item : store.parked(tenant)) out.push_back(waiting_ticket(store, tenant, item));
    for (const auto& link : store.pending_link_backs(tenant, Time::max(), all_of_them))
        if (!link.link_back_problem.empty())
            out.push_back({"telling", link.ticket_id, link.work_item,
                           fmt::format("work item {} is made, but the ticket could not be told: {}",
                                       link.work_item, link.link_back_problem),
                           "", link.link_back_not_before, link.link_back_attempts});
    for (const auto& talk : store.pending_talks(tenant, Time::max(), all_of_them))
        if (!talk.problem.empty())
            out.push_back({"messages", talk.ticket_id, talk.work_item,
                           fmt::format("a message of it could not be carried to work item {}: {}",
                                       talk.work_item, talk.problem),
                           "", talk.not_before, talk.attempts});
    return out;
}

std::string when(const Waiting& item) {
    return item.is_shelved() ? std::string("not by itself; parked retry with its number does")
                             : "again at " + iso8601(item.until);
}

void print(const std::string& tenant, const Waiting& item) {
    const auto linked =
        item.work_item != 0 && item.what == "link" ? fmt::format(" (work item {})", item.work_item) : "";
    std::cout << fmt::format("{}  ticket {}{}: {}\n", tenant, item.ticket_id, linked, item.reason);
    if (!item.hint.empty()) std::cout << fmt::format("    what to do: {}\n", item.hint);
    std::cout << fmt::format("    tried {} time{}, {}\n", item.attempts, item.attempts == 1 ? "" : "s",
                             when(item));
}

void write(json::Writer& out, const std::string& tenant, const Waiting& item) {
    out.object().member("tenant", tenant).member("ticket", item.ticket_id).member("what", item.what);
    if (item.work_item != 0) out.member("work_item", item.work_item);
    out.member("reason", item.reason).member("hint", item.hint).key("tried_again_at");
    item.is_shelved() ? out.null() : out.text(iso8601(item.until));
    out.member("attempts", item.attempts).end();
}

bool is_wanted(const Waiting& item, const std::vector<std::string>& tickets, bool all) {
    if (tickets.empty()) return all || !item.is_shelved();
    return std::find(tickets.begin(), tickets.end(), item.ticket_id) != tickets.end();
}

/// All of `tickets`, or everything that is set aside.
int list(Session& session, const po::variables_map& options, const std::vector<std::string>& tickets) {
    const auto store = open_existing(session.state());
    const bool as_json = options.count("json") != 0;
    json::Writer out;
    out.object().key("parked").array();
    bool any = false, waits = false;
    for (const auto* settings : session.assembly.chosen(text_option(options, "tenant"))) {
        for (const auto& item : waiting_of(*store, store->tenant(settings->name).id)) {
            if (!is_wanted(item, tickets, options.count("all") != 0)) continue;
            any = true;
            waits = waits || !item.is_shelved();
            as_json ? write(out, settings->name, item) : print(settings->name, item);
        }
    }
    out.end().end();
    if (as_json)
        std::cout << out.take(2) << '\n';
    else if (!any)
        std::cout << (tickets.empty() ? "nothing is set aside\n"
                                      : "none of the named tickets is set aside\n");
    return waits || (!any && !tickets.empty()) ? exit_code::attention : exit_code::done;
}

int none_of(const std::vector<std::string>& tickets, std::size_t count) {
    if (tickets.empty() || count > 0) return exit_code::done;
    std::cout << "none of the named tickets is set aside\n";
    return exit_code::attention;
}

/// A mass change that was held back goes on, and so does what else waits.
int release(Session& session, const po::variables_map& options) {
    const auto store = open_existing(session.state());
    std::size_t count = 0;
    for (const auto* settings : session.assembly.chosen(text_option(options, "tenant"))) {
        const auto id = store->tenant(settings->name).id;
        store->release(id, session.clock.now() + std::chrono::hours{1});
        count += store->retry(id, {});
    }
    std::cout << fmt::format("mass changes go through for an hour; {} ticket{} will be tried again\n", count,
                             count == 1 ? "" : "s");
    return exit_code::done;
}

int retry(Session& session, const po::variables_map& options, const std::vector<std::string>& tickets) {
    const auto store = open_existing(session.state());
    std::size_t count = 0;
    for (const auto* settings : session.assembly.chosen(text_option(options, "tenant")))
        count += store->retry(store->tenant(settings->name).id, tickets);
    std::cout << fmt::format("{} ticket{} will be tried again in the next cycle\n", count,
                             count == 1 ? "" : "s");
    return none_of(tickets, count);
}

int discard(Session& session, const po::variables_map& options, const std::vector<std::string>& tickets) {
    const auto store = open_existing(session.state());
    std::size_t count = 0;
    for (const auto* settings : session.assembly.chosen(text_option(options, "tenant")))
        count += store->discard(store->tenant(settings->name).id, tickets);
    std::cout << fmt::format("{} ticket{} given up\n", count, count == 1 ? " is" : "s are");
    return none_of(tickets, count);
}

}  // namespace

int run_parked(const Call& call) {
    po::options_description described("options");
    described.add_options()("tenant", po::value<std::string>(), "this tenant only")(
        "all", "list: those that were given up, too")("json", "list, show: as one JSON document");
    const auto options = parse_options(
        call,
        {"deskbridge parked list|show TICKET...|retry [TICKET...]|discard TICKET...|release [--tenant T] "
         "[--json]",
         "list     what is set aside, why, what to do, and when it is tried again by itself: tickets that\n"
         "         cannot become work items, linked ones of which something cannot be carried, messages\n"
         "         that do not reach their work item, tickets that could not be told of theirs\n"
         "show     the same of these tickets\n"
         "retry    try at once: those named, or all that were not given up\n"
         "release  let a mass change through that was held back: many tickets that were to get one value\n"
         "         within minutes. For an hour, and what waits is tried at once\n"
         "discard  give up. A ticket without a work item gets none until it is named to retry; of a linked\n"
         "         one only the wait ends, and what could not be carried is tried again when it is looked\n"
         "         at next. Messages that failed are left out until then, and the ticket is not told."},
        described, {"verb", "ticket..."});
    if (!options) return exit_code::done;
    const auto verb = text_option(*options, "verb");
    if (verb != "list" && verb != "show" && verb != "retry" && verb != "discard" && verb != "release")
        throw UsageError(
            fmt::format("parked '{}' is not known; say list, show, retry, discard or release", verb));
    const auto tickets = options->count("ticket") != 0 ? (*options)["ticket"].as<std::vector<std::string>>()
                                                       : std::vector<std::string>();
    if (verb == "show" && tickets.empty())
        throw UsageError("name a ticket: deskbridge parked show TICKET...");
    if (verb == "discard" && tickets.empty())
        throw UsageError("name the tickets: deskbridge parked discard TICKET...");
    Session session(call);
    if (verb == "release") return release(session, *options);
    if (verb == "retry") return retry(session, *options, tickets);
    if (verb == "discard") return discard(session, *options, tickets);
    return list(session, *options, verb == "show" ? tickets : std::vector<std::string>());
}

}  // namespace deskbridge
