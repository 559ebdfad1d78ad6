// The state of a stand-in: projects, people, work items, the recycle bin, tags and attachments. It knows
// nothing of HTTP, and it takes no lock: its owner does.
#pragma once

#include "sandbox/azure_devops/change.h"
#include "sandbox/azure_devops/options.h"
#include "sandbox/azure_devops/people.h"
#include "sandbox/azure_devops/process.h"
#include "sandbox/azure_devops/project.h"
#include "sandbox/azure_devops/work_item.h"
#include "sandbox/exchange/exchange.h"

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sandbox::azure_devops {

/// `project` is the GUID of the one below which it was uploaded, or "". While the pieces of a chunked upload
/// are coming in, `bytes` is shorter than `expected`.
struct Attachment {
    std::string id;
    std::string name;
    std::string bytes;
    std::string project = {};
    std::optional<std::size_t> expected = {};
    bool whole = true;
};

struct Tag {
    std::string id;
    std::string name;
    long long used_ms = 0;
};

/// A place in the stream of revisions.
struct FeedEntry {
    long long watermark = 0;
    int item = 0;
    std::size_t revision = 0;
};

/// The model itself. Every refusal is thrown as `Refusal` and leaves the state as it was.
class Collection {
public:
    Collection(const Options& options, Clock clock);

    Switches switches;

    long long now() const { return clock_(); }
    const People& people() const { return people_; }
    void add_person(const User& user) { people_.add(user); }
    const FieldCatalogue& fields() const { return catalogue_; }
    std::deque<Project>& projects() { return projects_; }
    const std::deque<Project>& projects() const { return projects_; }
    /// By name or GUID; null when there is none.
    Project* project(std::string_view name_or_id);
    const Project* project(std::string_view name_or_id) const;
    const std::map<int, WorkItem>& items() const { return items_; }
    const std::vector<FeedEntry>& feed() const { return feed_; }
    const std::map<std::string, Tag>& tags() const { return tags_; }

    /// An item that is there and readable. Throws item_not_found otherwise.
    WorkItem& readable(int id);
    /// Null for an item that is gone, in the recycle bin or hidden.
    const WorkItem* find(int id) const;
    WorkItem* in_recycle_bin(int id);

    /// The new item; with `validate_only` nothing is kept and the id is -1. `known_as` maps temporary ids of
    /// one batch to real ones.
    WorkItem create(const Project& project, const WorkItemType& type, const Change& change,
                    const Intent& intent, const std::map<int, int>& known_as = {});
    /// The item after the change; with `validate_only` as it was before.
    const WorkItem& update(int id, const Change& change, const Intent& intent,
                           const std::map<int, int>& known_as = {});
    void remove(int id, const std::string& person);
    void restore(int id, const std::string& person);
    void destroy(int id);

    const Comment& add_comment(int id, const std::string& text, const std::string& format,
                               const std::string& person);
    const Comment& change_comment(int id, int comment, const std::string& text, const std::string& person);
    void remove_comment(int id, int comment, const std::string& person);

    Attachment& attach(const std::string& name, std::string bytes, const std::string& project = {});
    /// Null when there is none; also one that is not whole yet.
    Attachment* attachment(const std::string& id);
    const Attachment* attachment(const std::string& id) const;

    const Node& add_node(NodeTree& tree, std::string_view path_below_root);

    /// Numbers only ever used here, so that a second item never gets an id again.
    int next_id() const { return next_id_; }

    /// Undo of a failed all-or-nothing batch: everything that came after the mark is as if it never was,
    /// except that its ids stay used.
    struct Mark {
        std::map<int, WorkItem> items;
        std::vector<FeedEntry> feed;
        std::map<std::string, Tag> tags;
        long long items_created = 0;
        long long revisions_made = 0;
    };
    Mark mark() const { return {items_, feed_, tags_, items_created_, revisions_made_}; }
    void go_back(Mark mark);

    long long revisions_made() const { return revisions_made_; }
    long long items_created() const { return items_created_; }

private:
    void commit(WorkItem& item, Revision revision, const std::string& person,
                const std::string& comment_format = "html");
    void stamp(Revision& revision, const Revision& before, const std::string& person) const;
    void stamp_state(Revision& revision, const Revision& before, const std::string& person) const;
    void note_update(WorkItem& item, const Revision& before, const std::string& person);
    void mirror_links(const WorkItem& item, const std::vector<Relation>& before, const std::string& person);
    void remember_tags(const Fields& fields);
    void refuse_poison(int id, const Fields& fields) const;

    Clock clock_;
    People people_;
    FieldCatalogue catalogue_;
    std::deque<Project> projects_;
    std::map<int, WorkItem> items_;
    std::vector<FeedEntry> feed_;
    std::map<std::string, Tag> tags_;
    std::map<std::string, Attachment> attachments_;
    int next_id_;
    int next_node_id_ = 1001;
    int next_comment_id_ = 1;
    int next_resource_id_ = 1;
    long long watermark_ = 0;
    long long revisions_made_ = 0;
    long long items_created_ = 0;
};

}  // namespace sandbox::azure_devops
