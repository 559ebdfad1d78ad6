#include "commands/exit_code.h"
#include "commands/options.h"
#include "commands/session.h"
#include "config/mapping_cases.h"
#include "config/mapping_file.h"

#include <fmt/format.h>
#include <iostream>

namespace deskbridge {

namespace {

/// Those named on the command line, or all that the configuration uses.
std::vector<std::filesystem::path> wanted(const Call& call, const po::variables_map& options) {
    std::vector<std::filesystem::path> files;
    if (options.count("file") != 0) {
        for (const auto& name : options["file"].as<std::vector<std::string>>()) {
            const auto found = find_mapping(std::filesystem::current_path(), name);
            if (!found)
                throw SyncError(
                    Reach::run, Trouble::configuration, fmt::format("there is no mapping '{}'", name),
                    fmt::format("name a file, or one of the presets: {}", fmt::join(preset_names(), ", ")));
            files.push_back(*found);
        }
        return files;
    }
    Session session(call);
    for (const auto& tenant : session.assembly.settings().tenants)
        for (const auto& file : tenant.mappings)
            if (std::find(files.begin(), files.end(), file) == files.end()) files.push_back(file);
    return files;
}

}  // namespace

int run_mapping(const Call& call) {
    po::options_description described("options");
    described.add_options()("json", "as one JSON document");
    const auto options = parse_options(call,
                                       {"deskbridge mapping test [FILE...] [--json]",
                                        "Runs the cases beside each mapping (x.cases.json beside x.json): of "
                                        "the files or presets named, or of all\n"
                                        "that the configuration uses. Needs no network."},
                                       described, {"verb", "file..."});
    if (!options) return exit_code::done;
    if (text_option(*options, "verb") != "test")
        throw UsageError(fmt::format("mapping '{}' is not known; say test", text_option(*options, "verb")));
    json::Writer out;
    out.object().key("mappings").array();
    bool failed = false;
    for (const auto& file : wanted(call, *options)) {
        const auto mapping = read_mapping(file);
        const auto run = run_mapping_cases(mapping);
        out.object()
            .member("mapping", mapping.mapping.name)
            .member("file", file.string())
            .key("cases")
            .array();
        std::size_t passed = 0;
        std::string failures;
        for (const auto& result : run ? run->results : std::vector<CaseResult>{}) {
            out.object()
                .member("name", result.name)
                .member("place", result.place)
                .member("passed", result.passed())
                .key("differences")
                .array();
            for (const auto& difference : result.differences) out.text(difference);
            out.end().end();
            passed += result.passed() ? 1 : 0;
            if (!result.passed())
                failures += fmt::format("  failed  {} ({})\n            {}\n", result.name, result.place,
                                        fmt::join(result.differences, "\n            "));
        }
        out.end().end();
        failed = failed || !failures.empty();
        if (options->count("json") != 0) continue;
        if (!run)
            std::cout << fmt::format("{}: no cases beside {}\n", mapping.mapping.name, file.string());
        else
            std::cout << fmt::format("{}: {} of {} cases pass\n{}", mapping.mapping.name, passed,
                                     run->results.size(), failures);
    }
    out.end().end();
    if (options->count("json") != 0) std::cout << out.take(2) << '\n';
    return failed ? exit_code::configuration : exit_code::done;
}

}  // namespace deskbridge
