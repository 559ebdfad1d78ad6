#include "commands/exit_code.h"
#include "commands/options.h"
#include "commands/session.h"

#include <fmt/format.h>
#include <iostream>

namespace deskbridge {

int run_db(const Call& call) {
    po::options_description described("options");
    described.add_options()("json", "check: as one JSON document");
    const auto options =
        parse_options(call,
                      {"deskbridge db check|backup FILE [--json]",
                       "check   reads the whole state file and says whether it is sound\n"
                       "backup  writes a complete copy under a new name; works while the agent runs"},
                      described, {"verb", "file"});
    if (!options) return exit_code::done;
    const auto verb = text_option(*options, "verb");
    if (verb != "check" && verb != "backup")
        throw UsageError(fmt::format("db '{}' is not known; say check or backup", verb));
    const auto copy = text_option(*options, "file");
    if (verb == "backup" && copy.empty()) throw UsageError("name the copy: deskbridge db backup FILE");
    Session session(call);
    const auto store = open_existing(session.state());
    if (verb == "backup") {
        store->backup(copy);
        std::cout << fmt::format("{} is a copy of {}\n", copy, session.state().string());
        return exit_code::done;
    }
    const auto problems = store->check();
    if (options->count("json") != 0) {
        json::Writer out;
        out.object()
            .member("file", session.state().string())
            .member("sound", problems.empty())
            .key("problems")
            .array();
        for (const auto& problem : problems) out.text(problem);
        out.end().end();
        std::cout << out.take(2) << '\n';
    } else {
        for (const auto& problem : problems) std::cout << problem << '\n';
        std::cout << fmt::format("{}: {}\n", session.state().string(),
                                 problems.empty() ? "sound" : "not sound");
    }
    return problems.empty() ? exit_code::done : exit_code::store;
}

}  // namespace deskbridge
