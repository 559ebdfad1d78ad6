#include "commands/exit_code.h"
#include "commands/link_changes.h"
#include "commands/options.h"
#include "commands/session.h"
#include "decide/base.h"
#include "sync/rebuild.h"

#include <algorithm>
#include <fmt/format.h>
#include <functional>
#include <iostream>

namespace deskbridge {

namespace {

constexpr std::size_t page = 1'000;

std::string link_back_word(const Link& link) {
    switch (link.link_back) {
        case LinkBackState::not_wanted: return "not wanted";
        case LinkBackState::pending:
            return link.link_back_problem.empty() ? "pending" : "failed: " + link.link_back_problem;
        case LinkBackState::done: return "done";
    }
    return {};
}

std::string state_word(const Link& link) {
    switch (link.state) {
        case LinkState::active: return link.seen > link.revision ? "has news" : "active";
        case LinkState::ticket_gone: return "the ticket is gone";
        case LinkState::item_gone: return "the work item is gone";
        case LinkState::recycling: return "the ticket is gone, and the work item goes to the recycle bin";
        case LinkState::deselected: return "the ticket is not selected";
        case LinkState::replaced: return "over: " + why_over(link);
        case LinkState::ended: return "ended: " + why_over(link);
    }
    return {};
}

void write_link(json::Writer& out, const std::string& tenant, const Link& link) {
    out.object()
        .member("tenant", tenant)
        .member("ticket", link.ticket_id)
        .member("ticket_url", link.ticket_url);
    out.member("work_item", link.work_item)
        .member("work_item_url", link.work_item_url)
        .member("project", link.project);
    out.member("mapping", link.mapping)
        .member("linked_at", iso8601(link.linked_at))
        .member("automatic", link.automatic)
        .member("state", state_word(link));
    out.member("told", link_back_word(link)).end();
}

/// A cell that a spreadsheet would take for a formula gets an apostrophe before it.
std::string csv_cell(std::string_view text) {
    const bool formula =
        !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
    std::string out = formula ? "\"'" : "\"";
    for (const char c : text) out.append(c == '"' ? 2 : 1, c);
    return out += '"';
}

void for_each_link(SqliteLinkStore& store, const std::string& tenant,
                   const std::function<bool(const Link&)>& see) {
    const auto record = store.tenant(tenant);
    for (std::size_t offset = 0;; offset += page) {
        const auto links = store.links(record.id, offset, page);
        for (const auto& link : links)
            if (!see(link)) return;
        if (links.size() < page) return;
    }
}

int list(Session& session, const po::variables_map& options) {
    const auto store = open_existing(session.state());
    const auto limit = options.count("limit") != 0 ? options["limit"].as<std::size_t>() : 50;
    const bool as_json = options.count("json") != 0;
    json::Writer out;
    out.object().key("links").array();
    for (const auto* settings : session.assembly.chosen(text_option(options, "tenant"))) {
        std::size_t shown = 0;
        for_each_link(*store, settings->name, [&](const Link& link) {
            if (limit != 0 && shown == limit) return false;
            ++shown;
            if (as_json)
                write_link(out, settings->name, link);
            else
                std::cout << fmt::format("{}  ticket {} -> work item {}  {}  {}{}\n", settings->name,
                                         link.ticket_id, link.work_item, iso8601(link.linked_at),
                                         link.work_item_url,
                                         is_over(link.state) ? "  " + state_word(link) : "");
            return true;
        });
        const auto total = store->count_links(store->tenant(settings->name).id);
        if (!as_json && shown < total)
            std::cout << fmt::format("{}: {} of {} links shown; --limit 0 shows all\n", settings->name,
                                     with_commas(shown), with_commas(total));
        if (!as_json && total == 0) std::cout << settings->name << ": no links\n";
    }
    out.end().end();
    if (as_json) std::cout << out.take(2) << '\n';
    return exit_code::done;
}

int show(Session& session, const po::variables_map& options, const std::string& ticket_id) {
    if (ticket_id.empty()) throw UsageError("name a ticket: deskbridge links show TICKET");
    const auto store = open_existing(session.state());
    bool found = false;
    json::Writer out;
    out.object().key("links").array();
    for (const auto* settings : session.assembly.chosen(text_option(options, "tenant"))) {
        for (const auto& link :
             store->links_of(store->tenant(settings->name).id, std::span<const std::string>(&ticket_id, 1))) {
            found = true;
            write_link(out, settings->name, link);
            if (options.count("json") != 0) continue;
            std::cout << fmt::format(
                "tenant     {}\nticket     {}  {}\nwork item  {}  {}\nproject    {}\nmapping    {}{}\n"
                "linked     {}\nstate      {}\nagreed     revision {}\nticket told: {}\n",
                settings->name, link.ticket_id, link.ticket_url, link.work_item, link.work_item_url,
                link.project, link.mapping, link.automatic ? "" : ", added by people",
                iso8601(link.linked_at), state_word(link), link.revision, link_back_word(link));
            for (const auto& [field, value] : link.base)
                if (is_field(field)) std::cout << fmt::format("  {} = {}\n", field, value);
            std::cout << '\n';
        }
    }
    out.end().end();
    if (options.count("json") != 0)
        std::cout << out.take(2) << '\n';
    else if (!found)
        std::cout << fmt::format("ticket {} has no link\n", ticket_id);
    return found ? exit_code::done : exit_code::attention;
}

int export_all(Session& session, const po::variables_map& options) {
    const auto store = open_existing(session.state());
    const bool as_json = options.count("json") != 0;
    if (!as_json) std::cout << "tenant,ticket,ticket_url,work_item,work_item_url,project,mapping,linked_at\n";
    json::Writer out;
    out.object().key("links").array();
    for (const auto* settings : session.assembly.chosen(text_option(options, "tenant"))) {
        for_each_link(*store, settings->name, [&](const Link& link) {
            if (as_json)
                write_link(out, settings->name, link);
            else
                std::cout << fmt::format("{},{},{},{},{},{},{},{}\n", csv_cell(settings->name),
                                         csv_cell(link.ticket_id), csv_cell(link.ticket_url), link.work_item,
                                         csv_cell(link.work_item_url), csv_cell(link.project),
                                         csv_cell(link.mapping), iso8601(link.linked_at));
            return true;
        });
    }
    out.end().end();
    if (as_json) std::cout << out.take(2) << '\n';
    return exit_code::done;
}

int rebuild(Session& session, const po::variables_map& options) {
    const AgentRole role = take_role(session.state());
    int code = exit_code::done;
    for (const auto* settings : session.assembly.chosen(text_option(options, "tenant"))) {
        const auto built = build_writing(session, *settings, role);
        try {
            const auto rebuilt = rebuild_links(built->tenant());
            for (const auto& remark : rebuilt.remarks)
                std::cout << fmt::format("{}: {}\n", settings->name, remark);
            std::cout << fmt::format("{}: {} work items read, {} links found\n", settings->name,
                                     with_commas(rebuilt.items_read), with_commas(rebuilt.found));
            if (!rebuilt.remarks.empty()) code = worse(code, exit_code::attention);
        } catch (const SyncError& error) {
            if (error.reach == Reach::run) throw;
            code = worse(code, report_trouble(session, settings->name, error));
        }
    }
    return code;
}

}  // namespace

int run_links(const Call& call) {
    po::options_description described("options");
    described.add_options()("tenant", po::value<std::string>(), "this tenant only")(
        "limit", po::value<std::size_t>(), "list: at most this many of each tenant (default 50, 0 = all)")(
        "mapping", po::value<std::string>(),
        "add: the mapping by which fields, messages and files go; else the one that selects the ticket")(
        "comment", "add, remove: say it on both sides, on the ticket by an internal note")(
        "accept", "rebind: the systems that answer now hold the same tickets and work items")(
        "json", "as one JSON document");
    const auto options = parse_options(
        call,
        {"deskbridge links list|show TICKET|export|add TICKET ITEM|remove TICKET ITEM|rebuild|rebind "
         "[options]",
         "list     tickets and their work items\n"
         "show     one ticket's links and what both sides last agreed on\n"
         "export   all links as CSV, or as JSON\n"
         "add      links a ticket and a work item that are there: one ticket may have several items, and "
         "one\n"
         "         item several tickets, of which the oldest rules its fields. The next cycle compares "
         "both:\n"
         "         equal values are agreed, different ones go by the mapping's flow and on_conflict.\n"
         "         Messages, comments and files from before stay where they are\n"
         "remove   takes a link away, and its hyperlink from the work item. A ticket without another link\n"
         "         gets no work item by itself any more, until `parked retry` names it\n"
         "rebuild  finds the links again after the state file was lost, by the marks on the work items\n"
         "rebind   shows which help desk and which collection the links belong to, and which answer now; "
         "with\n"
         "         --accept the links go on with these\n\n"
         "Beside a running agent, add and remove are done by that one in its next cycle. rebuild and rebind "
         "do an agent's\n"
         "work themselves: stop a running one before."},
        described, {"verb", "ticket", "item"});
    if (!options) return exit_code::done;
    const auto verb = text_option(*options, "verb");
    static const std::vector<std::string> known{"list",   "show",    "export", "add",
                                                "remove", "rebuild", "rebind"};
    if (std::find(known.begin(), known.end(), verb) == known.end())
        throw UsageError(fmt::format(
            "links '{}' is not known; say list, show, export, add, remove, rebuild or rebind", verb));
    if (verb == "add" || verb == "remove") check_pair(*options, verb.c_str());
    Session session(call);
    if (verb == "list") return list(session, *options);
    if (verb == "show") return show(session, *options, text_option(*options, "ticket"));
    if (verb == "export") return export_all(session, *options);
    if (verb == "add") return add_link_of(session, *options);
    if (verb == "remove") return remove_link_of(session, *options);
    if (verb == "rebind") return rebind_links_of(session, *options);
    return rebuild(session, *options);
}

}  // namespace deskbridge
