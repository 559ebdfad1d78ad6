#include "sandbox/azure_devops/calls.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace sandbox::azure_devops {

namespace {

struct Area {
    const char* id;
    const char* name;
};
constexpr std::array areas = {Area{"5264459e-e5e0-4bd8-b118-0985e68a4ec5", "wit"},
                              Area{"79134c72-4a58-4b42-976c-04e7115f32bf", "core"}};

JsonObject user_json(const Identity& person) {
    JsonObject account = new_object();
    account->set("$type", "System.String");
    account->set("$value", person.unique_name);
    JsonObject properties = new_object();
    properties->set("Account", account);
    JsonObject user = new_object();
    user->set("id", person.id);
    user->set("descriptor", "Microsoft.IdentityModel.Claims.ClaimsIdentity;" + guid_of("tenant") + "\\" +
                                person.unique_name);
    user->set("subjectDescriptor", person.descriptor);
    user->set("providerDisplayName", person.display_name);
    user->set("customDisplayName", person.display_name);
    user->set("isActive", true);
    user->set("properties", properties);
    user->set("resourceVersion", 2);
    user->set("metaTypeId", 0);
    return user;
}

JsonObject project_json(const Call& call, const Project& project) {
    JsonObject out = new_object();
    out->set("id", project.id);
    out->set("name", project.name);
    out->set("url", call.base + "/_apis/projects/" + project.id);
    out->set("state", "wellFormed");
    out->set("revision", 11);
    out->set("visibility", "private");
    out->set("lastUpdateTime", time_text(project.changed_ms));
    return out;
}

JsonObject href(const std::string& url) {
    JsonObject link = new_object();
    link->set("href", url);
    return link;
}

JsonObject capabilities(const Project& project) {
    JsonObject process = new_object(), control = new_object(), all = new_object();
    process->set("templateName", std::string(process_name(project.process)));
    process->set("templateTypeId", std::string(process_id(project.process)));
    control->set("sourceControlType", "Git");
    control->set("gitEnabled", "True");
    control->set("tfvcEnabled", "False");
    all->set("processTemplate", process);
    all->set("versioncontrol", control);
    return all;
}

Reply one_project(const Call& call, const std::string& name) {
    const Project* project = call.state.project(name);
    if (project == nullptr) throw project_not_found(name);
    JsonObject out = project_json(call, *project), links = new_object(), team = new_object();
    if (call.asked_true("includeCapabilities")) out->set("capabilities", capabilities(*project));
    const std::string team_id = guid_of("team:" + project->name);
    links->set("self", href(call.base + "/_apis/projects/" + project->id));
    links->set("collection", href(call.base + "/_apis/projectCollections/" +
                                  guid_of("collection:" + call.options.organization)));
    links->set("web", href(call.base + "/" + percent_encode(project->name)));
    out->set("_links", links);
    team->set("id", team_id);
    team->set("name", project->name + " Team");
    team->set("url", fmt::format("{}/_apis/projects/{}/teams/{}", call.base, project->id, team_id));
    out->set("defaultTeam", team);
    return json_reply(call, out);
}

JsonObject property(const std::string& name, const std::string& value) {
    JsonObject entry = new_object();
    entry->set("name", name);
    entry->set("value", value);
    return entry;
}

}  // namespace

Reply connection_data(Call& call) {
    const Identity* person = call.state.people().by_id(call.person);
    const bool hosted = is_hosted(call.options.level);
    JsonObject service = new_object(), out = new_object();
    service->set("serviceOwner", "00025394-6065-48ca-87d9-7f5672854ef7");
    service->set("defaultAccessMappingMoniker", "PublicAccessMapping");
    service->set("lastChangeId", 1);
    service->set("lastChangeId64", 1);
    out->set("authenticatedUser", user_json(*person));
    out->set("authorizedUser", user_json(*person));
    out->set("instanceId", guid_of("collection:" + call.options.organization));
    out->set("deploymentId", guid_of("deployment:" + call.options.organization));
    out->set("deploymentType", hosted ? "hosted" : "onPremises");
    out->set("locationServiceData", service);
    return json_reply(call, out);
}

Reply resource_areas(Call& call) {
    JsonArray rows = new_array();
    // A server on premises keeps the list empty: everything is below the one base.
    for (const Area& area : areas) {
        if (!is_hosted(call.options.level)) break;
        JsonObject row = new_object();
        row->set("id", area.id);
        row->set("name", area.name);
        row->set("locationUrl", call.base + "/");
        if (same(call.part("areaId"), area.id)) return json_reply(call, row);
        rows->add(row);
    }
    return json_reply(call, counted(rows));
}

Reply list_projects(Call& call) {
    if (const auto name = call.part("projectId"); !name.empty()) return one_project(call, name);
    const auto& all = call.state.projects();
    const auto page = static_cast<long long>(call.state.switches.projects_page);
    const long long top = std::min(call.asked_number("$top", page), page);
    const long long from = call.asked_number("continuationToken", call.asked_number("$skip", 0));
    JsonArray rows = new_array();
    long long at = from;
    for (; at < static_cast<long long>(all.size()) && at < from + top; ++at) {
        rows->add(project_json(call, all[static_cast<std::size_t>(at)]));
    }
    Reply reply = json_reply(call, counted(rows));
    if (at < static_cast<long long>(all.size())) {
        reply.headers.emplace("x-ms-continuationtoken", std::to_string(at));
    }
    return reply;
}

Reply get_project_properties(Call& call) {
    const Project* project = call.state.project(call.part("projectId"));
    if (project == nullptr) throw project_not_found(call.part("projectId"));
    const std::string id(process_id(project->process));
    const auto wanted = comma_list(call.asked("keys"));
    JsonArray rows = new_array();
    for (const char* name : {"System.CurrentProcessTemplateId", "System.OriginalProcessTemplateId",
                             "System.ProcessTemplateType", "System.Process Template"}) {
        const bool is_name = std::string_view(name) == "System.Process Template";
        const bool asked = wanted.empty() || std::any_of(wanted.begin(), wanted.end(), [&](const auto& key) {
                               return key == "*" || same(key, name);
                           });
        if (asked) rows->add(property(name, is_name ? std::string(process_name(project->process)) : id));
    }
    return json_reply(call, counted(rows));
}

Reply list_processes(Call& call) {
    JsonArray rows = new_array();
    for (const Process process : {Process::basic, Process::agile, Process::scrum, Process::cmmi}) {
        const std::string id(process_id(process));
        JsonObject row = new_object();
        row->set("id", id);
        row->set("description", "");
        row->set("isDefault", process == Process::basic);
        row->set("type", "system");
        row->set("url", call.base + "/_apis/process/processes/" + id);
        row->set("name", std::string(process_name(process)));
        if (same(call.part("processId"), id)) return json_reply(call, row);
        rows->add(row);
    }
    if (!call.part("processId").empty()) throw bad_argument("The process does not exist.");
    return json_reply(call, counted(rows));
}

}  // namespace sandbox::azure_devops
