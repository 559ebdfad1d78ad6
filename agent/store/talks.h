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
    // of a link, by its row
    void say(std::int64_t link, const Said& said);
    void unsay(std::int64_t link, const std::string& message);
    void hear(std::int64_t link, const Heard& heard);
    void unhear(std::int64_t link, std::int64_t comment);
    void hand(std::int64_t link, const std::string& file);
    SaidBy said(std::int64_t link);
    HeardBy heard(std::int64_t link);
    std::set<std::string> handed(std::int64_t link);

    std::optional<Talk> find(TenantId tenant, const std::string& ticket, WorkItemId work_item);
    std::vector<Talk> pending(TenantId tenant, Time now, std::size_t limit);
    std::optional<Time> next(TenantId tenant);

    /// Those that failed may go on at once: of one ticket, or of all when it is empty. Their tickets.
    std::vector<std::string> hurry(TenantId tenant, const std::string& ticket);
    /// Those of a ticket that failed are given up. How many.
    std::size_t give_up(TenantId tenant, const std::string& ticket);

private:
    Connection& connection_;
};

}  // namespace deskbridge::store
