// Builds tenants from the configuration, the same way for every command.
#pragma once

#include "config/load.h"
#include "contract/clock.h"
#include "contract/log.h"
#include "platform/temporary_spool.h"
#include "setup/sign_ins.h"
#include "store/sqlite_link_store.h"
#include "sync/pace.h"
#include "sync/tenant.h"

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace deskbridge {

/// One tenant and everything that it refers to.
class BuiltTenant {
public:
    ~BuiltTenant();
    Tenant& tenant() { return *tenant_; }
    const TenantSettings& settings() const { return *settings_; }
    /// What ends on a known day, of both sides.
    const std::vector<Ending>& endings() const { return endings_; }
    /// Of both sides, where a secret is used.
    const std::vector<std::shared_ptr<SecretChoice>>& choices() const { return choices_; }

private:
    friend class Assembly;
    BuiltTenant();
    struct Side;
    const TenantSettings* settings_ = nullptr;
    std::vector<Ending> endings_;
    std::vector<std::shared_ptr<SecretChoice>> choices_;
    std::unique_ptr<Side> desk_side_;
    std::unique_ptr<Side> work_side_;
    std::unique_ptr<HelpDesk> desk_;
    std::unique_ptr<WorkTracker> work_;
    std::unique_ptr<LinkStore> store_;
    TemporarySpool spool_;
    std::unique_ptr<Tenant> tenant_;
};

/// Limits of sides by origin and identity, which outlive a configuration.
using Paces = std::map<std::string, std::shared_ptr<Pace>>;

/// The configuration, read and checked. Clock and log outlive it, and it outlives its tenants.
class Assembly {
public:
    /// On failure: SyncError (run, configuration) with everything that is wrong.
    /// `paces` are those of an earlier reading whose limits still hold; null = new ones.
    Assembly(const std::filesystem::path& config, Clock& clock, Log& log,
             std::shared_ptr<Paces> paces = nullptr);

    const Settings& settings() const { return loaded_.settings; }
    const std::vector<std::string>& warnings() const { return warnings_; }
    std::shared_ptr<Paces> paces() const { return paces_; }

    /// The settings of `name`, or of all tenants when it is empty. On failure: SyncError (run, configuration)
    /// that names the tenants there are.
    std::vector<const TenantSettings*> chosen(const std::string& name) const;

    /// Resolves secrets, reads mappings, connects nothing yet. `store` goes to the tenant.
    std::unique_ptr<BuiltTenant> build(const TenantSettings& settings, std::unique_ptr<LinkStore> store);

    SignIns& sign_ins() { return sign_ins_; }

private:
    std::unique_ptr<BuiltTenant::Side> make_side(const TenantSettings& settings, const WayIn& way,
                                                 const std::filesystem::path& ca_file);
    std::unique_ptr<HelpDesk> make_desk(const TenantSettings& settings, Http& http);
    std::unique_ptr<WorkTracker> make_work(const TenantSettings& settings, Http& http);
    std::shared_ptr<Pace> pace_for(const std::string& key);

    Loaded loaded_;
    std::vector<std::string> warnings_;
    Clock& clock_;
    Log& log_;
    SignIns sign_ins_;
    std::shared_ptr<Paces> paces_;
};

/// The mappings of a tenant, in order. On failure: json::FileError.
std::vector<std::unique_ptr<Translator>> read_mappings(const TenantSettings& settings);

}  // namespace deskbridge
