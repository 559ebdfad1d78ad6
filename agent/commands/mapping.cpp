#include "commands/exit_code.h"
#include "commands/mapping_apply.h"
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
    described.add_options()("tenant", po::value<std::string>(), "apply: this tenant only")(
        "yes", "apply: let it through")("json", "as one JSON document");
    const auto options = parse_options(
        call,
        {"deskbridge mapping test [FILE...] | apply [--tenant T] [--yes] [--json]",
         "test   runs the cases beside each mapping (x.cases.json beside x.json): of the files\n"
         "       or presets named, or of all that the configuration uses. Needs no network.\n"
         "apply  when the fields of a mapping were changed: shows how many links that are there\n"
         "       it would write, field by field. Until --yes was said their fields rest; new work\n"
         "       items are made by the new mapping, and what is said goes on. Works beside a\n"
         "       running agent."},
        described, {"verb", "file..."});
    if (!options) return exit_code::done;
    const auto verb = text_option(*options, "verb");
    if (verb == "apply") {
        Session session(call);
        return apply_mappings(session, text_option(*options, "tenant"), options->count("yes") != 0,
                              options->count("json") != 0);
    }
    if (verb != "test") throw UsageError(fmt::format("mapping '{}' is not known; say test or apply", verb));
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
