#include "commands/command.h"

namespace deskbridge {

const std::vector<Command>& commands() {
    static const std::vector<Command> all{
        {"run", "the agent, in the foreground, until it is stopped", run_agent},
        {"backfill", "carry over tickets that were there before the agent", run_backfill},
        {"sync", "one full cycle with all sweeps, then exit", run_sync},
        {"plan", "what the next cycle would do, and why; writes nothing", run_plan},
        {"explain", "one ticket: its link and the mapping's verdict, field by field", run_explain},
        {"check", "configuration, sign-in, and the mappings against the live process", run_check},
        {"status", "links, conflicts, waiting and parked tickets of each tenant", run_status},
        {"links", "list, show, export, add, remove, rebuild or rebind links", run_links},
        {"conflicts", "fields that both sides changed: list, show, decide", run_conflicts},
        {"parked", "what is set aside: list, show, try again, give up", run_parked},
        {"mapping", "run the cases of a mapping, or let a changed one write", run_mapping},
        {"auth", "a person signs in or out; how every sign-in stands", run_auth},
        {"secret", "secrets in the state file, sealed", run_secret},
        {"db", "check or back up the state file", run_db},
        {"service", "install, start, stop or remove the agent as a service of the system", run_service},
        {"manual", "all of this as a man page, or completions for a shell", run_manual},
    };
    return all;
}

}  // namespace deskbridge
