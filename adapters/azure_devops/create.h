// Makes work items.
#pragma once

#include "adapters/azure_devops/batch.h"

#include <string>
#include <string_view>

namespace deskbridge::azure_devops {

struct NewItems {
    using Item = NewWorkItem;
    using Outcome = CreateOutcome;
    static constexpr const Resource& resource = resource::create;
    static constexpr const char* method = "POST";

    /// `place` counts from 1 in a batch and is 0 for an item on its own.
    static Part part(const NewWorkItem& item, int place, const Dialect& dialect);
    static std::string doing(const NewWorkItem& item);
    static std::string doing(std::size_t count);
    static std::vector<CreateOutcome> judge(std::span<const NewWorkItem> items,
                                            std::span<const HttpResponse> answers, const std::string& base,
                                            const Kinds& kinds) {
        return azure_devops::judge(items, answers, base, kinds);
    }
};

/// As WorkTracker::create.
class Creation {
public:
    Creation(Client& client, const Kinds& kinds) : writing_(client, kinds) {}

    std::vector<CreateOutcome> create(std::span<const NewWorkItem> items, bool quiet) {
        return writing_.write(items, quiet);
    }

private:
    Writing<NewItems> writing_;
};

}  // namespace deskbridge::azure_devops
