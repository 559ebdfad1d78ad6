// Which api-version each resource is asked in.
#pragma once

#include "adapters/azure_devops/server_error.h"
#include "json/json.h"

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace deskbridge::azure_devops {

/// A resource by its location id, which never changes; `previewed`: it never was released.
struct Resource {
    std::string_view location;
    std::string_view name;
    bool previewed = false;
    bool operator<(const Resource& other) const { return location < other.location; }
};

namespace resource {
inline constexpr Resource connection_data{"00d9565f-ed9c-4a06-9a50-00e7896ccab4", "ConnectionData", true};
inline constexpr Resource projects{"603fe2ac-9723-48b9-88ad-09305aa6c6e1", "projects"};
inline constexpr Resource create{"62d3d110-0047-428c-ad3c-4fe872c91c74", "workItems"};
inline constexpr Resource list{"72c7ddf8-2cdc-4f60-90cd-ab71c14a399b", "workItems"};
inline constexpr Resource read{"908509b6-4248-4475-a1cd-829139ba419f", "workItemsBatch"};
inline constexpr Resource batch{"92eefc1f-1e81-473d-88d6-749205248dc3", "batch"};
inline constexpr Resource comments{"608aac0a-32e1-4493-a863-b9cf4566d257", "comments", true};
inline constexpr Resource old_comments{"19335ae7-22f7-4308-93d8-261f9384b7cf", "comments", true};
inline constexpr Resource updates{"6570bf97-d02c-4a91-8d93-3abe9895b1a9", "updates"};
inline constexpr Resource revisions{"f828fe59-dd87-495d-a17c-7a8d6211ca6c", "workItemRevisions"};
inline constexpr Resource recycle_bin{"b70d8d39-926c-465e-b927-b1bf0e5ca0e0", "recyclebin"};
inline constexpr Resource attachments{"e07b5fa4-1499-494d-a496-64b860fd64ff", "attachments"};
inline constexpr Resource wiql{"1a9c53f7-f243-4447-b110-35ef023636e4", "wiql"};
inline constexpr Resource artifacts{"a9a9aa7a-8c09-44d3-ad1b-46e855c1e3d3", "artifactUriQuery"};
inline constexpr Resource types{"7c8d7a76-4a09-43e8-b5df-bd792f4ac6aa", "workItemTypes"};
inline constexpr Resource type_states{"7c9d7a76-4a09-43e8-b5df-bd792f4ac6aa", "workItemTypeStates"};
inline constexpr Resource type_fields{"bd293ce5-3d25-4192-8e67-e8092e879efb", "workItemTypesField"};
inline constexpr Resource fields{"b51fd764-e5c2-4b9b-aaf7-3395cf4bdd94", "fields"};
inline constexpr Resource trees{"a70579d1-f53a-48ee-a5be-7be8659023b9", "classificationNodes"};
inline constexpr Resource tree{"5a172953-1b41-49d3-840a-33f79c3ce89f", "classificationNodes"};
}  // namespace resource

/// Newest released version up to 7.1 that the server lists; for a server that lists nothing, a ladder from
/// 7.1 down to 5.0 that refusals walk. What was learned stays.
class Versions {
public:
    /// Takes over the list that OPTIONS answers with. False when it names no resource of ours.
    bool learn(json::View locations);

    /// "7.1", "6.0-preview.1", ...
    std::string of(const Resource& resource) const;

    /// False when the server listed what it has and this is not among it.
    bool may_have(const Resource& resource) const;

    /// True when the refusal was about the version and the next `of` is another one.
    bool step(const Resource& resource, const ServerError& refusal);

    /// The level of the server as far as known: "7.1", "6.0".
    std::string_view level() const;

private:
    bool step_preview(const Resource& resource);
    /// Server 2019.1 cannot PATCH in 5.0, but in its preview and in 4.1 (azure-devops-extension-api#37).
    bool step_around_5_0(const Resource& resource);

    std::map<std::string, std::string, std::less<>> listed_;
    std::set<Resource> previewed_;
    bool told_ = false;  ///< there is a list
    std::size_t level_ = 0;
};

}  // namespace deskbridge::azure_devops
