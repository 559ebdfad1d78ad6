#include "commands/exit_code.h"
#include "commands/options.h"
#include "commands/plan_text.h"
#include "commands/session.h"
#include "sync/preview.h"

#include <fmt/format.h>
#include <iostream>

namespace deskbridge {

namespace {

void note(CycleReport& report, const TicketView& view) {
    if (view.links.empty() && view.plan.kind == Plan::Kind::hold)
        report.parked.push_back({view.plan.ticket_id, view.plan.reason, view.plan.hint});
    for (const auto& link : view.links) {
        report.passed += link.kind == LinkPreview::Kind::nothing ? 1 : 0;
        if (link.kind == LinkPreview::Kind::hold)
            report.parked.push_back({link.link.ticket_id, link.reason, link.hint});
    }
}

CycleReport preview_one(Tenant& tenant, const std::string& ticket_id, PlanPrinter& printer) {
    CycleReport report;
    const auto view = preview_ticket(tenant, ticket_id);
    if (!view)
        throw SyncError(Reach::item, Trouble::data,
                        fmt::format("the help desk shows no ticket {}", ticket_id),
                        "it may be deleted, merged, or in a department that the key's agent does not see");
    report.created = view->plan.kind == Plan::Kind::create ? 1 : 0;
    report.passed = view->links.empty() && view->plan.kind == Plan::Kind::nothing ? 1 : 0;
    note(report, *view);
    if (view->links.empty()) printer.show(view->plan);
    for (const auto& link : view->links) printer.show(link, true);
    return report;
}

CycleReport preview(Tenant& tenant, const std::string& ticket_id, PlanPrinter& printer) {
    if (!ticket_id.empty()) return preview_one(tenant, ticket_id, printer);
    return preview_cycle(tenant, {[&](const Plan& plan) { printer.show(plan); },
                                  [&](const LinkPreview& link) { printer.show(link); }});
}

}  // namespace

int run_plan(const Call& call) {
    po::options_description described("options");
    described.add_options()("tenant", po::value<std::string>(), "this tenant only")(
        "ticket", po::value<std::string>(), "this ticket, whatever the feeds say")("json",
                                                                                   "as one JSON document");
    const auto options = parse_options(
        call,
        {"deskbridge plan [--tenant T] [--ticket ID] [--json]",
         "Shows what the next cycle would do, and why: work items that would be made, and what would be\n"
         "carried between linked tickets and theirs, field by field, with messages and comments counted.\n"
         "Reads from both sides and works on a copy of the state: nothing is written anywhere, and a\n"
         "running agent is not disturbed."},
        described);
    if (!options) return exit_code::done;
    Session session(call);
    const StateCopy copy(session.state());
    PlanPrinter printer(std::cout, options->count("json") != 0);
    int code = exit_code::done;
    for (const auto* settings : session.assembly.chosen(text_option(*options, "tenant"))) {
        const auto built = build_on_copy(session, *settings, copy);
        printer.begin(settings->name);
        CycleReport report;
        try {
            report = preview(built->tenant(), text_option(*options, "ticket"), printer);
            if (!report.parked.empty()) code = worse(code, exit_code::attention);
        } catch (const SyncError& error) {
            if (error.reach == Reach::run) throw;
            code = worse(code, report_trouble(session, settings->name, error));
        }
        printer.end(report);
    }
    printer.finish();
    return code;
}

}  // namespace deskbridge
