#include "commands/mapping_apply.h"

#include "commands/exit_code.h"
#include "json/json.h"
#include "mapping/fingerprint.h"
#include "sync/held.h"
#include "sync/preview.h"
#include "sync/settle.h"

#include <fmt/format.h>
#include <iostream>
#include <map>

namespace deskbridge {

namespace {

/// How many links each field would be written of, by the side that it goes to.
struct Counts {
    std::set<std::string> mappings;
    std::size_t links = 0;
    std::size_t written = 0;
    std::size_t held = 0;
    std::map<std::string, std::size_t> to_work, to_desk;
};

Counts count(Tenant& tenant) {
    settle(tenant);
    look_for_changed_mappings(tenant);
    Counts counts;
    counts.mappings = tenant.held_mappings;
    if (counts.mappings.empty()) return counts;
    preview_mappings(tenant, counts.mappings, [&](const LinkPreview& preview) {
        ++counts.links;
        counts.written += preview.plan.writes() ? 1 : 0;
        counts.held += preview.kind == LinkPreview::Kind::hold ? 1 : 0;
        for (const auto& [field, value] : preview.plan.to_work) ++counts.to_work[field];
        for (const auto& [path, value] : preview.plan.to_desk) ++counts.to_desk[path];
    });
    return counts;
}

void print(const std::string& tenant, const Counts& counts) {
    if (counts.mappings.empty()) {
        std::cout << fmt::format("{}: the fields of no mapping were changed\n", tenant);
        return;
    }
    std::cout << fmt::format("{}: mapping {} was changed; of {} links, {} would be written{}\n", tenant,
                             fmt::join(counts.mappings, ", "), counts.links, counts.written,
                             counts.held == 0 ? "" : fmt::format(", and {} set aside", counts.held));
    for (const auto& [field, links] : counts.to_work)
        std::cout << fmt::format("  {:<44} of {} work items\n", field, links);
    for (const auto& [path, links] : counts.to_desk)
        std::cout << fmt::format("  {:<44} of {} tickets\n", path, links);
}

void write(json::Writer& out, const std::string& tenant, const Counts& counts) {
    out.object().member("tenant", tenant).key("mappings").array();
    for (const auto& name : counts.mappings) out.text(name);
    out.end();
    out.member("links", static_cast<std::int64_t>(counts.links))
        .member("written", static_cast<std::int64_t>(counts.written))
        .member("set_aside", static_cast<std::int64_t>(counts.held));
    const auto fields = [&](const char* name, const std::map<std::string, std::size_t>& of) {
        out.key(name).object();
        for (const auto& [field, links] : of) out.member(field, static_cast<std::int64_t>(links));
        out.end();
    };
    fields("to_work", counts.to_work);
    fields("to_desk", counts.to_desk);
    out.end();
}

void let_through(Session& session, Tenant& tenant, const Counts& counts) {
    const auto store = open_existing(session.state());
    const auto id = store->tenant(tenant.name).id;
    for (const auto& translator : tenant.mappings)
        if (counts.mappings.count(translator->mapping().name) != 0)
            store->apply_mapping(id, translator->mapping().name, fingerprint(translator->mapping()));
    store->look_at_all(id, session.clock.now());
}

}  // namespace

int apply_mappings(Session& session, const std::string& wanted, bool yes, bool as_json) {
    const StateCopy copy(session.state());
    json::Writer out;
    out.object().key("tenants").array();
    int code = exit_code::done;
    bool any = false;
    for (const auto* settings : session.assembly.chosen(wanted)) {
        const auto built = build_on_copy(session, *settings, copy);
        try {
            const auto counts = count(built->tenant());
            write(out, settings->name, counts);
            if (!as_json) print(settings->name, counts);
            any = any || !counts.mappings.empty();
            if (yes && !counts.mappings.empty()) let_through(session, built->tenant(), counts);
        } catch (const SyncError& error) {
            if (error.reach == Reach::run) throw;
            code = worse(code, report_trouble(session, settings->name, error));
        }
    }
    out.end().end();
    if (as_json) std::cout << out.take(2) << '\n';
    if (any && !as_json)
        std::cout << (yes ? "from the next cycle on, it is written\n"
                          : "nothing is written; to let it through: deskbridge mapping apply --yes\n");
    if (any && !yes) code = worse(code, exit_code::attention);
    return code;
}

}  // namespace deskbridge
