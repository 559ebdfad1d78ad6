// Everything that the cycles of one tenant need, put together by setup/.
#pragma once

#include "contract/clock.h"
#include "contract/help_desk.h"
#include "contract/link_store.h"
#include "contract/log.h"
#include "contract/spool.h"
#include "contract/work_tracker.h"
#include "decide/rules.h"
#include "mapping/translator.h"
#include "sync/breaker.h"
#include "sync/guard.h"

#include <chrono>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace deskbridge {

struct TenantOptions {
    std::chrono::seconds poll{60};
    std::chrono::seconds resend_after{90};  ///< after a time-out of ours, before a create is sent again
    int sweep_pages = 5;                    ///< of each sweep, in a cycle
    std::size_t batch = 200;                ///< tickets in one go
    std::size_t mass_change = 1000;  ///< links that may get one value within ten minutes; 0 = any number
    std::size_t looks = 1000;        ///< linked tickets that are read again in a cycle, at most
};

/// The references outlive the tenant. Thread rule: one worker at a time.
struct Tenant {
    std::string name;
    HelpDesk& desk;
    WorkTracker& work;
    LinkStore& store;
    Clock& clock;
    Log& log;
    Spool& spool;
    std::function<std::string()> new_key;               ///< random hexadecimal, for marks
    std::vector<std::unique_ptr<Translator>> mappings;  ///< in order: the first that selects a ticket has it
    TenantOptions options;
    Rules rules;                ///< read on demand, kept for the life of the tenant, read anew hourly
    TenantRecord record;        ///< filled in by `settle`
    std::string desk_identity;  ///< as found by this process; empty = not yet
    std::string work_identity;
    bool settled = false;
    Breaker breaker;
    Guard guard;
    std::string news_remark;              ///< what was said of the work tracker's feed last
    std::set<std::string> held_mappings;  ///< by name: their fields rest
    std::size_t tell_at_once =
        0;  ///< tickets in one link-back call; 0 = a whole batch. Fewer after a failure.
    /// Changes when a credential was replaced or somebody signed in: a tenant that rests for a refused
    /// sign-in is looked at again.
    std::function<std::string()> credentials = [] { return std::string(); };
    /// Told as whom a side ("desk", "work") has just said that we are signed in.
    std::function<void(const std::string& side, const std::string& account)> signed_in =
        [](const std::string&, const std::string&) {};
    /// Good answers of both sides so far: tells a side that fails now and then from one that is down.
    std::function<std::size_t()> good_answers = [] { return std::size_t{0}; };
};

}  // namespace deskbridge
