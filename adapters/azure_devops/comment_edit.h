// Rewrites comments and takes them back, where the server keeps comments as things of their own.
#pragma once

#include "adapters/azure_devops/client.h"
#include "contract/work_tracker.h"

#include <string>

namespace deskbridge::azure_devops {

/// Since Server 2019.1, in a preview at every level. Only a comment's author may do either. Does not own what
/// it is given.
class CommentEditing {
public:
    explicit CommentEditing(Client& client) : client_(client) {}

    /// As WorkTracker::edit. A comment that is gone is an error of reach item.
    WriteOutcome edit(const CommentEdit& edit);

    /// As WorkTracker::remove. Of an item that cannot be seen nobody can tell whether the comment is gone: an
    /// error of reach item.
    WriteOutcome remove(const std::string& project, WorkItemId item, std::int64_t comment);

private:
    HttpResponse send_text(const CommentEdit& edit);
    WriteOutcome outcome_of(const HttpResponse& answer, const std::string& doing, bool gone_is_done) const;

    Client& client_;
};

}  // namespace deskbridge::azure_devops
