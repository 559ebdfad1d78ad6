#include "adapters/azure_devops/change.h"

namespace deskbridge::azure_devops {

Part Changes::part(const WorkItemChange& change, int, const Dialect& dialect) {
    return {fmt::format("/_apis/wit/workItems/{}", change.id), change_document(change, dialect)};
}

std::string Changes::doing(const WorkItemChange& change) {
    return fmt::format("change work item {}", change.id);
}

std::string Changes::doing(std::size_t count) {
    return fmt::format("change {} work items", count);
}

}  // namespace deskbridge::azure_devops
