#pragma once

#include "sandbox/azure_devops/azure_devops.h"
#include "sandbox/azure_devops/process.h"
#include "sandbox/pages/item.h"

#include <optional>
#include <string>
#include <vector>

namespace sandbox {

/// What the page has to know of a work side.
struct WorkSideOptions {
    std::vector<azure_devops::ProjectOptions> projects;
    /// Unique name of whoever edits at the page.
    std::string person;
    /// What a hyperlink to a ticket begins with.
    std::string desk_address;
};

/// The work items of the stand-in as the page wants them. Every function may be called by several threads.
class WorkSide {
public:
    WorkSide(azure_devops::AzureDevOps& system, WorkSideOptions options);

    /// Everything that a list shows, without texts, comments and other fields.
    std::vector<ItemView> items() const;
    /// All of one.
    std::optional<ItemView> item(int id) const;

    /// Why it was refused, or nothing when it was done. What is absent stays.
    std::optional<std::string> edit(int id, const std::optional<std::string>& title,
                                    const std::optional<std::string>& state);
    std::optional<std::string> comment(int id, const std::string& html);

private:
    ItemView summary(const azure_devops::ItemSeen& seen) const;
    void add_fields(const azure_devops::ItemSeen& seen, ItemView& view) const;
    std::vector<std::string> states_of(const std::string& project, const std::string& type) const;

    azure_devops::AzureDevOps& system_;
    const WorkSideOptions options_;
    const azure_devops::FieldCatalogue fields_;
};

}  // namespace sandbox
