// Fields that both sides changed.
#pragma once

#include "contract/link_store.h"
#include "store/connection.h"

namespace deskbridge::store {

/// As LinkStore says; the caller has the transaction.
class Conflicts {
public:
    explicit Conflicts(Connection& connection) : connection_(connection) {}

    /// A new one of a field takes the place of one that waits; a settled one is a row of its own, and the
    /// newest of them are kept.
    void keep(std::int64_t link, const Conflict& conflict);
    /// The link's ticket and item are filled in.
    std::vector<Conflict> list(TenantId tenant, const std::string& ticket, bool settled);
    bool resolve(TenantId tenant, std::int64_t conflict, Side side);

    /// Of each field of a link; a robot that never gives in would fill the file.
    static constexpr int traces_of_a_field = 20;

private:
    void write(std::int64_t link, const Conflict& conflict);
    void forget_oldest(std::int64_t link, const std::string& field);

    Connection& connection_;
};

}  // namespace deskbridge::store
