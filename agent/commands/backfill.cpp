#include "commands/exit_code.h"
#include "commands/options.h"
#include "commands/plan_text.h"
#include "commands/progress.h"
#include "commands/session.h"
#include "platform/terminal.h"
#include "sync/cycle.h"
#include "sync/history.h"
#include "sync/one_shot.h"
#include "sync/preview.h"
#include "sync/settle.h"

#include <fmt/format.h>
#include <iostream>

namespace deskbridge {

namespace {

struct Result {
    std::string tenant;
    CycleReport report;
    std::size_t parked = 0;             ///< tickets set aside or not told, from before too
    std::optional<std::size_t> queued;  ///< for an agent that runs beside
    std::size_t waiting = 0;            ///< of those, still
    std::chrono::milliseconds spent{};
};

/// Lists and works, a page at a time, to the end.
Result backfill_tenant(Session& session, BuiltTenant& built, const HistoryWish& wish) {
    Tenant& tenant = built.tenant();
    Progress progress(tenant.name, session.clock, session.log, is_terminal());
    const auto start = session.clock.ticks();
    std::optional<HistoryJob> job;
    Carried carried;
    const Step step = [&](CycleReport& report) {
        if (!job) job = begin_history(tenant, wish);
        if (!job->finished) history_page(tenant, *job, carried, report);
        work_off_history(tenant, *job, carried, report);
        return !job->finished;
    };
    const Watch watch = [&](const CycleReport& total, const std::string& waiting_for) {
        const auto done = total.created + total.adopted + total.passed;
        const auto goal =
            wish.limit > 0 ? static_cast<std::size_t>(wish.limit) : std::max(total.announced, done);
        progress.show(done, goal, waiting_for);
    };
    Result result{tenant.name, run_to_the_end(tenant, step, watch), 0, {}, 0, {}};
    result.parked = tenant.record.id == 0 ? 0 : set_aside(tenant.store, tenant.record.id);
    result.spent = session.clock.ticks() - start;
    return result;
}

/// An agent runs: the tickets go into its inbox, and this command watches it work.
Result enqueue_tenant(Session& session, BuiltTenant& built, const HistoryWish& wish) {
    Tenant& tenant = built.tenant();
    Result result{tenant.name, {}, 0, 0, 0, {}};
    const auto start = session.clock.ticks();
    try {
        settle(tenant);
        HistoryJob job = begin_history(tenant, wish);
        Carried carried;
        while (!job.finished && !session.clock.stopping()) history_page(tenant, job, carried, result.report);
    } catch (const SyncError& error) {
        if (error.reach == Reach::run) throw;
        result.report.trouble = error;
        return result;
    }
    Progress progress(tenant.name, session.clock, session.log, is_terminal());
    const auto listed = tenant.store.waiting(tenant.record.id, Lane::history);
    result.queued = listed;
    for (result.waiting = listed; result.waiting > 0;
         result.waiting = tenant.store.waiting(tenant.record.id, Lane::history)) {
        progress.show(listed - std::min(listed, result.waiting), listed, "the running agent does the work");
        if (!AgentRole::holder(session.state()) || !session.clock.wait(std::chrono::seconds{1})) break;
    }
    result.parked = set_aside(tenant.store, tenant.record.id);
    result.spent = session.clock.ticks() - start;
    return result;
}

/// Beside an agent, whoever counts is that one.
std::string work_done(const Result& result) {
    if (!result.queued) return counts_text(result.report);
    return fmt::format("{} worked off by the running agent",
                       with_commas(*result.queued - std::min(*result.queued, result.waiting)));
}

void print(const Result& result, std::ostream& out) {
    const auto& report = result.report;
    out << fmt::format("{}: {} tickets to carry over; {}, {} set aside ({:.1f} s)\n", result.tenant,
                       with_commas(report.listed), work_done(result), with_commas(result.parked),
                       static_cast<double>(result.spent.count()) / 1000.0);
    if (result.waiting > 0)
        out << fmt::format("{}: {} tickets still wait for the running agent\n", result.tenant,
                           with_commas(result.waiting));
    std::size_t shown = 0;
    for (const auto& note : report.parked) {
        if (++shown > 20) break;
        out << fmt::format("  ticket {}: {}{}\n", note.ticket_id, note.reason,
                           note.hint.empty() ? "" : "\n    what to do: " + note.hint);
    }
    if (report.parked.size() > 20)
        out << fmt::format("  ... and more: deskbridge parked list --tenant {}\n", result.tenant);
}

void write_json(const std::vector<Result>& results) {
    json::Writer out;
    out.object().key("tenants").array();
    for (const auto& result : results) {
        const auto& report = result.report;
        out.object().member("tenant", result.tenant);
        out.member("listed", static_cast<std::int64_t>(report.listed));
        write_counts(out, report);
        out.member("waiting", static_cast<std::int64_t>(result.waiting));
        out.member("parked_total", static_cast<std::int64_t>(result.parked));
        write_parked(out.key("parked"), report.parked);
        write_trouble(out.key("trouble"), report.trouble);
        out.end();
    }
    out.end().end();
    std::cout << out.take(2) << '\n';
}

int dry_run(Session& session, const std::string& tenant_name, const HistoryWish& wish, bool as_json) {
    PlanPrinter printer(std::cout, as_json);
    const StateCopy copy(session.state());
    int code = exit_code::done;
    for (const auto* settings : session.assembly.chosen(tenant_name)) {
        const auto built = build_on_copy(session, *settings, copy);
        try {
            printer.begin(settings->name);
            const auto report = preview_history(built->tenant(), wish,
                                                {[&](const Plan& plan) { printer.show(plan); },
                                                 [&](const LinkPreview& link) { printer.show(link); }});
            printer.end(report);
            if (!report.parked.empty()) code = worse(code, exit_code::attention);
        } catch (const SyncError& error) {
            if (error.reach == Reach::run) throw;
            printer.end({});
            code = worse(code, report_trouble(session, settings->name, error));
        }
    }
    printer.finish();
    return code;
}

HistoryWish wish_from(const po::variables_map& options) {
    HistoryWish wish;
    wish.since = time_option(options, "since");
    wish.until = time_option(options, "until");
    wish.limit = options.count("limit") != 0 ? options["limit"].as<std::int64_t>() : 0;
    if (wish.limit < 0) throw UsageError("--limit must be a number of tickets, 1 or more");
    if (wish.since && wish.until && *wish.since >= *wish.until)
        throw UsageError("--since must be before --until");
    return wish;
}

}  // namespace

int run_backfill(const Call& call) {
    po::options_description described("options");
    described.add_options()("tenant", po::value<std::string>(), "this tenant only")(
        "since", po::value<std::string>(),
        "tickets created at or after this time (2026-03-04 or 2026-03-04T08:00:00Z)")(
        "until", po::value<std::string>(), "tickets created before this time")(
        "limit", po::value<std::int64_t>(), "at most this many tickets that a mapping selects")(
        "dry-run", "show what would be done, and why; write nothing")("json",
                                                                      "the report as one JSON document");
    const auto options = parse_options(
        call,
        {"deskbridge backfill [--tenant T] [--since TIME] [--until TIME] [--limit N] [--dry-run] [--json]",
         "Carries tickets that were there before the agent over to work items, once each. May be stopped at "
         "any moment: the same\n"
         "command goes on where it was. Beside a running agent the tickets are queued for it."},
        described);
    if (!options) return exit_code::done;
    const HistoryWish wish = wish_from(*options);
    const auto tenant_name = text_option(*options, "tenant");
    const bool as_json = options->count("json") != 0;
    Session session(call);
    if (options->count("dry-run") != 0) return dry_run(session, tenant_name, wish, as_json);

    auto taken = AgentRole::take(session.state());
    const auto* role = std::get_if<AgentRole>(&taken);
    std::vector<Result> results;
    int code = exit_code::done;
    for (const auto* settings : session.assembly.chosen(tenant_name)) {
        const auto built =
            role != nullptr
                ? build_writing(session, *settings, *role)
                : session.assembly.build(*settings, std::make_unique<SqliteLinkStore>(session.state()));
        auto result =
            role != nullptr ? backfill_tenant(session, *built, wish) : enqueue_tenant(session, *built, wish);
        if (result.report.trouble) report_trouble(session, settings->name, *result.report.trouble);
        if (!as_json) print(result, std::cout);
        code = worse(code, exit_code_of(result.report, result.parked > 0));
        results.push_back(std::move(result));
        if (session.clock.stopping()) break;
    }
    if (as_json) write_json(results);
    return session.clock.stopping() ? exit_code::interrupted : code;
}

}  // namespace deskbridge
