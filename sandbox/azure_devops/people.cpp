#include "sandbox/azure_devops/people.h"

#include "sandbox/azure_devops/value.h"

namespace sandbox::azure_devops {

void People::add(const User& user) {
    if (by_unique_name(user.unique_name) != nullptr) return;
    const std::string id = guid_of("person:" + lower(user.unique_name));
    people_.push_back({id, user.display_name, user.unique_name, "aad." + id.substr(0, 8) + id.substr(24)});
}

const Identity* People::by_id(std::string_view id) const {
    for (const Identity& person : people_) {
        if (same(person.id, id)) return &person;
    }
    return nullptr;
}

const Identity* People::by_unique_name(std::string_view unique_name) const {
    for (const Identity& person : people_) {
        if (same(person.unique_name, unique_name)) return &person;
    }
    return nullptr;
}

const Identity* People::written_as(std::string_view text) const {
    if (const auto open = text.find('<'); open != std::string_view::npos && text.back() == '>') {
        return by_unique_name(text.substr(open + 1, text.size() - open - 2));
    }
    if (const Identity* person = by_unique_name(text)) return person;
    const Identity* found = nullptr;
    for (const Identity& person : people_) {
        if (same(person.id, text) || same(person.descriptor, text)) return &person;
        if (!same(person.display_name, text)) continue;
        if (found != nullptr) return nullptr;
        found = &person;
    }
    return found;
}

}  // namespace sandbox::azure_devops
