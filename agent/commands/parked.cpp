#include "commands/exit_code.h"
#include "commands/options.h"
#include "commands/session.h"

#include <fmt/format.h>
#include <iostream>

namespace deskbridge {

namespace {

/// A ticket that waits, one that has its work item but could not be told, and one whose messages do not reach
/// it are all somebody's business.
struct Waiting {
    std::string ticket_id;
    std::string reason;
    std::string hint;
    Time until{};
    int attempts = 0;
};

std::vector<Waiting> waiting_of(SqliteLinkStore& store, TenantId tenant) {
    std::vector<Waiting> out;
    for (const auto& item : store.parked(tenant))
        out.push_back({item.ticket_id, item.reason, item.hint, item.not_before, item.attempts});
    for (const auto& link : store.pending_link_backs(tenant, Time::max(), 100'000))
        if (!link.link_back_problem.empty())
            out.push_back({link.ticket_id,
                           fmt::format("work item {} is made, but the ticket could not be told: {}",
                                       link.work_item, link.link_back_problem),
                           "", link.link_back_not_before, link.link_back_attempts});
    for (const auto& talk : store.pending_talks(tenant, Time::max(), 100'000))
        if (!talk.problem.empty())
            out.push_back({talk.ticket_id,
                           fmt::format("work item {} is made, but a message could not be carried to it: {}",
                                       talk.work_item, talk.problem),
                           "", talk.not_before, talk.attempts});
    return out;
}

int list(Session& session, const po::variables_map& options) {
    const auto store = open_existing(session.state());
    json::Writer out;
    out.object().key("parked").array();
    bool any = false;
    for (const auto* settings : session.assembly.chosen(text_option(options, "tenant"))) {
        for (const auto& item : waiting_of(*store, store->tenant(settings->name).id)) {
            any = true;
            out.object()
                .member("tenant", settings->name)
                .member("ticket", item.ticket_id)
                .member("reason", item.reason);
            out.member("hint", item.hint)
                .member("tried_again_at", iso8601(item.until))
                .member("attempts", item.attempts)
                .end();
            if (options.count("json") != 0) continue;
            std::cout << fmt::format("{}  ticket {}: {}\n", settings->name, item.ticket_id, item.reason);
            if (!item.hint.empty()) std::cout << fmt::format("    what to do: {}\n", item.hint);
            std::cout << fmt::format("    tried {} time{}, again at {}\n", item.attempts,
                                     item.attempts == 1 ? "" : "s", iso8601(item.until));
        }
    }
    out.end().end();
    if (options.count("json") != 0)
        std::cout << out.take(2) << '\n';
    else if (!any)
        std::cout << "nothing is set aside\n";
    return any ? exit_code::attention : exit_code::done;
}

int retry(Session& session, const po::variables_map& options) {
    const auto store = open_existing(session.state());
    const auto tickets = options.count("ticket") != 0 ? options["ticket"].as<std::vector<std::string>>()
                                                      : std::vector<std::string>();
    std::size_t count = 0;
    for (const auto* settings : session.assembly.chosen(text_option(options, "tenant")))
        count += store->retry(store->tenant(settings->name).id, tickets);
    std::cout << fmt::format("{} ticket{} will be tried again in the next cycle\n", count,
                             count == 1 ? "" : "s");
    if (!tickets.empty() && count == 0) std::cout << "none of the named tickets is set aside\n";
    return !tickets.empty() && count == 0 ? exit_code::attention : exit_code::done;
}

}  // namespace

int run_parked(const Call& call) {
    po::options_description described("options");
    described.add_options()("tenant", po::value<std::string>(), "this tenant only")(
        "json", "list: as one JSON document");
    const auto options = parse_options(
        call,
        {"deskbridge parked list|retry [TICKET...] [--tenant T] [--json]",
         "list   tickets that are set aside, why, what to do, and when they are tried again by themselves\n"
         "retry  try them again at once: those named, or all"},
        described, {"verb", "ticket..."});
    if (!options) return exit_code::done;
    const auto verb = text_option(*options, "verb");
    if (verb != "list" && verb != "retry")
        throw UsageError(fmt::format("parked '{}' is not known; say list or retry", verb));
    Session session(call);
    return verb == "list" ? list(session, *options) : retry(session, *options);
}

}  // namespace deskbridge
