// What is remembered of tenants: their ends, how far their feeds are read, and what was there before them.
#pragma once

#include "contract/link_store.h"
#include "store/connection.h"

namespace deskbridge::store {

/// As LinkStore says; the caller has the transaction.
class Tenants {
public:
    explicit Tenants(Connection& connection) : connection_(connection) {}

    std::optional<TenantRecord> find(const std::string& name);
    void add(const std::string& name);
    void remember_identities(TenantId tenant, const std::string& desk, const std::string& work);
    void remember_guarded(TenantId tenant);
    void remember_started(TenantId tenant, Time desk_time);

    void release(TenantId tenant, Time until);
    std::optional<std::string> applied_mapping(TenantId tenant, const std::string& name);
    void apply_mapping(TenantId tenant, const std::string& name, const std::string& fingerprint);
    std::optional<std::string> cursor(TenantId tenant, const std::string& feed);
    void move(TenantId tenant, const CursorMove& move);

    void pass_over(TenantId tenant, std::span<const std::string> ticket_ids);
    std::vector<std::string> passed_over(TenantId tenant, std::span<const std::string> ticket_ids);
    void forget_passed_over(TenantId tenant, std::span<const std::string> ticket_ids);

private:
    Connection& connection_;
};

}  // namespace deskbridge::store
