#include "workbench/two_sides.h"

#include "adapters/azure_devops/azure_devops.h"
#include "adapters/deskpro/deskpro.h"
#include "auth/credentials.h"
#include "config/mapping_file.h"
#include "platform/temporary_spool.h"
#include "store/sqlite_link_store.h"
#include "support/fast_place.h"
#include "sync/cycle.h"
#include "sync/history.h"
#include "sync/one_shot.h"
#include "sync/pace.h"
#include "sync/schedule.h"
#include "workbench/stepped_store.h"

#include <atomic>
#include <fmt/format.h>
#include <stdexcept>
#include <unistd.h>

namespace deskbridge::workbench {

namespace fs = std::filesystem;
using namespace std::chrono;

namespace {

constexpr const char* desk_url = "https://desk.example";
constexpr const char* work_url = "http://127.0.0.1";
constexpr int cycles_at_most = 2'000;

sandbox::azure_devops::Options work_options(const Scene& scene) {
    const bool hosted = scene.level == sandbox::azure_devops::Level::services;
    sandbox::azure_devops::Options options;
    options.origin = work_url;
    options.level = scene.level;
    options.organization = hosted ? "fabrikam" : "DefaultCollection";
    options.virtual_directory = hosted ? "" : "/tfs";
    options.users = {{"Integration", "integration@meridian.example"},
                     {"Maren Holt", "maren.holt@meridian.example"}};
    options.tokens = {{"pat", "integration@meridian.example"}};
    options.projects = {{"Widgets", sandbox::azure_devops::Process::agile}};
    if (scene.second_project) options.projects.push_back({"Gadgets", sandbox::azure_devops::Process::agile});
    if (scene.strict_states)
        options.projects[0].transitions["Bug"] = {{"New", {"Active"}},
                                                  {"Active", {"Resolved", "New"}},
                                                  {"Resolved", {"Closed", "Active"}},
                                                  {"Closed", {"Active"}}};
    options.switches = scene.work_switches;
    return options;
}

AzureDevOpsSettings work_settings(const Scene& scene) {
    if (scene.level == sandbox::azure_devops::Level::services) return {work_url, "fabrikam"};
    return {std::string(work_url) + "/tfs", "DefaultCollection"};
}

sandbox::deskpro::Options desk_options(const Scene& scene) {
    sandbox::deskpro::Options options;
    options.batch = scene.desk_batch;
    options.count_cap = scene.desk_page;
    options.url = desk_url;
    if (scene.desk_switches) scene.desk_switches(options);
    return options;
}

/// The shipped preset, for all tickets but Billing's.
const Mapping& wide_preset() {
    static const Mapping mapping = [] {
        Mapping preset = read_mapping("preset:deskpro-agile-bug").mapping;
        preset.select = "ticket.department ~= 'Billing'";
        preset.find.clear();
        for (auto& field : preset.fields)
            if (field.work == "Microsoft.VSTS.Common.Priority")
                field.source.otherwise.kind = Otherwise::Kind::error;
        return preset;
    }();
    return mapping;
}

FieldMapping both_ways(const std::string& work, const std::string& desk, std::vector<ValuePair> values = {}) {
    FieldMapping field;
    field.work = work;
    field.source.text = desk;
    field.source.values = std::move(values);
    field.source.otherwise.kind = Otherwise::Kind::keep;
    field.flow = Flow::both;
    return field;
}

Mapping two_way_mapping() {
    Mapping mapping = wide_preset();
    mapping.fields = {
        both_ways("System.Title", "subject"),
        both_ways("Microsoft.VSTS.Common.Priority", "priority",
                  {{"Urgent", std::int64_t{1}},
                   {"High", std::int64_t{2}},
                   {"Normal", std::int64_t{3}},
                   {"Low", std::int64_t{4}}}),
        both_ways("System.State", "status",
                  {{"awaiting_agent", std::string("Active")},
                   {"awaiting_user", std::string("Active")},
                   {"pending", std::string("New")},
                   {"resolved", std::string("Closed")}}),
        both_ways("System.Tags", "labels"),
    };
    mapping.fields[3].source.values = {{"azure-devops", Value{}}};
    mapping.fields[3].source.otherwise.kind = Otherwise::Kind::pass;
    mapping.fields.push_back(both_ways("System.Description", "custom[\"Details\"]"));
    FieldMapping steps;
    steps.work = "Microsoft.VSTS.TCM.ReproSteps";
    steps.source.text = "description";
    mapping.fields.push_back(steps);
    mapping.comments->from_work = CommentRules::FromWork::marked;
    mapping.attachments = AttachmentFlow::both;
    return mapping;
}

Mapping mapping_for(const Scene& scene) {
    Mapping mapping = scene.two_way ? two_way_mapping() : wide_preset();
    if (scene.notes_only) mapping.link_back = LinkBackRule{"", "", true};
    if (scene.remapped) scene.remapped(mapping);
    return mapping;
}

fs::path new_folder() {
    static std::atomic<int> number = 0;
    auto folder = fast_place() / fmt::format("deskbridge-workbench-{}-{}", ::getpid(), ++number);
    fs::create_directories(folder);
    return folder;
}

struct KeptLog : Log {
    explicit KeptLog(std::vector<LogLine>& place) : lines(place) {}
    void write(const LogLine& line) override { lines.push_back(line); }
    std::vector<LogLine>& lines;
};

AgentRole role_of(const fs::path& state) {
    return std::get<AgentRole>(AgentRole::take(state));
}

/// Request -> pace -> sign-in -> wire, as the program puts it together.
struct Side {
    Side(Wire& wire, const std::string& url, Secret authorization, const Clock& clock)
        : signed_http(wire, url, {"Authorization", std::move(authorization)}),
          paced(signed_http, pace, clock) {}
    SignedHttp signed_http;
    std::shared_ptr<Pace> pace = std::make_shared<Pace>();
    PacedHttp paced;
};

}  // namespace

/// All that a process has in memory.
struct TwoSides::Agent {
    Agent(TwoSides& sides, const Scene& scene)
        : role(role_of(sides.state())),
          store(sides.state()),
          stepped(store, sides.steps),
          log(sides.log),
          desk_side(sides.desk_wire_, desk_url,
                    Secret(deskpro::authorization({{"api_key", "1:SANDBOXKEY0123456789"}})), sides.clock),
          work_side(sides.work_wire_, work_url, basic_authorization("", Secret("pat")), sides.clock),
          desk(desk_side.paced, {desk_url}),
          work(work_side.paced, work_settings(scene)),
          tenant{.name = "acme",
                 .desk = desk,
                 .work = work,
                 .store = stepped,
                 .clock = sides.clock,
                 .log = log,
                 .spool = spool} {
        store.act_as(role);
        tenant.new_key = [&sides] { return fmt::format("{:016x}", ++sides.keys_); };
        tenant.mappings.push_back(std::make_unique<Translator>(mapping_for(scene)));
        tenant.options.batch = scene.batch;
        tenant.good_answers = [this] {
            return desk_side.pace->good_answers() + work_side.pace->good_answers();
        };
        schedule = std::make_unique<Schedule>(std::vector{&tenant}, sides.clock,
                                              [this](Tenant&, const CycleReport& report) { last = report; });
    }

    AgentRole role;
    SqliteLinkStore store;
    SteppedStore stepped;
    KeptLog log;
    TemporarySpool spool;
    Side desk_side, work_side;
    deskpro::Deskpro desk;
    AzureDevOps work;
    Tenant tenant;
    std::unique_ptr<Schedule> schedule;
    CycleReport last;
};

TwoSides::TwoSides(const Scene& scene)
    : desk(desk_options(scene), clock.as_function()),
      work(work_options(scene), clock.as_function()),
      scene_(scene),
      folder_(new_folder()),
      desk_wire_("desk", desk, traffic),
      work_wire_("work", work, traffic) {
    restart();
}

TwoSides::~TwoSides() {
    agent_.reset();
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

void TwoSides::kill() {
    agent_.reset();
    desk_wire_.forget_limit();
    work_wire_.forget_limit();
    if (scene_.power_cuts) cut_power();
}

/// Back to the last transaction that was certain: all or nothing of what came after it is what a disk may
/// keep, and nothing is the harder case.
void TwoSides::cut_power() {
    for (const char* part : {"", "-wal", "-shm"}) fs::remove(state().string() + part);
    if (fs::exists(durable())) fs::copy_file(durable(), state());
}

void TwoSides::restart() {
    kill();
    agent_ = std::make_unique<Agent>(*this, scene_);
    if (!scene_.power_cuts) return;
    agent_->stepped.when_durable = [this] {
        fs::remove(durable());
        agent_->store.backup(durable());
    };
}

void TwoSides::lose_state() {
    agent_.reset();
    for (const char* part : {"", "-wal", "-shm"}) {
        fs::remove(state().string() + part);
        fs::remove(durable().string() + part);
    }
    restart();
}

Tenant& TwoSides::tenant() {
    return agent_->tenant;
}

CycleReport TwoSides::backfill(std::int64_t limit) {
    HistoryWish wish;
    wish.limit = limit;
    std::optional<HistoryJob> job;
    const Step step = [&](CycleReport& report) {
        if (!job) job = begin_history(tenant(), wish);
        Carried carried;
        if (!job->finished) history_page(tenant(), *job, carried, report);
        work_off(tenant(), 0, carried, report);
        return !job->finished;
    };
    return run_to_the_end(tenant(), step, [](const CycleReport&, const std::string&) {});
}

CycleReport TwoSides::sync() {
    const Step once = [&](CycleReport& report) {
        Carried carried;
        collect_changes(tenant(), carried, report);
        collect_news(tenant());
        collect_looks(tenant(), true);
        collect_sweeps(tenant(), 0, carried, report);
        work_off(tenant(), 0, carried, report);
        return false;
    };
    return run_to_the_end(tenant(), once, [](const CycleReport&, const std::string&) {});
}

CycleReport TwoSides::run_cycle_when_due() {
    Time started = clock.now();
    while (!agent_->schedule->run_one()) {
        clock.wait(agent_->schedule->until_next().value());
        started = clock.now();
    }
    last_started_ = started;
    return agent_->last;
}

void TwoSides::cycles(int count) {
    for (int i = 0; i < count; ++i) run_cycle_when_due();
}

/// When every linked ticket will have had its turn: most edits of one are in no feed.
Time TwoSides::last_look() const {
    Time looked = clock.now();
    for (const auto& link : agent_->store.links(agent_->store.tenant("acme").id, 0, 1'000'000))
        if (!is_over(link.state)) looked = std::max(looked, link.look_at);
    return looked;
}

void TwoSides::run_past_looks(int count) {
    const auto looked = last_look();
    for (int i = 0; i < cycles_at_most && last_started_ <= looked; ++i) run_cycle_when_due();
    cycles(count);
}

void TwoSides::run_until_quiet() {
    const auto looked = last_look();
    for (int i = 0; i < cycles_at_most; ++i) {
        const CycleReport report = run_cycle_when_due();
        if (!report.trouble && report.unclear == 0 && !report.more && left_over().empty() &&
            last_started_ > looked)
            return;
    }
    throw std::runtime_error(fmt::format("the agent does not come to rest: {}; last trouble: {}",
                                         fmt::join(left_over(), "; "),
                                         agent_->last.trouble ? agent_->last.trouble->what() : "none"));
}

long long TwoSides::add(const sandbox::deskpro::NewTicket& ticket, const Expected& expected) {
    const auto id = desk.add(ticket);
    expected_[id] = expected;
    return id;
}

std::vector<std::string> TwoSides::left_over() {
    auto& store = agent_->store;
    const auto id = tenant().record.id;
    std::vector<std::string> left;
    // a ticket that nobody may read is told once it is back
    const auto is_hidden = [this](const std::string& ticket) {
        const auto view = desk.ticket(std::stoll(ticket));
        return view && view->status.rfind("hidden", 0) == 0;
    };
    for (const Lane lane : {Lane::live, Lane::history})
        if (const auto count = store.waiting(id, lane); count > 0)
            left.push_back(fmt::format("{} tickets wait", count));
    for (const auto& row : store.parked(id))
        if (expected_[std::stoll(row.ticket_id)].end != Expected::End::set_aside)
            left.push_back(fmt::format("ticket {} is set aside: {}", row.ticket_id, row.reason));
    for (const auto& intent : store.intents(id))
        if (intent.state == Intent::State::open)
            left.push_back(fmt::format("an intent for ticket {} is open", intent.ticket_id));
    for (const auto& link : store.links(id, 0, 1'000'000))
        if (link.link_back == LinkBackState::pending && !is_hidden(link.ticket_id))
            left.push_back(fmt::format("ticket {} is not told of its work item ({})", link.ticket_id,
                                       link.link_back_problem));
    return left;
}

}  // namespace deskbridge::workbench
