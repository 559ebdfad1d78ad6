// The jobs that fetch old tickets.
#pragma once

#include "contract/link_store.h"
#include "store/connection.h"

namespace deskbridge::store {

/// As LinkStore says; the caller has the transaction. One job of a tenant is open at most: a new one ends the
/// one before.
class History {
public:
    explicit History(Connection& connection) : connection_(connection) {}

    std::optional<HistoryJob> open(TenantId tenant);
    std::int64_t start(TenantId tenant, const HistoryJob& job);
    void move(TenantId tenant, const HistoryJob& job);

private:
    Connection& connection_;
};

}  // namespace deskbridge::store
