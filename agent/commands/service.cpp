#include "commands/exit_code.h"
#include "commands/options.h"
#include "contract/sync_error.h"
#include "platform/system_service.h"

#include <fmt/format.h>
#include <iostream>

namespace deskbridge {

namespace {

ServicePlan plan_of(const Call& call, const std::filesystem::path& root) {
    const auto config = std::filesystem::absolute(call.config).lexically_normal();
    const auto seen = root.empty() ? config : root / config.relative_path();
    if (!std::filesystem::exists(seen))
        throw SyncError(Reach::run, Trouble::configuration,
                        fmt::format("there is no configuration {}", seen.string()),
                        "Write it first, and see it pass `deskbridge check`; --config names another one.");
    return {own_program(), config, root};
}

int tell_state() {
    const auto state = service_state();
    if (!state.installed) {
        std::cout << "not installed\n";
        return exit_code::attention;
    }
    std::cout << (state.running ? fmt::format("running (process {})", state.process)
                                : std::string("not running"));
    std::cout << fmt::format(
        ": {}\n{}\n", state.text,
        state.starts_with_system ? "starts with the system" : "does not start with the system");
    return state.running ? exit_code::done : exit_code::attention;
}

void print(const std::vector<std::string>& lines) {
    for (const auto& line : lines) std::cout << line << '\n';
}

}  // namespace

int run_service(const Call& call) {
    po::options_description described("options");
    described.add_options()(
        "root", po::value<std::string>()->value_name("DIR"),
        "install, uninstall: write below another system's root, as for an image; nothing is started");
    const auto options =
        parse_options(call,
                      {"deskbridge service install|uninstall|start|stop|reload|status [--root DIR]",
                       "install    registers the agent with this configuration, to start with the system\n"
                       "uninstall  stops and unregisters it; configuration and state stay\n"
                       "start, stop, reload\n"
                       "status     whether it runs, and what it says (0 running, 1 not)\n\n"
                       "For those who did not install a package, which brings its own service."},
                      described, {"verb"});
    if (!options) return exit_code::done;
    const auto verb = text_option(*options, "verb");
    const std::filesystem::path root = text_option(*options, "root");
    if (verb == "install")
        print(install_service(plan_of(call, root)));
    else if (verb == "uninstall")
        print(uninstall_service(root));
    else if (verb == "start")
        start_service();
    else if (verb == "stop")
        stop_service();
    else if (verb == "reload")
        reload_service();
    else if (verb == "status")
        return tell_state();
    else
        throw UsageError(fmt::format(
            "service '{}' is not known; say install, uninstall, start, stop, reload or status", verb));
    return exit_code::done;
}

}  // namespace deskbridge
