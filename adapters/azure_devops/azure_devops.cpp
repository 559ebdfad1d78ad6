#include "adapters/azure_devops/azure_devops.h"

#include "adapters/azure_devops/query.h"

#include <fmt/format.h>

namespace deskbridge {

using namespace azure_devops;

namespace {

constexpr std::string_view anonymous_id = "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa";

/// "Test User <user@example.com>". The account is text, or an object with its text in `$value`.
std::string account_of(json::View user) {
    const auto name = user["providerDisplayName"].text(user["customDisplayName"].text());
    const auto told = user["properties"]["Account"];
    const auto account = told.is_object() ? told["$value"].text() : told.text();
    if (account.empty() || account == name) return name;
    return name.empty() ? account : fmt::format("{} <{}>", name, account);
}

bool is_anonymous(json::View user) {
    return user.missing() || same_name(user["id"].text(), anonymous_id) ||
           same_name(user["providerDisplayName"].text(), "Anonymous");
}

}  // namespace

AzureDevOps::AzureDevOps(Http& http, const AzureDevOpsSettings& settings)
    : client_(http, base_address(settings)),
      process_(client_, kinds_),
      reading_(client_, kinds_),
      feed_(client_, reading_),
      whereabouts_(client_, reading_),
      creation_(client_, kinds_),
      changing_(client_, kinds_),
      discussion_(client_),
      comment_editing_(client_),
      recycling_(client_, whereabouts_),
      files_(client_),
      search_(client_, reading_) {}

WorkIdentity AzureDevOps::identify() {
    const std::string doing = "sign in at " + client_.base();
    Call call{"GET", resource::connection_data, "/_apis/connectionData"};
    auto answer = client_.send(call);
    if (answer.status == 400) {
        // never released, and some servers know it without a version only
        call.versioned = false;
        answer = client_.send(call);
    }
    const auto document = Client::read(answer, doing);
    const auto user = document["authenticatedUser"];
    if (is_anonymous(user))
        throw SyncError(Reach::side, Trouble::sign_in,
                        fmt::format("Azure DevOps: cannot {}: the server takes us for nobody", doing),
                        "Renew the token or sign in again, and see that the account is a member there.");
    if (const auto told = document["deploymentType"].text(); !told.empty())
        client_.learn_hosted(same_name(told, "hosted"));
    WorkIdentity out;
    out.id = document["instanceId"].text(document["deploymentId"].text());
    if (out.id.empty()) out.id = client_.base();
    out.product = product_text(client_.hosted(), client_.level());
    out.account = account_of(user);
    return out;
}

Process AzureDevOps::read_process(const std::string& project, std::span<const std::string> types) {
    return process_.read(project, types);
}

std::vector<CreateOutcome> AzureDevOps::create(std::span<const NewWorkItem> items, bool quiet) {
    return creation_.create(items, quiet);
}

std::vector<ChangeOutcome> AzureDevOps::change(std::span<const WorkItemChange> changes, bool quiet) {
    return changing_.change(changes, quiet);
}

std::string AzureDevOps::cursor_from_now() {
    return feed_.from_now();
}

NewsPage AzureDevOps::read_news(const std::string& cursor) {
    return feed_.read(cursor);
}

std::vector<ItemPresence> AzureDevOps::presence(std::span<const WorkItemId> ids) {
    return whereabouts_.of(ids);
}

std::vector<Comment> AzureDevOps::read_comments(const std::string& project, WorkItemId item) {
    return discussion_.read(project, item);
}

WriteOutcome AzureDevOps::edit(const CommentEdit& edit) {
    return comment_editing_.edit(edit);
}

WriteOutcome AzureDevOps::remove(const std::string& project, WorkItemId item, std::int64_t comment) {
    return comment_editing_.remove(project, item, comment);
}

WriteOutcome AzureDevOps::recycle(const std::string& project, WorkItemId item) {
    return recycling_.recycle(project, item);
}

FetchOutcome AzureDevOps::fetch(const Attachment& file, const std::string& path, std::uint64_t limit) {
    return files_.fetch(file, path, limit);
}

std::optional<Attachment> AzureDevOps::file_at(std::string_view url) const {
    return files_.file_at(url);
}

FileLimits AzureDevOps::file_limits() {
    return files_.limits();
}

UploadOutcome AzureDevOps::upload(const Upload& upload) {
    return files_.upload(upload);
}

std::vector<WorkItem> AzureDevOps::find_origins(std::span<const Trace> traces) {
    return search_.find(traces);
}

std::vector<WorkItem> AzureDevOps::read(std::span<const WorkItemId> ids) {
    return reading_.read(ids);
}

std::vector<WorkItem> AzureDevOps::walk(const std::string& project, WorkItemId after) {
    while (true) {
        const auto ids = query_ids(client_, Query{project, after, {}, false, 200});
        auto items = reading_.read(ids);
        // a page of hidden items only is not the end
        if (!items.empty() || ids.empty()) return items;
        after = ids.back();
    }
}

std::vector<WorkItem> AzureDevOps::newest(const std::string& project) {
    return reading_.read(query_ids(client_, Query{project, 0, {}, true, 200}));
}

}  // namespace deskbridge
