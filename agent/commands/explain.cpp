#include "commands/exit_code.h"
#include "commands/options.h"
#include "commands/plan_text.h"
#include "commands/session.h"
#include "content/clip.h"
#include "content/plain_text.h"
#include "content/utf8.h"
#include "sync/preview.h"

#include <algorithm>
#include <fmt/format.h>
#include <iostream>

namespace deskbridge {

namespace {

std::string shown(const Value& value) {
    const auto* html = std::get_if<Html>(&value);
    return clip(single_line(html != nullptr ? plain_text(html->markup) : text_of(value)), 100,
                Unit::code_points)
        .text;
}

void print_ticket(const Ticket& ticket) {
    std::cout << fmt::format("ticket {} ({})  {}\n", ticket.id, ticket.ref, ticket.url);
    for (const auto& [name, value] : ticket.fields)
        std::cout << fmt::format("  {:<18}{}\n", name, shown(value));
    for (const auto& [name, value] : ticket.custom)
        std::cout << fmt::format("  custom[\"{}\"]  {}\n", name, shown(value));
}

/// The link, and each field as both sides hold it beside what they agreed on.
void print_link(const LinkPreview& preview) {
    const auto& link = preview.link;
    std::cout << fmt::format(
        "\nlink to work item {}  {}\n  {} {}{}, last agreed at revision {}\n", link.work_item,
        link.work_item_url, link.automatic ? "made" : "made by people", iso8601(link.linked_at),
        link.mapping.empty() ? "" : fmt::format(" by mapping '{}'", link.mapping), link.revision);
    if (!link.link_back_problem.empty())
        std::cout << fmt::format("  the ticket could not be told yet: {}\n", link.link_back_problem);
    if (preview.item)
        std::cout << fmt::format("  the work item is at revision {} now\n", preview.item->revision);
    else if (preview.looked_at)
        std::cout << "  the work item cannot be read: it may be deleted, or the account may not see it\n";
    std::cout << link_text(preview, true);
}

void write_json(const TicketView& view) {
    json::Writer out;
    out.object()
        .key("ticket")
        .object()
        .member("id", view.ticket.id)
        .member("ref", view.ticket.ref)
        .member("url", view.ticket.url);
    out.key("fields").object();
    for (const auto& [name, value] : view.ticket.fields) out.member(name, text_of(value));
    out.end().key("custom").object();
    for (const auto& [name, value] : view.ticket.custom) out.member(name, text_of(value));
    out.end().end().key("links").array();
    for (const auto& link : view.links) write_link_preview(out, link);
    out.end();
    write_plan(out.key("plan"), view.plan);
    out.end();
    std::cout << out.take(2) << '\n';
}

}  // namespace

int run_explain(const Call& call) {
    po::options_description described("options");
    described.add_options()("tenant", po::value<std::string>(),
                            "the tenant; may be left out when there is one only")("json",
                                                                                  "as one JSON document");
    const auto options = parse_options(
        call,
        {"deskbridge explain --tenant T TICKET",
         "Shows one ticket as the mapping sees it, and the mapping's verdict on every field. Of a linked "
         "one:\n"
         "what each side holds, what both last agreed on, what would be carried which way, and why.\n"
         "Writes nothing."},
        described, {"ticket"});
    if (!options) return exit_code::done;
    const auto ticket_id = text_option(*options, "ticket");
    if (ticket_id.empty()) throw UsageError("name a ticket: deskbridge explain --tenant T TICKET");
    Session session(call);
    const auto chosen = session.assembly.chosen(text_option(*options, "tenant"));
    if (chosen.size() > 1) throw UsageError("there are several tenants; name one with --tenant");
    const StateCopy copy(session.state());
    const auto built = build_on_copy(session, *chosen.front(), copy);
    const auto view = preview_ticket(built->tenant(), ticket_id);
    if (!view)
        throw SyncError(Reach::item, Trouble::data,
                        fmt::format("the help desk shows no ticket {}", ticket_id),
                        "it may be deleted, merged, or in a department that the key's agent does not see");
    if (options->count("json") != 0) {
        write_json(*view);
    } else {
        print_ticket(view->ticket);
        for (const auto& link : view->links) print_link(link);
        if (view->links.empty()) std::cout << '\n' << plan_text(view->plan, true);
    }
    const bool link_held = std::any_of(view->links.begin(), view->links.end(),
                                       [](const auto& link) { return link.kind == LinkPreview::Kind::hold; });
    return link_held || view->plan.kind == Plan::Kind::hold ? exit_code::attention : exit_code::done;
}

}  // namespace deskbridge
