#include "config/load.h"

#include "config/reading.h"
#include "config/shipped_schema.h"
#include "json/schema.h"
#include "model/process.h"

#include <fmt/format.h>

namespace deskbridge {

namespace {

using config::Reading;
using json::FileNode;

/// systemd may name several folders, separated by colons; the first is the one of this unit.
std::filesystem::path state_folder(const Reading& reading, const Environment& environment) {
    const std::string folders = environment("STATE_DIRECTORY").value_or("");
    const std::string first = folders.substr(0, folders.find(':'));
    return first.empty() ? reading.folder : std::filesystem::path(first);
}

void check_defaults(Reading& reading, const FileNode& entra) {
    if (!entra.is_object()) return;
    const bool id = !entra["client_id"].missing();
    const bool certificate = !entra["certificate"].missing();
    if (certificate && !entra["client_secret"].missing())
        reading.wrong(entra,
                      "has both 'client_secret' and 'certificate'; an app proves itself by one of them");
    if (id != (certificate || !entra["client_secret"].missing()))
        reading.missing(entra, id ? "client_secret" : "client_id",
                        "the id and the secret of an app are inherited together or not at all");
    config::read_secret(reading, entra["client_secret"]);
    config::read_secret(reading, entra["certificate"]);
    config::read_expiry(reading, entra["expires"]);
}

/// Names are keys of the state file and of files, which some systems compare without case.
void check_names(Reading& reading, const std::vector<FileNode>& tenants) {
    for (std::size_t i = 0; i < tenants.size(); ++i) {
        const FileNode name = tenants[i]["name"];
        for (std::size_t j = 0; j < i && name.is_text(); ++j) {
            const FileNode earlier = tenants[j]["name"];
            if (!earlier.is_text() || !same_name(name.text(), earlier.text())) continue;
            const std::string at = fmt::format("{}:{}", earlier.line(), earlier.column());
            reading.wrong(name, name.text() == earlier.text()
                                    ? fmt::format("this name is taken by the tenant at {}", at)
                                    : fmt::format("differs only in case from the tenant at {}", at));
            break;
        }
    }
}

void check_pairs(Reading& reading, const std::vector<FileNode>& nodes,
                 const std::vector<TenantSettings>& tenants) {
    for (std::size_t i = 0; i < tenants.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            const TenantSettings& one = tenants[j];
            const TenantSettings& other = tenants[i];
            const bool same = !one.desk.url.empty() && one.desk.url == other.desk.url &&
                              one.work.url == other.work.url &&
                              same_name(one.work.organization, other.work.organization) &&
                              same_name(one.work.collection, other.work.collection);
            if (same)
                reading.odd(nodes[i],
                            fmt::format("joins the same help desk and Azure DevOps as '{}': a ticket that "
                                        "both select becomes two work items",
                                        one.name));
        }
    }
}

Settings read_settings(Reading& reading, const FileNode& root, const Environment& environment) {
    Settings settings;
    settings.state = config::read_path(reading, root["state"]);
    if (settings.state.empty()) settings.state = state_folder(reading, environment) / "deskbridge.db";
    if (root["listen"].is_text()) settings.listen = config::read_listen_address(reading, root["listen"]);

    const FileNode defaults = root["defaults"];
    const TenantOptionSettings options = config::read_options(reading, defaults, {});
    check_defaults(reading, defaults["entra"]);
    const auto tenants = root["tenants"].items();
    for (const auto& tenant : tenants)
        settings.tenants.push_back(config::read_tenant(reading, tenant, defaults, options));
    check_names(reading, tenants);
    check_pairs(reading, tenants, settings.tenants);
    return settings;
}

}  // namespace

Loaded load_settings(const std::filesystem::path& file, const DeskKinds& desks,
                     const Environment& environment, const FileAccess& access) {
    const auto document = json::DocumentFile::read(file);
    const auto permissions = access(file);
    Reading reading{.folder = std::filesystem::absolute(file).parent_path(),
                    .others_may_read = permissions && others_may_read(*permissions),
                    .desks = desks,
                    .problems = document.problems()};
    Loaded loaded;
    if (!document.root().missing()) {
        const auto schema = json::Schema::parse(shipped_schema("deskbridge.schema.json"));
        for (auto& problem : schema.check(document)) reading.problems.push_back(std::move(problem));
        loaded.settings = read_settings(reading, document.root(), environment);
    }
    if (!reading.problems.empty()) throw json::FileError(std::move(reading.problems));
    json::sort_problems(reading.warnings);
    loaded.warnings = std::move(reading.warnings);
    return loaded;
}

}  // namespace deskbridge
