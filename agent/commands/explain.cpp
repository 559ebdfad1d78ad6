#include "commands/exit_code.h"
#include "commands/options.h"
#include "commands/plan_text.h"
#include "commands/session.h"
#include "content/clip.h"
#include "content/plain_text.h"
#include "content/utf8.h"
#include "decide/base.h"
#include "sync/preview.h"

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

/// Each field of the base beside what the work item holds now.
void print_link(const Link& link, const std::optional<WorkItem>& item) {
    std::cout << fmt::format(
        "\nlink to work item {}  {}\n  made {} by mapping '{}', last agreed at revision {}\n", link.work_item,
        link.work_item_url, iso8601(link.linked_at), link.mapping, link.revision);
    if (!link.link_back_problem.empty())
        std::cout << fmt::format("  the ticket could not be told yet: {}\n", link.link_back_problem);
    if (!item) {
        std::cout << "  the work item cannot be read: it may be deleted, or the account may not see it\n";
        return;
    }
    std::cout << fmt::format("  the work item is at revision {} now\n", item->revision);
    for (const auto& [field, agreed] : link.base) {
        if (!is_field(field)) continue;
        const auto held = item->fields.find(field);
        const auto now = held == item->fields.end() ? Value{} : held->second;
        const bool same = (held == item->fields.end() ? std::string() : base_value(now)) == agreed;
        std::cout << fmt::format("  {:<10}{} = {}\n", same ? "agreed" : "changed", field, shown(now));
    }
}

std::optional<WorkItem> read_item(Tenant& tenant, const Link& link) {
    const auto items = tenant.work.read(std::span<const WorkItemId>(&link.work_item, 1));
    if (items.empty()) return {};
    return items.front();
}

void write_json(const TicketView& view, const std::optional<WorkItem>& item) {
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
    out.end().end().key("link");
    if (view.link) {
        out.object().member("work_item", view.link->work_item).member("url", view.link->work_item_url);
        out.member("mapping", view.link->mapping).member("agreed_revision", view.link->revision);
        if (item) out.member("present_revision", item->revision);
        out.key("base").object();
        for (const auto& [field, value] : view.link->base) out.member(field, value);
        out.end().end();
    } else {
        out.null();
    }
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
         "Shows one ticket as the mapping sees it, its link and what both sides last agreed on, and the\n"
         "mapping's verdict on every field. Writes nothing."},
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
    const auto item = view->link ? read_item(built->tenant(), *view->link) : std::nullopt;
    if (options->count("json") != 0) {
        write_json(*view, item);
    } else {
        print_ticket(view->ticket);
        if (view->link) print_link(*view->link, item);
        std::cout << '\n' << plan_text(view->plan, true);
    }
    return view->plan.kind == Plan::Kind::hold ? exit_code::attention : exit_code::done;
}

}  // namespace deskbridge
