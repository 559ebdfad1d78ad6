#include "sandbox/azure_devops/azure_devops.h"
#include "sandbox/deskpro/deskpro.h"
#include "sandbox/deskpro/load_tickets.h"
#include "sandbox/faults/control.h"
#include "sandbox/faults/faults.h"
#include "sandbox/pages/pages.h"
#include "sandbox/program/arguments.h"
#include "sandbox/program/command_line.h"
#include "sandbox/program/configuration.h"
#include "sandbox/program/switches.h"
#include "sandbox/program/tally.h"
#include "sandbox/server/server.h"
#include "sandbox/sign_in/sign_in.h"

#include <chrono>
#include <csignal>
#include <cstdio>
#include <fmt/format.h>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <thread>
#include <vector>

namespace sandbox {
namespace {

namespace fs = std::filesystem;
using azure_devops::AzureDevOps;

constexpr int usual_pages_port = 8088;
constexpr const char* integration = "integration@meridian.example";
constexpr const char* visitor = "robin.ferrante@meridian.example";
constexpr const char* work_token = "sandbox-work-token-7f3a91c2";

volatile std::sig_atomic_t stop_asked = 0;
void ask_to_stop(int) {
    stop_asked = 1;
}

std::string address_of(int port) {
    return fmt::format("http://127.0.0.1:{}", port);
}

/// Beside the source while it is developed; where it is installed, below share/ or beside the program.
fs::path sample_file(const fs::path& program) {
    const fs::path developed = fs::path(SANDBOX_SAMPLES) / "tickets.jsonl";
    std::error_code ignored;
    if (fs::exists(developed, ignored)) return developed;
    fs::path self = fs::read_symlink("/proc/self/exe", ignored);
    if (ignored) self = fs::weakly_canonical(program, ignored);
    const fs::path beside = self.parent_path() / "samples" / "tickets.jsonl";
    if (fs::exists(beside, ignored)) return beside;
    return self.parent_path().parent_path() / "share" / "deskbridge" / "samples" / "tickets.jsonl";
}

std::vector<deskpro::NewTicket> read_tickets(const fs::path& file) {
    std::ifstream lines(file, std::ios::binary);
    if (!lines) throw BadUsage(fmt::format("{} cannot be read.", file.string()));
    try {
        return deskpro::load_tickets(lines);
    } catch (const std::runtime_error& error) {
        throw BadUsage(fmt::format("{}: {}", file.string(), error.what()));
    }
}

void add_rules(const fs::path& file, Faults& faults) {
    std::ifstream in(file, std::ios::binary);
    if (!in) throw BadUsage(fmt::format("{} cannot be read.", file.string()));
    try {
        const std::string text{std::istreambuf_iterator<char>(in), {}};
        for (auto& rule : rules_from_json(text)) faults.add(std::move(rule));
    } catch (const std::invalid_argument& error) {
        throw BadUsage(fmt::format("{}: {}", file.string(), error.what()));
    }
}

azure_devops::Options work_options(const Arguments& arguments) {
    azure_devops::Options options;
    options.level = arguments.level;
    options.organization = arguments.organization;
    options.projects = arguments.projects;
    // the desk's agents are known here too, so that an assignee finds his like by e-mail
    options.users = {{"Integration", integration},
                     {"Robin Ferrante", visitor},
                     {"Maren Holt", "maren.holt@meridian.example"},
                     {"Tomás Rivera", "tomas.rivera@meridian.example"},
                     {"Aiko Tanabe", "aiko.tanabe@meridian.example"},
                     {"Lindiwe Mokoena", "lindiwe.mokoena@meridian.example"}};
    options.tokens = {{work_token, integration}};
    return options;
}

/// One app for each way in; docs/sign-in.md of the project walks through them.
sign_in::Options sign_in_options(unsigned long long seed) {
    using sign_in::Kind;
    sign_in::Options options;
    options.person = "maren.holt@meridian.example";  // an agent of the desk, too
    options.machine = integration;
    options.seed = seed;
    options.apps = {{.kind = Kind::entra,
                     .client_id = "sandbox-app",
                     .secrets = {"sandbox-app-secret"},
                     .redirects = {"http://localhost"},
                     .may_act_alone = true,
                     .acts_as = integration},
                    {.kind = Kind::entra, .client_id = "sandbox-public", .redirects = {"http://localhost"}},
                    {.kind = Kind::legacy,
                     .client_id = "sandbox-legacy",
                     .secrets = {"sandbox-legacy-secret"},
                     .redirects = {"https://sandbox.example/callback"},
                     .scopes = {"vso.work_write", "vso.project"}},
                    {.kind = Kind::desk,
                     .client_id = "sandbox-desk",
                     .secrets = {"sandbox-desk-secret"},
                     .redirects = {"http://localhost"}}};
    return options;
}

/// The agent's preset for what customers report, by process.
std::string preset_of(azure_devops::Process process) {
    switch (process) {
        case azure_devops::Process::scrum: return "deskpro-scrum-bug";
        case azure_devops::Process::basic: return "deskpro-basic-issue";
        case azure_devops::Process::cmmi: return "deskpro-cmmi-bug";
        case azure_devops::Process::agile: break;
    }
    return "deskpro-agile-bug";
}

/// Addresses that a link in a ticket or work item leads to; they are pages of the products, not of an API.
bool is_product_page(const Request& request) {
    return request.method == "GET" && request.header("Accept").find("text/html") != std::string::npos &&
           request.path.find("/api/") == std::string::npos &&
           request.path.find("/_apis") == std::string::npos &&
           request.path.find("/file.php/") == std::string::npos;
}

Ending to_pages(const std::string& pages, const std::string& kind, const std::string& path) {
    const auto last = path.find_last_of("0123456789");
    Ending ending;
    ending.reply.status = 302;
    std::string place = pages + "/";
    if (last != std::string::npos) {
        const auto before = path.find_last_not_of("0123456789", last);
        place += fmt::format("#{}-{}", kind, path.substr(before + 1, last - before));
    }
    ending.reply.headers.emplace("Location", place);
    return ending;
}

/// Everything that lives as long as the program.
class Sandbox {
public:
    explicit Sandbox(const Arguments& arguments, const fs::path& program)
        : arguments_(arguments),
          faults_(arguments.seed ? *arguments.seed : std::random_device()()),
          work_(work_options(arguments), wall_clock()),
          sign_in_(sign_in_options(faults_.seed()), wall_clock(),
                   [this](sign_in::Kind kind, const std::string& token, const std::string& person,
                          long long ends) { accept(kind, token, person, ends); }) {
        if (!arguments.faults.empty()) add_rules(arguments.faults, faults_);
        const auto file = arguments.tickets.empty() ? sample_file(program) : arguments.tickets;
        try {
            desk_.add_all(read_tickets(file));
        } catch (const std::invalid_argument& error) {
            throw BadUsage(fmt::format("{}: {}", file.string(), error.what()));
        }
        listen();
    }

    void run() {
        server_.start();
        if (!arguments_.config.empty()) write_configuration(arguments_.config, addresses_);
        announce();
        if (!arguments_.ready_file.empty()) write_ready_file(arguments_.ready_file, addresses_);
        while (!stop_asked) std::this_thread::sleep_for(std::chrono::milliseconds(50));
        std::error_code ignored;
        if (!arguments_.ready_file.empty()) fs::remove(arguments_.ready_file, ignored);
        server_.stop();
        fmt::print("deskbridge-sandbox has stopped.\n");
    }

private:
    void accept(sign_in::Kind kind, const std::string& token, const std::string& person, long long ends);
    void listen();
    int listen_for_pages();
    Ending play_pages(const Request& request);
    void announce() const;

    const Arguments& arguments_;
    Faults faults_;
    Tally tally_;
    Deskpro desk_;
    AzureDevOps work_;
    sign_in::SignIn sign_in_;
    std::optional<Control> control_;
    std::optional<Pages> pages_;
    Addresses addresses_;
    // last, so that it stops before what it asks is gone
    Server server_;
};

/// A token that one of the services gave out signs in at the system that it is for.
void Sandbox::accept(sign_in::Kind kind, const std::string& token, const std::string& person,
                     long long ends) {
    if (kind == sign_in::Kind::desk)
        desk_.accept(token, person, ends);
    else
        work_.accept({.secret = token, .unique_name = person, .ends = ends});
}

void Sandbox::listen() {
    const auto player = [this](const char* name, System& system, const char* kind) {
        return [this, name, &system, kind](const Request& request) {
            if (request.path.starts_with("/oauth/")) return faults_.play("sign_in", sign_in_, request);
            if (is_product_page(request)) return to_pages(addresses_.pages, kind, request.path);
            Ending ending = faults_.play(name, system, request);
            tally_.count(name, request, ending);
            return ending;
        };
    };
    addresses_.desk = address_of(server_.listen(arguments_.desk_port, player("desk", desk_, "ticket")));
    addresses_.work = address_of(server_.listen(arguments_.work_port, player("work", work_, "item")));
    addresses_.sign_in = address_of(server_.listen(arguments_.sign_in_port, [this](const Request& request) {
        Ending ending = faults_.play("sign_in", sign_in_, request);
        tally_.count("sign_in", request, ending);
        return ending;
    }));
    addresses_.pages = address_of(listen_for_pages());
    addresses_.control = addresses_.pages + "/control";
    addresses_.organization = arguments_.organization;
    addresses_.on_premises = arguments_.level != azure_devops::Level::services;
    addresses_.project = arguments_.projects.front().name;
    addresses_.preset = preset_of(arguments_.projects.front().process);
    addresses_.work_token = work_token;
    desk_.change_options([this](deskpro::Options& options) { options.url = addresses_.desk; });
    const auto key = desk_.options().keys.front();
    addresses_.desk_key = fmt::format("{}:{}", key.id, key.code);

    auto switches = switches_of(desk_);
    for (auto& one : switches_of(work_)) switches.push_back(std::move(one));
    for (auto& one : switches_of(sign_in_)) switches.push_back(std::move(one));
    control_.emplace(faults_, std::move(switches));
    pages_.emplace(desk_, work_, WorkSideOptions{arguments_.projects, visitor, addresses_.desk},
                   fmt::format("{}/{}", addresses_.work, percent_encode(arguments_.organization)));
}

int Sandbox::listen_for_pages() {
    const Player player = [this](const Request& request) { return play_pages(request); };
    if (arguments_.pages_port) return server_.listen(*arguments_.pages_port, player);
    try {
        return server_.listen(usual_pages_port, player);
    } catch (const std::runtime_error&) {
        return server_.listen(0, player);
    }
}

Ending Sandbox::play_pages(const Request& request) {
    Ending ending;
    const bool is_control = request.path == "/control" || request.path.starts_with("/control/");
    if (is_control && is_loopback_host(request.header("Host"))) {
        Request inner = request;
        inner.path =
            request.path.substr(std::string("/control").size()) + (request.path == "/control" ? "/" : "");
        ending.reply = inner.path == "/calls" ? tally_.handle(inner) : control_->handle(inner);
    } else {
        ending.reply = pages_->handle(request);
    }
    return ending;
}

void Sandbox::announce() const {
    std::string projects;
    for (const auto& project : arguments_.projects) {
        projects += fmt::format("{}{}", projects.empty() ? "" : ", ", project.name);
    }
    fmt::print("deskbridge-sandbox is ready: all is on this computer, in memory, and gone at the end.\n\n");
    fmt::print("  look here   {}/\n", addresses_.pages);
    fmt::print("  desk        {}  (Deskpro, {} tickets)\n", addresses_.desk, desk_.tickets().size());
    fmt::print("  work        {}/{}  (Azure DevOps, projects: {})\n", addresses_.work,
               percent_encode(arguments_.organization), projects);
    fmt::print(
        "  sign-in     {}  (Entra ID, Azure DevOps OAuth, managed identity; directory contoso.example)\n",
        addresses_.sign_in);
    fmt::print("  control     {}/faults and {}/switches  (seed {})\n", addresses_.control, addresses_.control,
               faults_.seed());
    if (!arguments_.config.empty()) {
        fmt::print("  try it      deskbridge --config {} check\n",
                   (arguments_.config / "deskbridge.json").string());
    }
    fmt::print("\nCtrl-C stops it.\n");
    std::fflush(stdout);
}

int run(int count, const char* const* values) {
    const Arguments arguments = read_arguments(count, values);
    if (arguments.help) {
        print_help(std::cout);
        return 0;
    }
    if (arguments.version) {
        fmt::print("deskbridge-sandbox {}\n", DESKBRIDGE_VERSION);
        return 0;
    }
    std::signal(SIGINT, ask_to_stop);
    std::signal(SIGTERM, ask_to_stop);
    std::error_code ignored;
    if (!arguments.ready_file.empty()) fs::remove(arguments.ready_file, ignored);
    Sandbox(arguments, values[0]).run();
    return 0;
}

}  // namespace
}  // namespace sandbox

int main(int count, char** values) {
    try {
        const auto words = sandbox::command_line(count, values);
        std::vector<const char*> line;
        for (const auto& word : words) line.push_back(word.c_str());
        return sandbox::run(static_cast<int>(line.size()), line.data());
    } catch (const sandbox::BadUsage& error) {
        fmt::print(stderr, "deskbridge-sandbox: {}\n", error.what());
        return 2;
    } catch (const std::exception& error) {
        fmt::print(stderr, "deskbridge-sandbox: {}\n", error.what());
        return 1;
    }
}
