// The kinds of links that an organization knows.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sandbox::azure_devops {

/// `opposite` is empty for links without direction and for resource links (files, addresses).
struct RelationType {
    std::string reference_name;
    std::string name;
    std::string opposite;
    std::string topology;
    bool editable = false;
    bool single_target = true;
    bool remote = false;

    bool is_resource() const { return topology.empty(); }
    bool is_forward() const { return reference_name.ends_with("-Forward"); }
};

const std::vector<RelationType>& relation_types();
/// Null when there is none; names are compared without regard to case.
const RelationType* relation_type(std::string_view reference_name);

/// The number at the end of a work item's address, whatever comes before; 0 when there is none.
int trailing_id(std::string_view url);

}  // namespace sandbox::azure_devops
