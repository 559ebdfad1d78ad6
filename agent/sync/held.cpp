#include "sync/held.h"

#include "mapping/fingerprint.h"

#include <fmt/format.h>

namespace deskbridge {

namespace {

void hold(Tenant& tenant, const std::string& name) {
    if (!tenant.held_mappings.insert(name).second) return;
    tenant.log.write(
        {Level::warning,
         tenant.name,
         fmt::format("the fields of mapping '{}' were changed: nothing of them is written to existing links "
                     "before you have seen what it would be; run: deskbridge mapping apply --tenant {}",
                     name, tenant.name),
         {}});
}

}  // namespace

void look_for_changed_mappings(Tenant& tenant) {
    for (const auto& translator : tenant.mappings) {
        const auto& name = translator->mapping().name;
        const auto now = fingerprint(translator->mapping());
        const auto applied = tenant.store.applied_mapping(tenant.record.id, name);
        if (applied == now) {
            tenant.held_mappings.erase(name);
        } else if (!applied || tenant.store.count_links(tenant.record.id) == 0) {
            tenant.store.apply_mapping(tenant.record.id, name, now);
            tenant.held_mappings.erase(name);
        } else {
            hold(tenant, name);
        }
    }
}

}  // namespace deskbridge
