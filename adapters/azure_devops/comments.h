// Reads what is said on a work item, through whichever of three resources the server has.
#pragma once

#include "adapters/azure_devops/client.h"
#include "model/work_item.h"

#include <optional>
#include <string>
#include <vector>

namespace deskbridge::azure_devops {

/// Does not own what it is given. The way that answered is gone from then on.
class Discussion {
public:
    explicit Discussion(Client& client) : client_(client) {}

    /// As WorkTracker::read_comments, without those that were deleted. Since Server 2019.1 there are comments
    /// with ids, by continuation token; before, a read-only list by revision; where neither answers, the
    /// updates of the item tell what was said with each.
    std::vector<Comment> read(const std::string& project, WorkItemId item);

private:
    enum class Way { comments, by_revision, updates };
    /// A page, or why there is none.
    struct Answer {
        bool known = true;  ///< the server has the resource
        std::optional<json::Document> page = {};
    };
    Answer ask(const Resource& resource, const std::string& path);

    /// Each is false when the server does not have the resource.
    bool read_comments(const std::string& root, std::vector<Comment>& out);
    bool read_by_revision(const std::string& root, std::vector<Comment>& out);
    bool read_updates(const std::string& root, std::vector<Comment>& out);

    Client& client_;
    Way way_ = Way::comments;
};

}  // namespace deskbridge::azure_devops
