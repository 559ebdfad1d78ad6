// Azure DevOps Services and Server as the core's work tracker. README.md holds the oddities.
#pragma once

#include "adapters/azure_devops/card.h"
#include "adapters/azure_devops/change.h"
#include "adapters/azure_devops/client.h"
#include "adapters/azure_devops/comment_edit.h"
#include "adapters/azure_devops/comments.h"
#include "adapters/azure_devops/create.h"
#include "adapters/azure_devops/feed.h"
#include "adapters/azure_devops/files.h"
#include "adapters/azure_devops/find.h"
#include "adapters/azure_devops/presence.h"
#include "adapters/azure_devops/process.h"
#include "adapters/azure_devops/read.h"
#include "adapters/azure_devops/recycle.h"
#include "contract/work_tracker.h"

namespace deskbridge {

/// One organization or collection. Does not own `http`, which has to sign the requests and must outlive it.
/// What it learns of the server (versions, missing routes, kinds of fields) it keeps as long as it lives.
/// Sign-in trouble: fate `refused` is a definite refusal (TF400813, an anonymous answer); fate `closed` is a
/// sign-in page, a redirect or a bare 401, which may pass.
class AzureDevOps : public WorkTracker {
public:
    /// On failure: SyncError run, configuration.
    AzureDevOps(Http& http, const AzureDevOpsSettings& settings);

    WorkIdentity identify() override;
    Process read_process(const std::string& project, std::span<const std::string> types) override;
    std::vector<CreateOutcome> create(std::span<const NewWorkItem> items, bool quiet) override;
    std::vector<ChangeOutcome> change(std::span<const WorkItemChange> changes, bool quiet) override;
    std::string cursor_from_now() override;
    NewsPage read_news(const std::string& cursor) override;
    std::vector<ItemPresence> presence(std::span<const WorkItemId> ids) override;
    std::vector<Comment> read_comments(const std::string& project, WorkItemId item) override;
    WriteOutcome edit(const CommentEdit& edit) override;
    WriteOutcome remove(const std::string& project, WorkItemId item, std::int64_t comment) override;
    WriteOutcome recycle(const std::string& project, WorkItemId item) override;
    FetchOutcome fetch(const Attachment& file, const std::string& path, std::uint64_t limit) override;
    std::optional<Attachment> file_at(std::string_view url) const override;
    FileLimits file_limits() override;
    UploadOutcome upload(const Upload& upload) override;
    std::vector<WorkItem> find_origins(std::span<const Trace> traces) override;
    std::vector<WorkItem> read(std::span<const WorkItemId> ids) override;
    std::vector<WorkItem> walk(const std::string& project, WorkItemId after) override;
    std::vector<WorkItem> newest(const std::string& project) override;
    std::optional<Time> server_time() const override { return client_.server_time(); }

private:
    azure_devops::Client client_;
    azure_devops::Kinds kinds_;
    azure_devops::ProcessReading process_;
    azure_devops::Reading reading_;
    azure_devops::Feed feed_;
    azure_devops::Whereabouts whereabouts_;
    azure_devops::Creation creation_;
    azure_devops::Changing changing_;
    azure_devops::Discussion discussion_;
    azure_devops::CommentEditing comment_editing_;
    azure_devops::Recycling recycling_;
    azure_devops::Files files_;
    azure_devops::Search search_;
};

}  // namespace deskbridge
