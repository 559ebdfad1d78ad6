// What is said on tickets and has to reach their work items.
#pragma once

#include "contract/link_store.h"
#include "store/connection.h"

namespace deskbridge::store {

/// As LinkStore says; the caller has the transaction.
class Talks {
public:
    explicit Talks(Connection& connection) : connection_(connection) {}

    /// Keeps the talk, or removes it when it has ended.
    void keep(TenantId tenant, const Talk& talk);
    /// On failure: a broken invariant when there is no such link.
    void say(TenantId tenant, const Talk& talk, const Said& said);
    std::optional<Talk> find(TenantId tenant, const std::string& ticket, WorkItemId work_item);
    std::vector<Talk> pending(TenantId tenant, Time now, std::size_t limit);
    std::optional<Time> next(TenantId tenant);
    std::set<std::string> said(TenantId tenant, const std::string& ticket, WorkItemId work_item);

private:
    Connection& connection_;
};

}  // namespace deskbridge::store
