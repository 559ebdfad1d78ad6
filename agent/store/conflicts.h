// Fields that both sides changed.
#pragma once

#include "contract/link_store.h"
#include "store/connection.h"

namespace deskbridge::store {

/// As LinkStore says; the caller has the transaction.
class Conflicts {
public:
    explicit Conflicts(Connection& connection) : connection_(connection) {}

    /// A new one of a field takes the place of one that waits; a settled one is a row of its own.
    void keep(std::int64_t link, const Conflict& conflict);
    /// The link's ticket and item are filled in.
    std::vector<Conflict> list(TenantId tenant, const std::string& ticket, bool settled);
    bool resolve(TenantId tenant, std::int64_t conflict, Side side);

private:
    Connection& connection_;
};

}  // namespace deskbridge::store
