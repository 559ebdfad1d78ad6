#include "adapters/azure_devops/process.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge::azure_devops {

namespace {

constexpr int most_project_pages = 20;
constexpr std::size_t most_names_shown = 20;

Call get(const Resource& resource, std::string path) {
    return {"GET", resource, std::move(path)};
}

/// Those the account may see, for the message that suggests the right one.
std::vector<std::string> project_names(Client& client) {
    std::vector<std::string> names;
    std::string token;
    for (int page = 0; page < most_project_pages; ++page) {
        const auto path =
            "/_apis/projects?$top=100" + (token.empty() ? "" : "&continuationToken=" + url_encode(token));
        const auto answer = client.send(get(resource::projects, path));
        const auto document = Client::read(answer, "list the projects");
        for (const auto& row : list_of(document.root())) names.push_back(row["name"].text());
        token = answer.header("x-ms-continuationtoken");
        if (token.empty()) break;
    }
    return names;
}

SyncError no_such_project(Client& client, const std::string& project) {
    auto names = project_names(client);
    std::string hint = "Correct the name in the mapping, or give the account access to the project.";
    if (const auto nearest = nearest_name(project, names); !nearest.empty())
        hint += fmt::format(" Was \"{}\" meant?", nearest);
    std::sort(names.begin(), names.end());
    std::string list;
    for (std::size_t i = 0; i < std::min(names.size(), most_names_shown); ++i)
        list += (list.empty() ? "" : ", ") + names[i];
    if (names.size() > most_names_shown) list += fmt::format(" and {} more", names.size() - most_names_shown);
    return SyncError(Reach::run, Trouble::configuration,
                     fmt::format("Azure DevOps: {} has no project \"{}\" that the account may see{}{}",
                                 client.base(), project, list.empty() ? "" : "; there are: ", list),
                     hint);
}

bool is_wanted(const std::string& name, std::span<const std::string> types) {
    return std::any_of(types.begin(), types.end(),
                       [&](const std::string& wanted) { return same_name(wanted, name); });
}

}  // namespace

json::Document ProcessReading::ask(const Resource& resource, const std::string& path,
                                   const std::string& doing) {
    if (const auto kept = answers_.find(path); kept != answers_.end())
        return json::Document::parse(kept->second, doing);
    const auto answer = client_.send(get(resource, path));
    auto document = Client::read(answer, doing);
    answers_[path] = answer.body;
    return document;
}

json::Document ProcessReading::ask_project(const std::string& project) {
    const auto path = "/_apis/projects/" + url_encode(project);
    if (answers_.count(path) == 0) {
        const auto answer = client_.send(get(resource::projects, path));
        if (answer.status == 404 || read_server_error(answer).is("ProjectDoesNotExist"))
            throw no_such_project(client_, project);
        Client::read(answer, fmt::format("read the project \"{}\"", project));
        answers_[path] = answer.body;
    }
    return json::Document::parse(answers_[path], "a project");
}

/// The short way tells both trees at once; a server that answers it with less is asked for each.
void ProcessReading::read_trees(const std::string& root, Process& process) {
    const auto doing = fmt::format("read areas and iterations of \"{}\"", process.project);
    const auto both = ask(resource::trees, root + "/classificationnodes?$depth=14", doing);
    for (const auto& tree : list_of(both.root())) {
        auto& paths = same_name(tree["structureType"].text(), "area") ? process.areas : process.iterations;
        if (paths.empty()) paths = read_tree(tree);
    }
    if (process.areas.empty())
        process.areas =
            read_tree(ask(resource::tree, root + "/classificationnodes/areas?$depth=14", doing).root());
    if (process.iterations.empty())
        process.iterations =
            read_tree(ask(resource::tree, root + "/classificationnodes/iterations?$depth=14", doing).root());
}

void ProcessReading::read_details(const std::string& root, const Catalogue& catalogue, TypeRules& type) {
    const auto path = root + "/workitemtypes/" + url_encode(type.name);
    const auto doing = fmt::format("read the rules of the type \"{}\"", type.name);
    type.fields =
        read_fields(ask(resource::type_fields, path + "/fields?$expand=all", doing).root(), catalogue);
    const bool known = std::all_of(type.states.begin(), type.states.end(),
                                   [](const StateRule& state) { return !state.category.empty(); });
    if (type.states.empty() || !known) read_categories(path + "/states", doing, type);
}

void ProcessReading::read_categories(const std::string& path, const std::string& doing, TypeRules& type) {
    if (answers_.count(path) == 0) {
        const auto answer = client_.send(get(resource::type_states, path));
        // an XML process has none: what the transitions told has to do
        if (answer.status == 404 || answer.status == 405) return;
        Client::read(answer, doing);
        answers_[path] = answer.body;
    }
    const auto document = json::Document::parse(answers_[path], doing);
    if (auto states = read_states(list_of(document.root())); !states.empty()) type.states = std::move(states);
}

Process ProcessReading::read(const std::string& project, std::span<const std::string> types) {
    if (project_ != project) answers_.clear();
    project_ = project;
    Process process;
    process.project = project;
    {
        const auto identity = ask_project(project);
        process.project_id = identity["id"].text();
        process.project = identity["name"].text(project);
    }
    const auto root = "/" + url_encode(process.project) + "/_apis/wit";
    const auto doing = fmt::format("read the process of \"{}\"", process.project);
    const auto catalogue = read_catalogue(ask(resource::fields, root + "/fields", doing).root());
    const auto rows = ask(resource::types, root + "/workitemtypes", doing);
    for (const auto& row : list_of(rows.root()))
        if (!row["isDisabled"].flag()) process.types.push_back(read_type(row));
    if (process.types.empty()) {
        answers_.clear();
        throw SyncError(Reach::side, Trouble::data,
                        fmt::format("Azure DevOps: cannot {}: no types came", doing),
                        "Check that the account may read the project.");
    }
    for (auto& type : process.types)
        if (is_wanted(type.name, types)) read_details(root, catalogue, type);
    read_trees(root, process);
    for (const auto& [reference, kind] : catalogue.kinds) kinds_[reference] = kind;
    answers_.clear();
    return process;
}

}  // namespace deskbridge::azure_devops
