#include "commands/exit_code.h"
#include "commands/options.h"
#include "commands/session.h"

#include <array>
#include <charconv>
#include <fmt/format.h>
#include <iostream>
#include <optional>

namespace deskbridge {

namespace {

/// A conflict, whose it is, and where its two sides are.
struct Found {
    std::string tenant;
    TenantId tenant_id = 0;
    Conflict conflict;
    Link link;
};

std::string_view state_word(Conflict::State state) {
    static constexpr std::array<std::string_view, 4> words{"open", "decided: desk", "decided: work",
                                                           "settled"};
    return words[static_cast<std::size_t>(state)];
}

/// "two lines of text", as one, for a list.
std::string brief(const std::string& text) {
    constexpr std::size_t longest = 60;
    std::string line;
    for (const char c : text) line += c == '\n' || c == '\r' || c == '\t' ? ' ' : c;
    if (line.empty()) return "(nothing)";
    if (line.size() <= longest) return line;
    std::size_t end = longest;
    while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0) == 0x80) --end;
    return line.substr(0, end) + "...";
}

Link link_of(SqliteLinkStore& store, TenantId tenant, const Conflict& conflict) {
    for (auto& link : store.links_of(tenant, std::span<const std::string>(&conflict.ticket_id, 1)))
        if (link.work_item == conflict.work_item) return std::move(link);
    return {};
}

void write(json::Writer& out, const Found& found) {
    const auto& conflict = found.conflict;
    out.object().member("id", conflict.id).member("tenant", found.tenant);
    out.member("ticket", conflict.ticket_id).member("ticket_url", found.link.ticket_url);
    out.member("work_item", conflict.work_item).member("work_item_url", found.link.work_item_url);
    out.member("field", conflict.field).member("state", state_word(conflict.state));
    out.member("reason", conflict.reason).member("since", iso8601(conflict.seen_at));
    out.member("agreed", conflict.base)
        .member("desk", conflict.desk)
        .member("work", conflict.work)
        .member("mapping", found.link.mapping)
        .end();
}

void print_line(const Found& found) {
    const auto& conflict = found.conflict;
    std::cout << fmt::format("{}  #{}  ticket {} and work item {}: {}  ({} since {})\n", found.tenant,
                             conflict.id, conflict.ticket_id, conflict.work_item, conflict.field,
                             state_word(conflict.state), iso8601(conflict.seen_at));
    std::cout << fmt::format("    the ticket says: {}\n    the work item says: {}\n", brief(conflict.desk),
                             brief(conflict.work));
}

int list(Session& session, const po::variables_map& options) {
    const auto store = open_existing(session.state());
    const bool as_json = options.count("json") != 0;
    json::Writer out;
    out.object().key("conflicts").array();
    bool any = false, open = false;
    for (const auto* settings : session.assembly.chosen(text_option(options, "tenant"))) {
        const auto tenant = store->tenant(settings->name).id;
        for (auto& conflict : store->conflicts(tenant, "", options.count("all") != 0)) {
            any = true;
            open = open || conflict.state == Conflict::State::open;
            const auto link = link_of(*store, tenant, conflict);
            const Found found{settings->name, tenant, std::move(conflict), link};
            as_json ? write(out, found) : print_line(found);
        }
    }
    out.end().end();
    if (as_json)
        std::cout << out.take(2) << '\n';
    else if (!any)
        std::cout << "no conflict is open\n";
    else if (open)
        std::cout << "decide with: deskbridge conflicts resolve ID --take desk|work\n";
    return open ? exit_code::attention : exit_code::done;
}

std::int64_t number_of(const std::string& text) {
    const auto digits = !text.empty() && text.front() == '#' ? text.substr(1) : text;
    std::int64_t id = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), id);
    if (digits.empty() || error != std::errc() || end != digits.data() + digits.size() || id <= 0)
        throw UsageError(
            fmt::format("'{}' is no number of a conflict; `deskbridge conflicts list` shows them", text));
    return id;
}

std::optional<Found> find(Session& session, SqliteLinkStore& store, const po::variables_map& options,
                          std::int64_t id) {
    for (const auto* settings : session.assembly.chosen(text_option(options, "tenant"))) {
        const auto tenant = store.tenant(settings->name).id;
        for (auto& conflict : store.conflicts(tenant, "", true)) {
            if (conflict.id != id) continue;
            auto link = link_of(store, tenant, conflict);
            return Found{settings->name, tenant, std::move(conflict), std::move(link)};
        }
    }
    return {};
}

int missing(std::int64_t id) {
    std::cout << fmt::format("there is no conflict {}\n", id);
    return exit_code::attention;
}

/// Each value below its heading, with its lines as they are.
void print_value(const char* heading, const std::string& value) {
    std::cout << heading << '\n';
    if (value.empty()) std::cout << "    (nothing)\n";
    for (std::size_t from = 0; from < value.size();) {
        const auto end = std::min(value.find('\n', from), value.size());
        std::cout << "    " << value.substr(from, end - from) << '\n';
        from = end + 1;
    }
}

void print(const Found& found) {
    const auto& conflict = found.conflict;
    std::cout << fmt::format("conflict   #{}, {} since {}\ntenant     {}\nfield      {}\nticket     {}  {}\n",
                             conflict.id, state_word(conflict.state), iso8601(conflict.seen_at), found.tenant,
                             conflict.field, conflict.ticket_id, found.link.ticket_url);
    std::cout << fmt::format("work item  {}  {}\nmapping    {}\nreason     {}\n", conflict.work_item,
                             found.link.work_item_url, found.link.mapping, conflict.reason);
    print_value("last agreed", conflict.base);
    print_value("the ticket says", conflict.desk);
    print_value("the work item says", conflict.work);
}

int show(Session& session, const po::variables_map& options, std::int64_t id) {
    const auto store = open_existing(session.state());
    const auto found = find(session, *store, options, id);
    if (!found) return missing(id);
    if (options.count("json") != 0) {
        json::Writer out;
        write(out, *found);
        std::cout << out.take(2) << '\n';
    } else {
        print(*found);
        if (found->conflict.state == Conflict::State::open)
            std::cout << fmt::format("decide with: deskbridge conflicts resolve {} --take desk|work\n", id);
    }
    return found->conflict.state == Conflict::State::open ? exit_code::attention : exit_code::done;
}

Side side_option(const po::variables_map& options) {
    const auto take = text_option(options, "take");
    if (take == "desk") return Side::desk;
    if (take == "work") return Side::work;
    throw UsageError(
        "say whose value it is to be: --take desk (the ticket's) or --take work (the work "
        "item's)");
}

/// The decision, and the ticket's turn in the next cycle, in which its work item is read.
int resolve(Session& session, const po::variables_map& options, std::int64_t id, Side side) {
    const auto store = open_existing(session.state());
    const auto found = find(session, *store, options, id);
    if (!found) return missing(id);
    if (!store->resolve(found->tenant_id, id, side)) {
        std::cout << fmt::format("conflict {} is settled already: {}\n", id, found->conflict.reason);
        return exit_code::attention;
    }
    const std::vector<ItemNews> news{{found->link.work_item, found->link.revision + 1, false}};
    store->collect_news(found->tenant_id, news, {});
    if (options.count("json") != 0) {
        auto decided = *found;
        decided.conflict.state = side == Side::desk ? Conflict::State::desk : Conflict::State::work;
        json::Writer out;
        write(out, decided);
        std::cout << out.take(2) << '\n';
        return exit_code::done;
    }
    std::cout << fmt::format("{} of ticket {} and work item {} becomes what the {} says, in the next cycle\n",
                             found->conflict.field, found->conflict.ticket_id, found->conflict.work_item,
                             side == Side::desk ? "ticket" : "work item");
    return exit_code::done;
}

}  // namespace

int run_conflicts(const Call& call) {
    po::options_description described("options");
    described.add_options()("tenant", po::value<std::string>(), "this tenant only")(
        "all", "list: those that are over too, with the value that lost")(
        "take", po::value<std::string>(), "resolve: whose value it is to be, desk or work")(
        "json", "as one JSON document");
    const auto options = parse_options(
        call,
        {"deskbridge conflicts list|show ID|resolve ID --take desk|work [--tenant T] [--all] [--json]",
         "A conflict is a field that both sides changed, where the mapping lets people decide. Until then\n"
         "neither side of it is written; everything else of the ticket goes on.\n\n"
         "list     those that wait for a decision\n"
         "show     one of them: what was agreed last, both values, the reason, and where the two are\n"
         "resolve  decides for the ticket (desk) or the work item (work); the next cycle carries it.\n"
         "         Works beside a running agent. A value that changed since is taken as it is then."},
        described, {"verb", "id"});
    if (!options) return exit_code::done;
    const auto verb = text_option(*options, "verb");
    if (verb != "list" && verb != "show" && verb != "resolve")
        throw UsageError(fmt::format("conflicts '{}' is not known; say list, show or resolve", verb));
    if (verb == "list") {
        Session session(call);
        return list(session, *options);
    }
    const auto id = number_of(text_option(*options, "id"));
    if (verb == "show") {
        Session session(call);
        return show(session, *options, id);
    }
    const auto side = side_option(*options);
    Session session(call);
    return resolve(session, *options, id, side);
}

}  // namespace deskbridge
