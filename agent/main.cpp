// argv -> verb -> exit code, and the outermost catch.

#include "auth/surroundings.h"
#include "commands/command.h"
#include "commands/exit_code.h"
#include "commands/options.h"
#include "platform/core_files.h"
#include "platform/program_arguments.h"
#include "platform/service_host.h"
#include "platform/stop.h"
#include "platform/terminal.h"

#include <boost/program_options.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <iostream>
#include <sstream>
#include <thread>

namespace {

using namespace deskbridge;

/// After a stop request what is under way may be finished for this long; then the process ends where it
/// stands, which loses nothing: open intents are looked for at the next start.
constexpr std::chrono::seconds grace{8};

void print_help() {
    std::cout << "deskbridge keeps help-desk tickets and Azure DevOps work items in step.\n\n"
                 "usage: deskbridge [--config FILE] [--log-format text|json] COMMAND [options]\n\ncommands\n";
    for (const auto& command : commands())
        std::cout << fmt::format("  {:<10}{}\n", command.name, command.summary);
    std::cout << "\nEach command has --help.\n\n" << global_options();
    std::cout
        << "\nexit codes\n"
           "  0 done   1 done, but something is set aside   2 usage or configuration   3 sign-in refused\n"
           "  4 a side cannot be reached or limits   5 state file   130 interrupted\n";
}

std::filesystem::path default_config() {
    if (const auto named = environment_variable("DESKBRIDGE_CONFIG")) return *named;
    const std::filesystem::path here = "deskbridge.json";
    const auto system = system_config();
    // A folder may be closed to this account, as root's home is for `sudo -u deskbridge`: then there is none
    // here. When the system's is closed, that is what to say.
    std::error_code closed;
    if (std::filesystem::exists(here, closed)) return here;
    return std::filesystem::exists(system, closed) || closed ? system : here;
}

struct Line {
    po::variables_map values;
    std::string verb;
    std::vector<std::string> rest;
};

/// Splits the command line at the verb: what comes before it is global.
Line parse(const std::vector<std::string>& words) {
    std::size_t verb = 0;
    while (verb < words.size() && words[verb].rfind('-', 0) == 0) {
        const bool takes_value = words[verb] == "--config" || words[verb] == "-c" ||
                                 words[verb] == "--log-format" || words[verb] == "--log-file";
        verb += takes_value ? 2 : 1;
    }
    verb = std::min(verb, words.size());
    Line line;
    const auto split = words.begin() + static_cast<std::ptrdiff_t>(verb);
    po::store(po::command_line_parser(std::vector<std::string>(words.begin(), split))
                  .options(global_options())
                  .run(),
              line.values);
    po::notify(line.values);
    if (split != words.end()) {
        line.verb = *split;
        line.rest.assign(split + 1, words.end());
    }
    return line;
}

Call call_from(const Line& line) {
    Call call;
    call.config = line.values.count("config") != 0
                      ? std::filesystem::path(line.values["config"].as<std::string>())
                      : default_config();
    const auto format = line.values["log-format"].as<std::string>();
    if (format != "text" && format != "json")
        throw UsageError(fmt::format("--log-format '{}' is not known; say text or json", format));
    if (line.values.count("log-file") != 0) call.log_file = line.values["log-file"].as<std::string>();
    const bool journal = call.log_file.empty() && is_journal();
    call.log_format = format == "json" ? LogFormat::json : journal ? LogFormat::journal : LogFormat::text;
    call.verbose = line.values.count("verbose") != 0;
    call.arguments = line.rest;
    return call;
}

/// Ends the process when it is still there after the grace.
void bound_the_stop(int code) {
    std::thread([code] {
        while (wait_unless_stopped(std::chrono::hours{1})) {
        }
        std::this_thread::sleep_for(grace);
        notify_ended(code);
        std::_Exit(code);
    }).detach();
}

int run(const std::vector<std::string>& words) {
    const Line line = parse(words);
    if (line.values.count("version") != 0) {
        std::cout << "deskbridge " DESKBRIDGE_VERSION "\n";
        return exit_code::done;
    }
    if (line.values.count("help") != 0 || line.verb == "help") {
        print_help();
        return exit_code::done;
    }
    if (line.verb.empty()) throw UsageError("a command is missing");
    for (const auto& command : commands()) {
        if (line.verb != command.name) continue;
        watch_for_stop();
        bound_the_stop(line.verb == "run" ? exit_code::done : exit_code::interrupted);
        return command.run(call_from(line));
    }
    throw UsageError(fmt::format("'{}' is no command", line.verb));
}

}  // namespace

int main(int argc, char** argv) {
    leave_no_core_file();
    try {
        return run(program_arguments(argc, argv));
    } catch (const UsageError& error) {
        std::cerr << "deskbridge: " << error.what() << "\nSee: deskbridge --help\n";
        return exit_code::configuration;
    } catch (const po::error& error) {
        std::cerr << "deskbridge: " << error.what() << "\nSee: deskbridge --help\n";
        return exit_code::configuration;
    } catch (const SyncError& error) {
        std::cerr << "deskbridge: " << error.what() << '\n';
        if (!error.hint.empty()) std::cerr << "what to do: " << error.hint << '\n';
        return exit_code_of(error);
    } catch (const std::exception& error) {
        std::cerr << "deskbridge: unexpected: " << error.what() << '\n';
        return exit_code::store;
    }
}
