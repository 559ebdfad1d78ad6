// The options of one verb: parsing, and its help.
#pragma once

#include "commands/command.h"
#include "model/time.h"

#include <boost/program_options.hpp>
#include <optional>
#include <string>
#include <vector>

namespace deskbridge {

namespace po = boost::program_options;

/// What a verb says of itself, above its options.
struct Manual {
    std::string usage;  ///< "deskbridge backfill [options]"
    std::string text;   ///< a few sentences
};

/// The options that stand before the verb.
po::options_description global_options();

/// The parsed options, or nothing after the help was printed (--help) or the verb described. `positional`
/// names take what has no dash, in order; the last one takes the rest when its name ends in "...". On
/// failure: UsageError.
std::optional<po::variables_map> parse_options(const Call& call, const Manual& manual,
                                               po::options_description options,
                                               const std::vector<std::string>& positional = {});

/// The value of a text option, "" when it is not there.
std::string text_option(const po::variables_map& values, const char* name);

/// A time as people write it (2026-03-04, 2026-03-04T08:00:00Z). On failure: UsageError naming the option.
std::optional<Time> time_option(const po::variables_map& values, const char* name);

}  // namespace deskbridge
