#include "commands/options.h"

#include "platform/program_arguments.h"

#include <fmt/format.h>
#include <iostream>
#include <sstream>

namespace deskbridge {

namespace {

/// Hidden options behind positional names.
po::options_description hidden_options(const std::vector<std::string>& positional) {
    po::options_description hidden;
    for (const auto& name : positional) {
        if (name.size() > 3 && name.compare(name.size() - 3, 3, "...") == 0)
            hidden.add_options()(name.substr(0, name.size() - 3).c_str(),
                                 po::value<std::vector<std::string>>());
        else
            hidden.add_options()(name.c_str(), po::value<std::string>());
    }
    return hidden;
}

po::positional_options_description positions(const std::vector<std::string>& positional) {
    po::positional_options_description places;
    for (const auto& name : positional) {
        const bool rest = name.size() > 3 && name.compare(name.size() - 3, 3, "...") == 0;
        places.add(rest ? name.substr(0, name.size() - 3).c_str() : name.c_str(), rest ? -1 : 1);
    }
    return places;
}

}  // namespace

po::options_description global_options() {
    po::options_description options("options before the command");
    options.add_options()("config,c", po::value<std::string>()->value_name("FILE"),
                          ("the configuration (default: $DESKBRIDGE_CONFIG, ./deskbridge.json, " +
                           system_config().string() + ")")
                              .c_str())(
        "log-format", po::value<std::string>()->value_name("text|json")->default_value("text"),
        "of log lines, which go to standard error")(
        "log-file", po::value<std::string>()->value_name("FILE"),
        "log there instead: 10 MB, then FILE.1 to FILE.5 with what was before")("verbose,v", "log more")(
        "version", "show the version")("help,h", "show this help");
    return options;
}

std::optional<po::variables_map> parse_options(const Call& call, const Manual& manual,
                                               po::options_description options,
                                               const std::vector<std::string>& positional) {
    options.add_options()("help,h", "show this help");
    if (call.describe) {
        call.describe(manual, options);
        return {};
    }
    po::options_description everything;
    everything.add(options).add(hidden_options(positional));
    po::variables_map values;
    try {
        po::store(po::command_line_parser(call.arguments)
                      .options(everything)
                      .positional(positions(positional))
                      .run(),
                  values);
        po::notify(values);
    } catch (const po::error& error) {
        throw UsageError(fmt::format("{}\nusage: {}", error.what(), manual.usage));
    }
    if (values.count("help") == 0) return values;
    std::ostringstream shown;
    shown << options;
    std::cout << "usage: " << manual.usage << "\n\n" << manual.text << "\n\n" << shown.str();
    return {};
}

std::string text_option(const po::variables_map& values, const char* name) {
    return values.count(name) != 0 ? values[name].as<std::string>() : std::string();
}

std::optional<Time> time_option(const po::variables_map& values, const char* name) {
    const auto text = text_option(values, name);
    if (text.empty()) return {};
    const auto time = parse_time(text);
    if (!time)
        throw UsageError(
            fmt::format("--{} '{}' is no time; write 2026-03-04 or 2026-03-04T08:00:00Z", name, text));
    return time;
}

}  // namespace deskbridge
