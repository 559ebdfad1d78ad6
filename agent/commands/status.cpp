#include "commands/exit_code.h"
#include "commands/options.h"
#include "commands/session.h"
#include "http/http_client.h"
#include "setup/ending_notes.h"

#include <algorithm>
#include <fmt/format.h>
#include <iostream>

namespace deskbridge {

namespace {

struct TenantStatus {
    std::string name;
    std::string started;
    std::size_t links = 0;
    std::size_t to_tell = 0;
    std::size_t to_say = 0;
    std::size_t waiting_live = 0;
    std::size_t waiting_history = 0;
    std::size_t parked = 0;
    std::size_t unclear = 0;
    std::size_t conflicts = 0;  ///< that wait for a person
    std::size_t news = 0;       ///< links whose work item changed and was not looked at since
    std::size_t ticket_gone = 0, item_gone = 0;
    bool backfill_unfinished = false;
    std::vector<std::string> signing_in;  ///< what ends soon, and what a person has to do
};

void count_links(SqliteLinkStore& store, TenantId tenant, TenantStatus& status) {
    const auto counts = store.link_counts(tenant);
    status.links = counts.all;
    status.news = counts.news;
    status.ticket_gone = counts.ticket_gone;
    status.item_gone = counts.item_gone;
}

TenantStatus status_of(SqliteLinkStore& store, const std::string& name) {
    const auto record = store.tenant(name);
    TenantStatus status;
    status.name = name;
    if (record.started_at != Time{}) status.started = iso8601(record.started_at);
    count_links(store, record.id, status);
    status.conflicts = open_conflicts(store, record.id);
    status.to_tell = store.pending_link_backs(record.id, Time::max(), 100'000).size();
    status.to_say = store.pending_talks(record.id, Time::max(), 100'000).size();
    status.waiting_live = store.waiting(record.id, Lane::live);
    status.waiting_history = store.waiting(record.id, Lane::history);
    status.parked = set_aside(store, record.id);
    const auto intents = store.intents(record.id);
    status.unclear =
        static_cast<std::size_t>(std::count_if(intents.begin(), intents.end(), [](const Intent& intent) {
            return intent.state == Intent::State::open;
        }));
    status.backfill_unfinished = store.open_history(record.id).has_value();
    return status;
}

/// Known without asking anybody: what ends soon, and sign-ins that have ended.
std::vector<std::string> signing_in_of(Session& session, const TenantSettings& settings) {
    std::vector<std::string> lines;
    auto& sign_ins = session.assembly.sign_ins();
    try {
        for (const auto& way : {sign_ins.desk(settings), sign_ins.work(settings)}) {
            for (const auto& note : ending_notes(way.endings, session.clock.now()))
                lines.push_back(note.text);
            if (way.choice)
                for (auto& note : choice_notes(way.choice->standings())) lines.push_back(std::move(note));
            if (!way.person) continue;
            const auto kept = sign_ins.vault().standing(way.place);
            if (!kept)
                lines.push_back(
                    fmt::format("nobody has signed in at the {} side: deskbridge auth login --tenant {}",
                                way.place.side, settings.name));
            else if (!kept->refusal.empty())
                lines.push_back(kept->refusal + ": " + kept->hint);
        }
    } catch (const SyncError& error) {
        lines.emplace_back(error.what());
    }
    return lines;
}

void print(const TenantStatus& status) {
    std::cout << status.name << '\n';
    std::cout << fmt::format("  started        {}\n", status.started.empty() ? "not yet" : status.started);
    std::cout << fmt::format(
        "  links          {}{}\n", with_commas(status.links),
        status.to_tell > 0 ? fmt::format(" ({} tickets still to be told)", with_commas(status.to_tell)) : "");
    if (status.to_say > 0)
        std::cout << fmt::format("  messages       of {} tickets are still on their way\n",
                                 with_commas(status.to_say));
    if (status.news > 0)
        std::cout << fmt::format("  news           of {} work items to be looked at\n",
                                 with_commas(status.news));
    if (status.ticket_gone + status.item_gone > 0)
        std::cout << fmt::format("  gone           {} tickets, {} work items; their links rest\n",
                                 with_commas(status.ticket_gone), with_commas(status.item_gone));
    std::cout << fmt::format("  waiting        {} live, {} of history{}\n", with_commas(status.waiting_live),
                             with_commas(status.waiting_history),
                             status.backfill_unfinished ? ", a backfill is unfinished" : "");
    std::cout << fmt::format("  set aside      {}\n", with_commas(status.parked));
    std::cout << fmt::format("  conflicts      {}{}\n", with_commas(status.conflicts),
                             status.conflicts > 0 ? " to be decided: deskbridge conflicts list" : "");
    for (const auto& line : status.signing_in) std::cout << fmt::format("  sign-in        {}\n", line);
    if (status.unclear > 0)
        std::cout << fmt::format("  unanswered     {} requests whose effect is being looked for\n",
                                 status.unclear);
}

void write(json::Writer& out, const TenantStatus& status) {
    const auto number = [&](const char* name, std::size_t value) {
        out.member(name, static_cast<std::int64_t>(value));
    };
    out.object().member("tenant", status.name).member("started", status.started);
    number("links", status.links);
    number("to_tell", status.to_tell);
    number("to_say", status.to_say);
    number("waiting_live", status.waiting_live);
    number("waiting_history", status.waiting_history);
    number("parked", status.parked);
    number("unclear", status.unclear);
    number("conflicts", status.conflicts);
    number("news", status.news);
    number("tickets_gone", status.ticket_gone);
    number("work_items_gone", status.item_gone);
    out.member("backfill_unfinished", status.backfill_unfinished).key("sign_in").array();
    for (const auto& line : status.signing_in) out.text(line);
    out.end().end();
}

/// What the running agent itself says at "listen".
int ask_health(const Settings& settings) {
    if (!settings.listen)
        throw UsageError(
            "--health asks the running agent at \"listen\", which the configuration does not name");
    HttpRequest request;
    request.method = "GET";
    request.url = fmt::format("http://{}:{}/healthz", settings.listen->host, settings.listen->port);
    request.deadline = std::chrono::seconds{10};
    const auto answer = HttpClient(HttpSettings{.agent_name = "deskbridge"}).exchange(request);
    std::cout << answer.body;
    return answer.status == 200 ? exit_code::done : exit_code::attention;
}

}  // namespace

int run_status(const Call& call) {
    po::options_description described("options");
    described.add_options()("tenant", po::value<std::string>(), "this tenant only")(
        "json", "as one JSON document")("health",
                                        "ask the running agent whether it is well: 0 yes, 1 no, 4 no answer");
    const auto options = parse_options(
        call,
        {"deskbridge status [--tenant T] [--json] [--health]",
         "Says how each tenant stands, from the state file alone. Works beside a running agent."},
        described);
    if (!options) return exit_code::done;
    Session session(call);
    if (options->count("health") != 0) return ask_health(session.assembly.settings());
    const auto chosen = session.assembly.chosen(text_option(*options, "tenant"));
    const auto store = open_existing(session.state());
    const auto holder = AgentRole::holder(session.state());
    json::Writer out;
    out.object().member("agent_process", holder ? holder->process : 0).key("tenants").array();
    int code = exit_code::done;
    if (options->count("json") == 0)
        std::cout << (holder ? fmt::format("an agent is running (process {})\n", holder->process)
                             : "no agent is running\n");
    for (const auto* settings : chosen) {
        auto status = status_of(*store, settings->name);
        status.signing_in = signing_in_of(session, *settings);
        if (status.parked + status.conflicts + status.signing_in.size() > 0) code = exit_code::attention;
        write(out, status);
        if (options->count("json") == 0) print(status);
    }
    out.end().end();
    if (options->count("json") != 0) std::cout << out.take(2) << '\n';
    return code;
}

}  // namespace deskbridge
