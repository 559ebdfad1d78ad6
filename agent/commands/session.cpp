#include "commands/session.h"

#include "commands/exit_code.h"
#include "platform/rotating_file.h"

#include <algorithm>
#include <fmt/format.h>
#include <iostream>

namespace deskbridge {

namespace {

std::unique_ptr<std::ostream> log_file(const Call& call) {
    if (call.log_file.empty()) return nullptr;
    return std::make_unique<RotatingFile>(call.log_file);
}

}  // namespace

Voice::Voice(const Call& call)
    : file(log_file(call)),
      log(file ? *file : std::cerr, call.log_format, clock, call.verbose ? Level::debug : Level::info) {}

Session::Session(const Call& call) : Voice(call), assembly(call.config, clock, log) {
    for (const auto& warning : assembly.warnings()) log.write({Level::warning, "", warning, {}});
}

AgentRole take_role(const std::filesystem::path& state) {
    auto taken = AgentRole::take(state);
    if (auto* role = std::get_if<AgentRole>(&taken)) return std::move(*role);
    const auto process = std::get<AgentRole::Holder>(taken).process;
    throw SyncError(Reach::run, Trouble::store,
                    fmt::format("another agent{} works on {}",
                                process != 0 ? fmt::format(" (process {})", process) : "", state.string()),
                    "stop it first, or use the commands that work beside it: status, plan, explain, links, "
                    "parked, backfill");
}

std::unique_ptr<BuiltTenant> build_writing(Session& session, const TenantSettings& settings,
                                           const AgentRole& role) {
    auto store = std::make_unique<SqliteLinkStore>(session.state());
    store->act_as(role);
    return session.assembly.build(settings, std::move(store));
}

std::unique_ptr<BuiltTenant> build_on_copy(Session& session, const TenantSettings& settings,
                                           const StateCopy& copy) {
    return session.assembly.build(settings, copy.open());
}

int report_trouble(Session& session, const std::string& tenant, const SyncError& error) {
    session.log.write({Level::error, tenant, error.what(), {}});
    if (!error.hint.empty()) session.log.write({Level::error, tenant, "what to do: " + error.hint, {}});
    return exit_code_of(error);
}

void write_parked(json::Writer& out, const std::vector<ParkedNote>& parked) {
    out.array();
    for (const auto& note : parked)
        out.object()
            .member("ticket", note.ticket_id)
            .member("reason", note.reason)
            .member("hint", note.hint)
            .end();
    out.end();
}

void write_trouble(json::Writer& out, const std::optional<SyncError>& trouble) {
    if (!trouble) {
        out.null();
        return;
    }
    out.object().member("message", trouble->what()).member("hint", trouble->hint);
    out.member("exit_code", exit_code_of(*trouble)).end();
}

std::size_t set_aside(LinkStore& store, TenantId tenant) {
    constexpr std::size_t all = 100'000;
    const auto untold = store.pending_link_backs(tenant, Time::max(), all);
    const auto troubled = std::count_if(untold.begin(), untold.end(),
                                        [](const Link& link) { return !link.link_back_problem.empty(); });
    const auto talks = store.pending_talks(tenant, Time::max(), all);
    const auto stuck =
        std::count_if(talks.begin(), talks.end(), [](const Talk& talk) { return !talk.problem.empty(); });
    const auto parked = store.parked(tenant);
    const auto waiting = std::count_if(parked.begin(), parked.end(),
                                       [](const InboxItem& item) { return item.not_before < shelved; });
    return static_cast<std::size_t>(waiting + troubled + stuck);
}

std::size_t open_conflicts(LinkStore& store, TenantId tenant) {
    const auto conflicts = store.conflicts(tenant, "", false);
    return static_cast<std::size_t>(
        std::count_if(conflicts.begin(), conflicts.end(),
                      [](const Conflict& conflict) { return conflict.state == Conflict::State::open; }));
}

void write_counts(json::Writer& out, const CycleReport& report) {
    const auto number = [&](const char* name, std::size_t value) {
        out.member(name, static_cast<std::int64_t>(value));
    };
    number("created", report.created);
    number("found_again", report.adopted);
    number("updated", report.updated);
    number("messages", report.said);
    number("changed", report.changed);
    number("heard", report.heard);
    number("told", report.told);
}

std::string counts_text(const CycleReport& report) {
    const std::vector<std::pair<std::size_t, const char*>> counts{
        {report.created, "work items made"},    {report.adopted, "found again"},
        {report.updated, "work items changed"}, {report.said, "messages to work items"},
        {report.changed, "tickets changed"},    {report.heard, "comments to tickets"},
        {report.told, "tickets told"}};
    std::string text;
    for (const auto& [count, what] : counts)
        if (count != 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", with_commas(count), what);
    return text.empty() ? "nothing carried" : text;
}

std::string with_commas(std::size_t number) {
    std::string text = std::to_string(number);
    for (auto place = static_cast<std::ptrdiff_t>(text.size()) - 3; place > 0; place -= 3)
        text.insert(static_cast<std::size_t>(place), 1, ',');
    return text;
}

}  // namespace deskbridge
