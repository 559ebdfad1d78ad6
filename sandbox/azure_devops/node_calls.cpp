#include "sandbox/azure_devops/calls.h"
#include "sandbox/azure_devops/relation_type.h"

#include <algorithm>
#include <fmt/format.h>

namespace sandbox::azure_devops {

namespace {

// One of the two trees and how the wire calls it.
struct Group {
    const NodeTree& tree;
    const char* type;
    const char* segment;
    const char* url_part;
};

Group areas_of(const Project& project) {
    return {project.areas, "area", "Area", "Areas"};
}

Group iterations_of(const Project& project) {
    return {project.iterations, "iteration", "Iteration", "Iterations"};
}

// The Node client sends the number of the enumeration.
Group group_of(const Call& call) {
    const std::string name = lower(call.part("structureGroup"));
    if (name == "areas" || name == "0") return areas_of(*call.project);
    if (name == "iterations" || name == "1") return iterations_of(*call.project);
    throw no_route(percent_decode(call.request.path));
}

std::string below_root(const Node& node, const Node& root) {
    return &node == &root ? "" : node.path.substr(root.path.size() + 1);
}

// "\Widgets\Area\Web": the wire puts the name of the tree between the project and the rest.
std::string wire_path(const Node& node, const Group& group) {
    const std::string rest = below_root(node, group.tree.root());
    return "\\" + group.tree.root().name + "\\" + group.segment + (rest.empty() ? "" : "\\" + rest);
}

std::string node_url(const Call& call, const Node& node, const Group& group) {
    std::string url =
        fmt::format("{}/{}/_apis/wit/classificationNodes/{}", call.base, call.project->id, group.url_part);
    std::string rest = below_root(node, group.tree.root());
    while (!rest.empty()) {
        const auto end = std::min(rest.find('\\'), rest.size());
        url += "/" + percent_encode(rest.substr(0, end));
        rest.erase(0, std::min(end + 1, rest.size()));
    }
    return url;
}

JsonObject node_json(const Call& call, const Node& node, const Group& group, long long depth) {
    const auto children = group.tree.children(node);
    JsonObject out = new_object();
    out->set("id", node.id);
    out->set("identifier", node.guid);
    out->set("name", node.name);
    out->set("structureType", group.type);
    out->set("hasChildren", !children.empty());
    if (depth > 0 && !children.empty()) {
        JsonArray rows = new_array();
        for (const Node* child : children) rows->add(node_json(call, *child, group, depth - 1));
        out->set("children", rows);
    }
    out->set("path", wire_path(node, group));
    out->set("url", node_url(call, node, group));
    return out;
}

JsonObject with_links(const Call& call, const Node& node, const Group& group, JsonObject out) {
    const auto link = [](const std::string& url) {
        JsonObject href = new_object();
        href->set("href", url);
        return href;
    };
    JsonObject links = new_object();
    links->set("self", link(node_url(call, node, group)));
    const Node* parent = group.tree.find(node.path.substr(0, node.path.find_last_of('\\')));
    if (&node != &group.tree.root() && parent != nullptr) {
        links->set("parent", link(node_url(call, *parent, group)));
    }
    out->set("_links", links);
    return out;
}

// A path in an address may use either slash and begin with one.
std::string path_below(const Call& call) {
    std::string path = call.part("path");
    std::replace(path.begin(), path.end(), '/', '\\');
    path.erase(0, path.find_first_not_of('\\'));
    return path;
}

Refusal node_not_found(const std::string& path) {
    return {404, "ClassificationNodeNotFoundException",
            fmt::format("VS402485: The area/iteration path '{}' is not found.", path)};
}

const Node& node_at(const Call& call, const Group& group) {
    const std::string path = path_below(call);
    const Node* node =
        path.empty() ? &group.tree.root() : group.tree.find(group.tree.root().path + "\\" + path);
    if (node == nullptr) throw node_not_found(path);
    return *node;
}

NodeTree& writable_tree(const Call& call, const Group& group) {
    Project* project = call.state.project(call.project->id);
    return std::string_view(group.type) == "area" ? project->areas : project->iterations;
}

}  // namespace

Reply root_nodes(Call& call) {
    const long long depth = call.asked_number("$depth", 0);
    JsonArray rows = new_array();
    const auto ids = comma_list(call.asked("ids"));
    for (const Group& group : {areas_of(*call.project), iterations_of(*call.project)}) {
        if (ids.empty()) rows->add(node_json(call, group.tree.root(), group, depth));
        for (const std::string& id : ids) {
            const Node* node = group.tree.find_id(trailing_id(id));
            if (node != nullptr) rows->add(with_links(call, *node, group, node_json(call, *node, group, 0)));
        }
    }
    return json_reply(call, counted(rows));
}

Reply get_node(Call& call) {
    const Group group = group_of(call);
    const Node& node = node_at(call, group);
    return json_reply(
        call, with_links(call, node, group, node_json(call, node, group, call.asked_number("$depth", 0))));
}

Reply create_node(Call& call) {
    call.need_write();
    const Group group = group_of(call);
    const std::string name = trim(text_in(call.body_object(), "name"));
    if (name.empty()) throw bad_argument("The name of a node must not be empty.");
    const std::string parent = below_root(node_at(call, group), group.tree.root());
    const Node& made = call.state.add_node(writable_tree(call, group), parent + "\\" + name);
    Reply reply = json_reply(call, with_links(call, made, group, node_json(call, made, group, 0)), 201);
    reply.headers.emplace("Location", node_url(call, made, group));
    return reply;
}

Reply delete_node(Call& call) {
    call.need_write();
    const Group group = group_of(call);
    const std::string path = node_at(call, group).path;
    if (!writable_tree(call, group).remove(path)) throw node_not_found(path);
    Reply reply;
    reply.status = 204;
    return reply;
}

}  // namespace sandbox::azure_devops
