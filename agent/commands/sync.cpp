#include "commands/exit_code.h"
#include "commands/options.h"
#include "commands/progress.h"
#include "commands/session.h"
#include "platform/terminal.h"
#include "sync/cycle.h"
#include "sync/one_shot.h"

#include <fmt/format.h>
#include <iostream>

namespace deskbridge {

namespace {

CycleReport sync_tenant(Session& session, Tenant& tenant) {
    Progress progress(tenant.name, session.clock, session.log, is_terminal());
    const Step once = [&](CycleReport& report) {
        Carried carried;
        collect_changes(tenant, carried, report);
        collect_news(tenant);
        collect_looks(tenant, true);
        collect_sweeps(tenant, 0, carried, report);
        work_off(tenant, 0, carried, report);
        return false;
    };
    return run_to_the_end(tenant, once, [&](const CycleReport& total, const std::string& waiting_for) {
        progress.show(total.created + total.adopted + total.passed, 0, waiting_for);
    });
}

}  // namespace

int run_sync(const Call& call) {
    po::options_description described("options");
    described.add_options()("tenant", po::value<std::string>(), "this tenant only")(
        "json", "the report as one JSON document");
    const auto options = parse_options(
        call,
        {"deskbridge sync [--tenant T] [--json]",
         "Runs one full cycle of each tenant with all sweeps, waits for unclear outcomes to be cleared up,\n"
         "and exits. A tenant's first cycle begins from now; history is carried over by backfill."},
        described);
    if (!options) return exit_code::done;
    Session session(call);
    const AgentRole role = take_role(session.state());
    json::Writer out;
    out.object().key("tenants").array();
    int code = exit_code::done;
    for (const auto* settings : session.assembly.chosen(text_option(*options, "tenant"))) {
        const auto built = build_writing(session, *settings, role);
        Tenant& tenant = built->tenant();
        const auto report = sync_tenant(session, tenant);
        const auto parked = tenant.record.id == 0 ? 0 : set_aside(tenant.store, tenant.record.id);
        const auto conflicts = tenant.record.id == 0 ? 0 : open_conflicts(tenant.store, tenant.record.id);
        if (report.trouble) report_trouble(session, settings->name, *report.trouble);
        code = worse(code, exit_code_of(report, parked > 0 || conflicts > 0));
        out.object()
            .member("tenant", settings->name)
            .member("listed", static_cast<std::int64_t>(report.listed));
        write_counts(out, report);
        out.member("conflicts", static_cast<std::int64_t>(conflicts));
        write_parked(out.key("parked"), report.parked);
        write_trouble(out.key("trouble"), report.trouble);
        out.end();
        if (options->count("json") == 0)
            std::cout << fmt::format("{}: {} tickets listed; {}, {} set aside, {} in conflict\n",
                                     settings->name, with_commas(report.listed), counts_text(report),
                                     with_commas(parked), with_commas(conflicts));
        if (session.clock.stopping()) break;
    }
    out.end().end();
    if (options->count("json") != 0) std::cout << out.take(2) << '\n';
    return session.clock.stopping() ? exit_code::interrupted : code;
}

}  // namespace deskbridge
