// Files of the desk that the tracker keeps, so that none goes up twice.
#pragma once

#include "contract/link_store.h"
#include "store/connection.h"
#include "store/names.h"

namespace deskbridge::store {

/// As LinkStore says; the caller has the transaction.
class Files {
public:
    explicit Files(Connection& connection) : connection_(connection), names_(connection) {}

    void keep(TenantId tenant, const std::string& project, const KeptFile& file);
    std::optional<KeptFile> find(TenantId tenant, const std::string& project, const std::string& file_id);
    std::optional<KeptFile> like(TenantId tenant, const std::string& project, const std::string& digest);

    /// To be called when a transaction was taken back.
    void forget_names() { names_.forget(); }

private:
    Connection& connection_;
    Names names_;
};

}  // namespace deskbridge::store
