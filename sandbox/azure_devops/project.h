// A project: its process, types and the two trees of areas and iterations.
#pragma once

#include "sandbox/azure_devops/process.h"

#include <string>
#include <string_view>
#include <vector>

namespace sandbox::azure_devops {

/// A node of a tree. `path` is as fields hold it, without the Area or Iteration segment: "Widgets\Web".
struct Node {
    int id = 0;
    std::string guid;
    std::string name;
    std::string path;
};

/// One of the two trees; the first node is the root and is named like the project.
class NodeTree {
public:
    /// Adds the missing nodes of a path below the root ("Web\Checkout"). `next_id` goes up by each.
    const Node& add(std::string_view path_below_root, int& next_id);
    void add_root(const std::string& project, int& next_id);
    /// With the subtree. Returns false for the root and for an unknown path.
    bool remove(std::string_view path);

    /// By full path, with or without a leading `\`, without regard to case; null when there is none.
    const Node* find(std::string_view path) const;
    const Node* find_id(int id) const;
    const Node& root() const { return nodes_.front(); }
    std::vector<const Node*> children(const Node& parent) const;

private:
    std::vector<Node> nodes_;
};

struct Project {
    std::string id;
    std::string name;
    Process process = Process::agile;
    std::vector<WorkItemType> types;
    NodeTree areas;
    NodeTree iterations;
    long long changed_ms = 0;
    bool xml_process = false;

    const WorkItemType* type(std::string_view type_name) const;
};

}  // namespace sandbox::azure_devops
