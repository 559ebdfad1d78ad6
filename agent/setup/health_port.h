// The pages /healthz and /readyz on the address that "listen" names.
#pragma once

#include "config/settings.h"
#include "http/page_server.h"
#include "setup/health.h"

#include <functional>
#include <memory>
#include <string>

namespace deskbridge {

/// What is asked when a page is.
struct HealthSource {
    /// Empty, or what is wrong with the process: a worker that is stuck, a state file that cannot be written.
    std::function<std::string()> wrong;
    std::function<std::vector<TenantHealth>()> tenants;
    /// How old a good cycle may be.
    std::function<std::chrono::milliseconds(const std::string& tenant)> good_at_least_every;
};

/// 200 or 503, with the reason: is this process of use, or should it be started anew?
Page health_page(const HealthSource& source);
/// 200 when every tenant had a good cycle not long ago, else 503; each with its last good cycle, sign-in,
/// backlog.
Page ready_page(const HealthSource& source);

/// Both pages; others are 404. On failure: SyncError (run, configuration).
std::unique_ptr<PageServer> open_health_port(const ListenAddress& address, const HealthSource& source);

}  // namespace deskbridge
