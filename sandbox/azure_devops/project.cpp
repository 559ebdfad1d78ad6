#include "sandbox/azure_devops/project.h"

#include "sandbox/azure_devops/value.h"

#include <algorithm>

namespace sandbox::azure_devops {

namespace {

std::string_view without_leading(std::string_view path) {
    while (!path.empty() && path.front() == '\\') path.remove_prefix(1);
    return path;
}

bool is_below(const Node& node, const std::string& parent) {
    const std::string prefix = lower(parent) + "\\";
    return lower(node.path).compare(0, prefix.size(), prefix) == 0;
}

}  // namespace

void NodeTree::add_root(const std::string& project, int& next_id) {
    nodes_.push_back({next_id, guid_of("node:" + project + std::to_string(next_id)), project, project});
    ++next_id;
}

const Node& NodeTree::add(std::string_view path_below_root, int& next_id) {
    std::string path = root().path;
    auto rest = without_leading(path_below_root);
    while (!rest.empty()) {
        const auto end = rest.find('\\');
        const std::string name(rest.substr(0, end));
        rest = end == std::string_view::npos ? std::string_view() : without_leading(rest.substr(end + 1));
        path += "\\" + name;
        if (find(path) != nullptr) continue;
        nodes_.push_back({next_id, guid_of("node:" + path + std::to_string(next_id)), name, path});
        ++next_id;
    }
    return *find(path);
}

bool NodeTree::remove(std::string_view path) {
    const Node* node = find(path);
    if (node == nullptr || node == &root()) return false;
    const std::string gone = node->path;
    std::erase_if(nodes_, [&](const Node& each) { return each.path == gone || is_below(each, gone); });
    return true;
}

const Node* NodeTree::find(std::string_view path) const {
    const auto wanted = without_leading(path);
    for (const Node& node : nodes_) {
        if (same(node.path, wanted)) return &node;
    }
    return nullptr;
}

const Node* NodeTree::find_id(int id) const {
    for (const Node& node : nodes_) {
        if (node.id == id) return &node;
    }
    return nullptr;
}

std::vector<const Node*> NodeTree::children(const Node& parent) const {
    std::vector<const Node*> found;
    for (const Node& node : nodes_) {
        if (is_below(node, parent.path) &&
            node.path.find('\\', parent.path.size() + 1) == std::string::npos) {
            found.push_back(&node);
        }
    }
    return found;
}

const WorkItemType* Project::type(std::string_view type_name) const {
    for (const WorkItemType& known : types) {
        if (same(known.name, type_name) || same(known.reference_name, type_name)) return &known;
    }
    return nullptr;
}

}  // namespace sandbox::azure_devops
