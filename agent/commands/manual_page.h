// The man page and the completions, from what the verbs say of themselves.
#pragma once

#include "commands/options.h"

#include <string>
#include <vector>

namespace deskbridge {

struct VerbManual {
    std::string name;
    std::string summary;
    Manual manual;
    po::options_description options;
};

/// troff for deskbridge(1).
std::string man_page(const std::vector<VerbManual>& verbs);

/// A script for bash: verbs, their own verbs, options, and file names where an option takes one.
std::string bash_completion(const std::vector<VerbManual>& verbs);

/// The words that may follow a verb by its usage: "deskbridge db check|backup FILE" -> check, backup.
std::vector<std::string> words_after(const VerbManual& verb);

}  // namespace deskbridge
