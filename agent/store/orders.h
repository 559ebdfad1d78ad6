// Links to be made or taken away by the agent that runs.
#pragma once

#include "contract/link_order.h"
#include "contract/link_store.h"
#include "store/connection.h"

namespace deskbridge::store {

/// As LinkStore says; the caller has the transaction.
class Orders {
public:
    explicit Orders(Connection& connection) : connection_(connection) {}

    std::int64_t add(TenantId tenant, const LinkOrder& order);
    std::vector<LinkOrder> unanswered(TenantId tenant);
    void begin(TenantId tenant, std::int64_t id);
    void answer(TenantId tenant, std::int64_t id, const LinkAnswer& answer);
    std::optional<LinkAnswer> take_answer(TenantId tenant, std::int64_t id);
    bool withdraw(TenantId tenant, std::int64_t id);

private:
    Connection& connection_;
};

}  // namespace deskbridge::store
