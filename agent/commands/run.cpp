#include "commands/exit_code.h"
#include "commands/options.h"
#include "commands/session.h"
#include "commands/supervisor.h"
#include "platform/reload_request.h"
#include "platform/terminal.h"

namespace deskbridge {

int run_agent(const Call& call) {
    const auto options = parse_options(
        call,
        {"deskbridge run",
         "Runs the agent until it is stopped by Ctrl-C or SIGTERM: polls every tenant's help desk and turns "
         "selected tickets into work items. The first start of a tenant is from now; `deskbridge backfill` "
         "carries over what was there before. SIGHUP has the configuration read anew; one that is wrong "
         "leaves "
         "things as they are."},
        po::options_description("options"));
    if (!options) return exit_code::done;
    // a terminal that is closed says SIGHUP too, and means the end
    if (!is_terminal()) watch_for_reload();
    Voice voice(call);
    Supervisor(call.config, voice.clock, voice.log).run();
    return exit_code::done;
}

}  // namespace deskbridge
