// Who exists, and how a written name finds them.
#pragma once

#include "sandbox/azure_devops/options.h"

#include <string>
#include <string_view>
#include <vector>

namespace sandbox::azure_devops {

/// A person with the ids that the service gives.
struct Identity {
    std::string id;
    std::string display_name;
    std::string unique_name;
    std::string descriptor;

    /// "Display Name <unique name>", the form of the revision feed and of columns.
    std::string text() const { return display_name + " <" + unique_name + ">"; }
};

/// The directory. Filled once, then read by many.
class People {
public:
    void add(const User& user);

    /// Null when there is none.
    const Identity* by_id(std::string_view id) const;
    const Identity* by_unique_name(std::string_view unique_name) const;

    /// Any form that a write accepts: unique name, display name, "Display Name <unique>", id, descriptor.
    /// Null when it is unknown or when a display name fits more than one person.
    const Identity* written_as(std::string_view text) const;

    const std::vector<Identity>& all() const { return people_; }

private:
    std::vector<Identity> people_;
};

}  // namespace sandbox::azure_devops
