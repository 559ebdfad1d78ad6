// Work items, people and links in their wire form.
#pragma once

#include "sandbox/azure_devops/call.h"

namespace sandbox::azure_devops {

/// Which fields of a revision are shown: those named (in any form; unknown ones throw), or by $expand.
struct Shown {
    std::vector<std::string> fields;
    Expand expand;
    /// Addresses carry the project's GUID and the usual links come along, as for a single item.
    bool single = true;
    /// A reply to a write repeats the comment that was just made.
    bool with_history = false;
    /// People as "Name <unique>" and not as objects.
    bool people_as_text = false;
};

JsonObject item_json(const Call& call, const WorkItem& item, const Revision& revision, const Shown& shown);
Json value_json(const Call& call, const Value& value, bool people_as_text = false);
JsonObject person_json(const Call& call, const std::string& id);
JsonObject relation_json(const Call& call, const Relation& relation);

/// "{base}/{projectGuid}/_apis/wit/workItems/7".
std::string item_url(const Call& call, const WorkItem& item, bool with_project = true);

/// The fields that the caller named, as the catalogue writes them. Throws TF51535 for an unknown one.
std::vector<std::string> known_fields(const Call& call, const std::vector<std::string>& names);

}  // namespace sandbox::azure_devops
