#include "sync/held.h"

#include "mapping/fingerprint.h"
#include "model/process.h"
#include "sync/link_making.h"

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

/// What it may be called now.
std::string hint_for(const Tenant& tenant, const std::string& name) {
    std::vector<std::string> names;
    for (const auto& translator : tenant.mappings) names.push_back(translator->mapping().name);
    const auto near = nearest_name(name, names);
    return near.empty()
               ? "a mapping that was renamed keeps its links under its old name only"
               : fmt::format("if '{}' is the same mapping under another name, give it the old one", near);
}

}  // namespace

std::vector<OrphanNote> orphan_notes(Tenant& tenant) {
    std::vector<OrphanNote> notes;
    for (const auto& [name, count] : tenant.store.links_by_mapping(tenant.record.id)) {
        if (name.empty() || mapping_named(tenant, name) != nullptr) continue;
        notes.push_back({fmt::format("{} links go by mapping '{}', which the configuration does not have: "
                                     "nothing is carried between their tickets and work items",
                                     count, name),
                         hint_for(tenant, name)});
    }
    return notes;
}

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
