#include "sandbox/azure_devops/relation_type.h"

#include "sandbox/azure_devops/value.h"

#include <cstdlib>

namespace sandbox::azure_devops {

namespace {

void add_pair(std::vector<RelationType>& types, const std::string& stem, const std::string& forward,
              const std::string& reverse, RelationType like) {
    like.reference_name = stem + "-Forward";
    like.opposite = stem + "-Reverse";
    like.name = forward;
    types.push_back(like);
    std::swap(like.reference_name, like.opposite);
    like.name = reverse;
    types.push_back(like);
}

std::vector<RelationType> make_types() {
    const RelationType process{"", "", "", "dependency", true};
    const RelationType dependency{"", "", "", "dependency"};
    const RelationType remote{"", "", "", "dependency", false, true, true};
    const RelationType tree{"", "", "", "tree", false, false};
    std::vector<RelationType> types;
    add_pair(types, "Microsoft.VSTS.Common.Affects", "Affects", "Affected By", process);
    add_pair(types, "Microsoft.VSTS.TestCase.SharedParameterReferencedBy", "Referenced By", "References",
             process);
    add_pair(types, "Microsoft.VSTS.Common.TestedBy", "Tested By", "Tests", process);
    add_pair(types, "Microsoft.VSTS.TestCase.SharedStepReferencedBy", "Test Case", "Shared Steps", process);
    add_pair(types, "System.LinkTypes.Remote.Dependency", "Produces For", "Consumes From", remote);
    add_pair(types, "System.LinkTypes.Duplicate", "Duplicate", "Duplicate Of", tree);
    add_pair(types, "System.LinkTypes.Dependency", "Successor", "Predecessor", dependency);
    add_pair(types, "System.LinkTypes.Hierarchy", "Child", "Parent", tree);
    types.push_back({"System.LinkTypes.Related", "Related", "", "network"});
    types.push_back({"System.LinkTypes.Remote.Related", "Remote Related", "", "network", false, true, true});
    types.push_back({"AttachedFile", "Attached File", "", ""});
    types.push_back({"Hyperlink", "Hyperlink", "", ""});
    types.push_back({"ArtifactLink", "Artifact Link", "", ""});
    return types;
}

}  // namespace

const std::vector<RelationType>& relation_types() {
    static const std::vector<RelationType> types = make_types();
    return types;
}

const RelationType* relation_type(std::string_view reference_name) {
    for (const RelationType& type : relation_types()) {
        if (same(type.reference_name, reference_name)) return &type;
    }
    return nullptr;
}

int trailing_id(std::string_view url) {
    const auto slash = url.find_last_of('/');
    const std::string last(slash == std::string_view::npos ? url : url.substr(slash + 1));
    char* end = nullptr;
    const long id = std::strtol(last.c_str(), &end, 10);
    return end == last.c_str() || *end != '\0' ? 0 : static_cast<int>(id);
}

}  // namespace sandbox::azure_devops
