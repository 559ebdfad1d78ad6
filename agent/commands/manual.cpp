#include "commands/exit_code.h"
#include "commands/manual_page.h"
#include "commands/options.h"

#include <fmt/format.h>
#include <iostream>

namespace deskbridge {

namespace {

std::vector<VerbManual> all_verbs() {
    std::vector<VerbManual> all;
    for (const auto& command : commands()) {
        Call call;
        call.describe = [&](const Manual& manual, const po::options_description& options) {
            all.push_back({command.name, command.summary, manual, options});
        };
        command.run(call);
    }
    return all;
}

}  // namespace

int run_manual(const Call& call) {
    const auto options = parse_options(call,
                                       {"deskbridge manual man|bash",
                                        "man   prints the man page deskbridge(1)\n"
                                        "bash  prints completions for bash\n\n"
                                        "Both are made from the same descriptions as --help."},
                                       po::options_description("options"), {"format"});
    if (!options) return exit_code::done;
    const auto format = text_option(*options, "format");
    if (format == "man")
        std::cout << man_page(all_verbs());
    else if (format == "bash")
        std::cout << bash_completion(all_verbs());
    else
        throw UsageError(fmt::format("manual '{}' is not known; say man or bash", format));
    return exit_code::done;
}

}  // namespace deskbridge
