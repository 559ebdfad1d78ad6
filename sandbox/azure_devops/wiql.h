// The query language for work items, as far as the stand-in speaks it: flat queries FROM WorkItems.
#pragma once

#include "sandbox/azure_devops/collection.h"

#include <memory>
#include <string>
#include <vector>

namespace sandbox::azure_devops {

struct WiqlContext {
    const Collection& collection;
    /// Null when the address named none; @project is an error then.
    const Project* project = nullptr;
    std::string person;
    bool time_precision = false;
};

struct WiqlResult {
    std::vector<const Field*> columns;
    struct Sort {
        const Field* field;
        bool descending;
    };
    std::vector<Sort> order;
    std::vector<int> ids;
};

/// Throws Refusal 400 for text that is no query, for fields that do not exist (TF51005) and for a time in a
/// query of date precision.
WiqlResult run_query(const std::string& text, const WiqlContext& context);

}  // namespace sandbox::azure_devops
