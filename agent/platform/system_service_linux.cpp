#include "contract/sync_error.h"
#include "platform/child.h"
#include "platform/shipped_unit.h"
#include "platform/system_service.h"

#include <fmt/format.h>
#include <fstream>
#include <map>
#include <pwd.h>
#include <sstream>
#include <unistd.h>

namespace deskbridge {

namespace fs = std::filesystem;

namespace {

constexpr const char* unit = "deskbridge.service";
constexpr const char* account = "deskbridge";

[[noreturn]] void fail(const std::string& message, const std::string& hint) {
    throw SyncError(Reach::run, Trouble::configuration, message, hint);
}

fs::path below(const fs::path& root, const fs::path& absolute) {
    return root.empty() ? absolute : root / absolute.relative_path();
}

fs::path own_unit(const fs::path& root) {
    return below(root, fs::path("/etc/systemd/system") / unit);
}

/// The package's, which `service` leaves alone.
std::optional<fs::path> packaged_unit(const fs::path& root) {
    for (const char* folder : {"/lib/systemd/system", "/usr/lib/systemd/system"})
        if (fs::exists(below(root, fs::path(folder) / unit))) return fs::path(folder) / unit;
    return {};
}

std::string first_line(const std::string& text) {
    return text.substr(0, text.find('\n'));
}

std::string want(const std::vector<std::string>& command, const std::string& hint) {
    const auto end = run_child(command);
    if (end.code != 0)
        fail(fmt::format("`{}` failed: {}", fmt::join(command, " "),
                         end.out.empty() ? "no answer" : first_line(end.out)),
             hint);
    return end.out;
}

void want_systemctl(const std::vector<std::string>& words) {
    std::vector<std::string> command{"systemctl"};
    command.insert(command.end(), words.begin(), words.end());
    want(command,
         "This needs root, and a system that runs under systemd; `journalctl -u deskbridge` has the agent's "
         "own words.");
}

/// In a unit '%' begins a specifier, and blanks part words.
std::string unit_word(const fs::path& path) {
    std::string word;
    for (const char c : path.string()) {
        if (c == '%')
            word += "%%";
        else if (c == '\\' || c == '"')
            word += {'\\', c};
        else
            word += c;
    }
    return word.find(' ') == std::string::npos ? word : "\"" + word + "\"";
}

std::string filled_unit(const ServicePlan& plan) {
    std::string text(shipped_unit());
    for (const auto& [name, path] :
         {std::pair<std::string, fs::path>{"@PROGRAM@", plan.program}, {"@CONFIG@", plan.config}})
        for (auto at = text.find(name); at != std::string::npos; at = text.find(name))
            text.replace(at, name.size(), unit_word(path));
    return text;
}

/// The unit hides homes and temporary folders from the agent.
void refuse_hidden(const fs::path& path, const char* what) {
    for (const char* folder : {"/home/", "/root/", "/tmp/", "/var/tmp/", "/run/user/"})
        if (path.string().starts_with(folder))
            fail(fmt::format("the service cannot see the {} {}", what, path.string()),
                 "Homes and temporary folders are hidden from it: put programs into /usr/local/bin and the "
                 "configuration into "
                 "/etc/deskbridge.");
}

void write_unit(const fs::path& file, const std::string& text) {
    std::error_code error;
    fs::create_directories(file.parent_path(), error);
    std::ofstream out(file, std::ios::trunc);
    out << text;
    out.close();
    if (!out) fail(fmt::format("{} cannot be written", file.string()), "This needs root.");
    fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read |
                              fs::perms::others_read);
}

std::string make_account() {
    if (::getpwnam(account) != nullptr) return fmt::format("the account {} is there already", account);
    want({"useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/var/lib/deskbridge",
          "--shell", "/usr/sbin/nologin", account},
         "This needs root.");
    return fmt::format("made the account {}", account);
}

std::map<std::string, std::string> properties() {
    std::map<std::string, std::string> found;
    const auto end =
        run_child({"systemctl", "show", unit,
                   "--property=LoadState,ActiveState,SubState,StatusText,UnitFileState,MainPID,Result"});
    if (end.code != 0)
        fail(fmt::format("systemd does not answer: {}",
                         end.out.empty() ? "no systemctl" : first_line(end.out)),
             "`service` is for systems that run under systemd; elsewhere have your own service manager start "
             "`deskbridge run`.");
    std::istringstream lines(end.out);
    for (std::string line; std::getline(lines, line);)
        if (const auto sign = line.find('='); sign != std::string::npos)
            found[line.substr(0, sign)] = line.substr(sign + 1);
    return found;
}

void refuse_absent() {
    if (!service_state().installed) fail("the service is not installed", "deskbridge service install");
}

}  // namespace

std::vector<std::string> install_service(const ServicePlan& plan) {
    if (const auto packaged = packaged_unit(plan.root))
        fail(fmt::format("the package has installed the service already ({})", packaged->string()),
             "Use systemctl enable, start and stop; `systemctl edit deskbridge` changes it.");
    refuse_hidden(plan.program, "program");
    refuse_hidden(plan.config, "configuration");
    std::vector<std::string> done;
    if (plan.root.empty()) done.push_back(make_account());
    write_unit(own_unit(plan.root), filled_unit(plan));
    done.push_back(fmt::format("wrote {}", own_unit(plan.root).string()));
    if (!plan.root.empty()) return done;
    want_systemctl({"daemon-reload"});
    want_systemctl({"enable", unit});
    done.push_back("it starts with the system; now: deskbridge service start");
    return done;
}

std::vector<std::string> uninstall_service(const fs::path& root) {
    const auto file = own_unit(root);
    if (!fs::exists(file)) {
        if (const auto packaged = packaged_unit(root))
            fail("the service belongs to the package", "apt-get remove deskbridge");
        fail("the service is not installed", "There is nothing to remove.");
    }
    if (root.empty()) want_systemctl({"disable", "--now", unit});
    std::error_code error;
    if (!fs::remove(file, error))
        fail(fmt::format("{} cannot be removed", file.string()), "This needs root.");
    std::vector<std::string> done{fmt::format("removed {}", file.string())};
    if (root.empty()) want_systemctl({"daemon-reload"});
    done.push_back("configuration, state and the account deskbridge are left as they are");
    return done;
}

void start_service() {
    refuse_absent();
    want_systemctl({"start", unit});
}

void stop_service() {
    refuse_absent();
    want_systemctl({"stop", unit});
}

void reload_service() {
    refuse_absent();
    want_systemctl({"reload", unit});
}

ServiceState service_state() {
    auto said = properties();
    ServiceState state;
    state.installed = said["LoadState"] == "loaded";
    state.running = said["ActiveState"] == "active" || said["ActiveState"] == "reloading";
    state.starts_with_system = said["UnitFileState"] == "enabled";
    state.process = std::strtoll(said["MainPID"].c_str(), nullptr, 10);
    // systemd keeps the last words of an agent that has ended
    const bool ended = said["ActiveState"] == "inactive" || said["ActiveState"] == "failed";
    state.text = ended                         ? fmt::format("{}, {}", said["ActiveState"], said["Result"])
                 : !said["StatusText"].empty() ? said["StatusText"]
                                               : said["SubState"];
    return state;
}

fs::path own_program() {
    std::error_code error;
    const auto path = fs::read_symlink("/proc/self/exe", error);
    if (error) fail("this program does not find its own file", "/proc has to be there.");
    return path;
}

}  // namespace deskbridge
