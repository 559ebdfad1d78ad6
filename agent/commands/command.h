// What a verb of the command line is.
#pragma once

#include "platform/stream_log.h"

#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

namespace boost::program_options {
class options_description;
}

namespace deskbridge {

struct Manual;
/// Is given what a verb says of itself and its options.
using Describe = std::function<void(const Manual&, const boost::program_options::options_description&)>;

/// The global options, and what follows the verb.
struct Call {
    std::filesystem::path config;
    LogFormat log_format = LogFormat::text;
    std::filesystem::path log_file;  ///< empty = standard error
    bool verbose = false;
    std::vector<std::string> arguments;
    Describe describe;  ///< not empty: the verb only describes itself
};

/// The command line cannot be understood: exit code 2, the text, and where to look.
struct UsageError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// `run` returns the exit code; SyncErrors go on to main.
struct Command {
    const char* name;
    const char* summary;
    int (*run)(const Call& call);
};

/// In the order in which help shows them.
const std::vector<Command>& commands();

int run_agent(const Call& call);
int run_backfill(const Call& call);
int run_sync(const Call& call);
int run_plan(const Call& call);
int run_explain(const Call& call);
int run_check(const Call& call);
int run_status(const Call& call);
int run_links(const Call& call);
int run_conflicts(const Call& call);
int run_parked(const Call& call);
int run_mapping(const Call& call);
int run_auth(const Call& call);
int run_secret(const Call& call);
int run_db(const Call& call);
int run_service(const Call& call);
int run_manual(const Call& call);

}  // namespace deskbridge
