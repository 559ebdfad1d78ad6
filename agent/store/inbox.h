// Tickets that wait to be looked at, one row each.
#pragma once

#include "contract/link_store.h"
#include "store/connection.h"

namespace deskbridge::store {

/// As LinkStore says; the caller has the transaction. A row's turn is its lane, then its time, then its
/// arrival: one that was put off does not come back ahead of those that were never tried.
class Inbox {
public:
    explicit Inbox(Connection& connection) : connection_(connection) {}

    /// A ticket that is there already stays as it is, but moves up from history to live.
    void add(TenantId tenant, Lane lane, std::span<const std::string> ticket_ids);
    /// Parked ones come back at once: there is news of them.
    void wake(TenantId tenant, std::span<const std::string> ticket_ids);
    std::vector<InboxItem> ready(TenantId tenant, Time now, std::size_t limit);
    void drop(TenantId tenant, const std::string& ticket_id);
    void begin_anew(TenantId tenant, const std::string& ticket_id);
    void put_off(TenantId tenant, const InboxItem& item);
    std::vector<InboxItem> parked(TenantId tenant);
    /// The tickets that come back at once: those named, or all but the ones that were shelved.
    std::vector<std::string> retry(TenantId tenant, std::span<const std::string> ticket_ids);
    /// True when the ticket is parked.
    bool is_parked(TenantId tenant, const std::string& ticket_id);
    /// It stays, but never becomes ready by itself.
    void shelve(TenantId tenant, const std::string& ticket_id, const std::string& reason);
    std::size_t waiting(TenantId tenant, Lane lane);
    std::optional<Time> next_ready(TenantId tenant);

private:
    Connection& connection_;
};

}  // namespace deskbridge::store
