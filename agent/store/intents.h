// Actions written down before they are done.
#pragma once

#include "contract/link_store.h"
#include "store/connection.h"

#include <chrono>
#include <map>

namespace deskbridge::store {

/// As LinkStore says; the caller has the transaction.
class Intents {
public:
    explicit Intents(Connection& connection) : connection_(connection) {}

    /// Closes those of the same tickets and kinds that are to be sent again. The numbers of the new ones.
    std::vector<std::int64_t> add(TenantId tenant, std::span<const Intent> intents);
    std::vector<Intent> all(TenantId tenant);
    void note(TenantId tenant, const Intent& intent);
    /// Takes the intent out; what it was about is told for the last time. One that is not there is a broken
    /// invariant.
    Intent close(TenantId tenant, std::int64_t id);
    /// When the open one that was touched longest ago was touched.
    std::optional<Time> oldest_open(TenantId tenant);

private:
    std::int64_t insert(TenantId tenant, const Intent& intent);
    void drop_resent(TenantId tenant, const Intent& by);

    Connection& connection_;
    std::map<std::int64_t, std::chrono::milliseconds> ticks_;  ///< of those that this process wrote
};

}  // namespace deskbridge::store
