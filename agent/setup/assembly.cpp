#include "setup/assembly.h"

#include "adapters/azure_devops/azure_devops.h"
#include "adapters/registry.h"
#include "auth/credentials.h"
#include "auth/origin.h"
#include "config/mapping_file.h"
#include "http/http_client.h"
#include "http/proxy.h"
#include "model/process.h"
#include "platform/random_key.h"

#include <fmt/format.h>

namespace deskbridge {

namespace {

constexpr const char* agent_name = "deskbridge/" DESKBRIDGE_VERSION;

DeskKinds kinds_for_loading() {
    DeskKinds kinds;
    for (const auto& kind : desk_kinds()) kinds[kind.name] = kind.settings;
    return kinds;
}

std::string host_of(const std::string& url) {
    const auto start = url.find("//") + 2;
    const auto end = url.find_first_of(":/", start);
    return url.substr(start, end - start);
}

std::string proxy_of(const TenantSettings& settings, const std::string& url) {
    if (settings.options.proxy) return *settings.options.proxy;
    return proxy_from_environment(url.rfind("https:", 0) == 0, host_of(url), environment_variable);
}

HttpSettings reach(const TenantSettings& settings, const std::string& url,
                   const std::filesystem::path& ca_file) {
    HttpSettings http;
    http.ca_file = ca_file.string();
    http.proxy = proxy_of(settings, url);
    http.agent_name = agent_name;
    return http;
}

}  // namespace

/// Request -> pace -> sign-in -> network.
struct BuiltTenant::Side {
    Side(HttpSettings http_settings, const WayIn& way, std::shared_ptr<Pace> pace, const Clock& clock)
        : client(std::move(http_settings)),
          signed_http(client, way.url, way.authorization),
          pace(std::move(pace)),
          paced(signed_http, this->pace, clock) {}
    HttpClient client;
    SignedHttp signed_http;
    std::shared_ptr<Pace> pace;
    PacedHttp paced;
};

BuiltTenant::BuiltTenant() = default;
BuiltTenant::~BuiltTenant() = default;

Assembly::Assembly(const std::filesystem::path& config, Clock& clock, Log& log, std::shared_ptr<Paces> paces)
    : loaded_(load_settings(config, kinds_for_loading())),
      clock_(clock),
      log_(log),
      sign_ins_(loaded_.settings.state, clock, log, reach),
      paces_(paces ? std::move(paces) : std::make_shared<Paces>()) {
    for (const auto& warning : loaded_.warnings) warnings_.push_back(warning.text());
}

std::vector<const TenantSettings*> Assembly::chosen(const std::string& name) const {
    std::vector<const TenantSettings*> found;
    std::vector<std::string> names;
    for (const auto& tenant : settings().tenants) {
        names.push_back(tenant.name);
        if (name.empty() || tenant.name == name) found.push_back(&tenant);
    }
    if (found.empty()) {
        const auto near = nearest_name(name, names);
        throw SyncError(Reach::run, Trouble::configuration, fmt::format("there is no tenant '{}'", name),
                        near.empty() ? fmt::format("there are: {}", fmt::join(names, ", "))
                                     : fmt::format("did you mean '{}'?", near));
    }
    return found;
}

std::unique_ptr<HelpDesk> Assembly::make_desk(const TenantSettings& settings, Http& http) {
    const auto secrets = sign_ins_.desk_secrets(settings);
    DeskParts parts{settings.desk.url, settings.desk.values, {}};
    for (const auto& [name, secret] : secrets) parts.secrets[name] = secret.reveal();
    return desk_kind(settings.desk.kind).make(http, parts);
}

std::unique_ptr<WorkTracker> Assembly::make_work(const TenantSettings& settings, Http& http) {
    const auto& work = settings.work;
    return std::make_unique<AzureDevOps>(
        http, AzureDevOpsSettings{work.url, work.organization.empty() ? work.collection : work.organization});
}

std::shared_ptr<Pace> Assembly::pace_for(const std::string& key) {
    auto& pace = (*paces_)[key];
    if (!pace) pace = std::make_shared<Pace>();
    return pace;
}

std::unique_ptr<BuiltTenant::Side> Assembly::make_side(const TenantSettings& settings, const WayIn& way,
                                                       const std::filesystem::path& ca_file) {
    auto warnings = way.warnings;
    if (way.choice)
        for (auto& note : choice_notes(way.choice->standings())) warnings.push_back(std::move(note));
    for (const auto& warning : warnings) log_.write({Level::warning, settings.name, warning, {}});
    const auto key = way.url.substr(0, way.url.find('/', way.url.find("//") + 2)) + " " + way.identity;
    return std::make_unique<BuiltTenant::Side>(reach(settings, way.url, ca_file), way, pace_for(key), clock_);
}

std::unique_ptr<BuiltTenant> Assembly::build(const TenantSettings& settings,
                                             std::unique_ptr<LinkStore> store) {
    std::unique_ptr<BuiltTenant> built(new BuiltTenant);
    built->settings_ = &settings;
    const WayIn desk_way = sign_ins_.desk(settings);
    const WayIn work_way = sign_ins_.work(settings);
    built->endings_ = desk_way.endings;
    built->endings_.insert(built->endings_.end(), work_way.endings.begin(), work_way.endings.end());

    for (const auto* way : {&desk_way, &work_way})
        if (way->choice) built->choices_.push_back(way->choice);

    built->desk_side_ = make_side(settings, desk_way, settings.desk.ca_file);
    built->desk_ = make_desk(settings, built->desk_side_->paced);
    built->work_side_ = make_side(settings, work_way, settings.work.ca_file);
    built->work_ = make_work(settings, built->work_side_->paced);

    built->store_ = std::move(store);
    TenantOptions options;
    options.poll = settings.options.poll;
    options.resend_after = settings.options.resend_after;
    options.sweep_pages = settings.options.sweep_pages;
    options.mass_change = settings.options.mass_change;
    built->tenant_.reset(new Tenant{.name = settings.name,
                                    .desk = *built->desk_,
                                    .work = *built->work_,
                                    .store = *built->store_,
                                    .clock = clock_,
                                    .log = log_,
                                    .spool = built->spool_,
                                    .new_key = random_key,
                                    .mappings = read_mappings(settings),
                                    .options = options});
    built->tenant_->credentials = [desk = desk_way.authorization, work = work_way.authorization] {
        return desk->stamp() + " " + work->stamp();
    };
    built->tenant_->signed_in = [this, name = settings.name](const std::string& side,
                                                             const std::string& who) {
        sign_ins_.keep_account({name, side}, who);
    };
    built->tenant_->rules.people = settings.options.people;
    built->tenant_->good_answers = [desk = built->desk_side_->pace, work = built->work_side_->pace] {
        return desk->good_answers() + work->good_answers();
    };
    return built;
}

std::vector<std::unique_ptr<Translator>> read_mappings(const TenantSettings& settings) {
    std::vector<std::unique_ptr<Translator>> mappings;
    for (const auto& file : settings.mappings)
        mappings.push_back(std::make_unique<Translator>(read_mapping(file).mapping));
    return mappings;
}

}  // namespace deskbridge
