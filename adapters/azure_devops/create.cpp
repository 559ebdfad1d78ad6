#include "adapters/azure_devops/create.h"

namespace deskbridge::azure_devops {

Part NewItems::part(const NewWorkItem& item, int place, const Dialect& dialect) {
    const auto* collection = place == 0 ? "workitems" : "workItems";
    return {fmt::format("/{}/_apis/wit/{}/${}", url_encode(item.project), collection, url_encode(item.type)),
            create_document(item, -place, dialect)};
}

std::string NewItems::doing(const NewWorkItem& item) {
    return fmt::format("create a {} in {}", item.type, item.project);
}

std::string NewItems::doing(std::size_t count) {
    return fmt::format("create {} work items", count);
}

}  // namespace deskbridge::azure_devops
