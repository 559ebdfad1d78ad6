#include "commands/exit_code.h"
#include "commands/options.h"
#include "commands/session.h"
#include "commands/supervisor.h"
#include "platform/reload_request.h"
#include "platform/service_host.h"
#include "platform/system_log.h"
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
    const auto body = [&] {
        Voice voice(call);
        const auto system = system_log();
        BothLogs log(voice.log, system.get());
        try {
            Supervisor(call.config, voice.clock, log).run();
        } catch (const SyncError& error) {
            // main says it on standard error, which a service may not have
            if (system || voice.file) log.write({Level::error, "", error.what(), {}});
            throw;
        }
        return exit_code::done;
    };
    return host_service(body, exit_code_of);
}

}  // namespace deskbridge
