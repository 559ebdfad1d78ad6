// Pairs of a ticket and a work item.
#pragma once

#include "contract/link_store.h"
#include "store/connection.h"
#include "store/names.h"

namespace deskbridge::store {

/// How the links of a tenant stand.
struct LinkCounts {
    std::size_t all = 0;
    std::size_t news = 0;  ///< the work item changed, and was not looked at since
    std::size_t ticket_gone = 0, item_gone = 0;
};

/// As LinkStore says; the caller has the transaction. A ticket has one automatic link at most: a second one
/// is a broken invariant.
class Links {
public:
    explicit Links(Connection& connection) : connection_(connection), names_(connection) {}

    void keep(TenantId tenant, const Link& link);
    /// How it stands with telling the ticket; the rest of a link that is there stays. False when it is not.
    bool keep_telling(TenantId tenant, const Link& link);
    /// False when the pair is there, or when the ticket has an automatic link and this is another one.
    bool add(TenantId tenant, const Link& link);
    void remove(TenantId tenant, const std::string& ticket, WorkItemId item);
    /// `survivor` has no link with that item, nor an automatic one.
    void move(TenantId tenant, const std::string& ticket, WorkItemId item, const std::string& survivor);
    /// The number by which other tables name it; 0 = no such link.
    std::int64_t row(TenantId tenant, const std::string& ticket, WorkItemId item);
    std::vector<Link> of(TenantId tenant, std::span<const std::string> ticket_ids);
    std::vector<Link> of_items(TenantId tenant, std::span<const WorkItemId> items);
    std::vector<Link> page(TenantId tenant, std::size_t offset, std::size_t limit);
    std::size_t count(TenantId tenant);
    LinkCounts counts(TenantId tenant);
    std::map<std::string, std::size_t> by_mapping(TenantId tenant);
    std::vector<Link> to_tell(TenantId tenant, Time now, std::size_t limit);
    std::optional<Time> next_to_tell(TenantId tenant);
    /// Those that could not be told are told at once: of one ticket, or of all when it is empty. Their
    /// tickets.
    std::vector<std::string> hurry_telling(TenantId tenant, const std::string& ticket);
    /// A ticket that could not be told is not told any more. How many links.
    std::size_t give_up_telling(TenantId tenant, const std::string& ticket);

    /// Marks the links of an item as having news and adds their tickets; false when it is none to any.
    bool see(TenantId tenant, const ItemNews& news, std::vector<std::string>& tickets);
    /// Tickets of links whose time has come, each with its next time.
    std::vector<std::string> due(TenantId tenant, Time now, std::size_t limit);
    void look_at_all(TenantId tenant, Time now);
    std::optional<Time> next_due(TenantId tenant);

    /// To be called when a transaction was taken back.
    void forget_names() { names_.forget(); }

private:
    std::size_t insert(TenantId tenant, const Link& link, std::string_view statement);
    std::vector<Link> gather(Cursor row);
    Link link_of(const Cursor& row);

    Connection& connection_;
    Names names_;
};

}  // namespace deskbridge::store
