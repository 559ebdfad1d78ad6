#include "sync/recall.h"

#include "decide/discussion.h"
#include "decide/hearing.h"
#include "model/mark.h"
#include "sync/link_making.h"

#include <algorithm>

namespace deskbridge {

namespace {

/// What was found for one link, to be kept at once.
class Recollection {
public:
    Recollection(Tenant& tenant, const Link& link)
        : tenant_(tenant),
          link_(link),
          messages_(messages_of(tenant, link.ticket_id)),
          comments_(tenant.work.read_comments(link.project, link.work_item)) {}

    void recall_messages() {
        const auto known = tenant_.store.said(tenant_.record.id, link_.ticket_id, link_.work_item);
        for (const auto& message : messages_) {
            if (known.count(message.id) != 0 || !stands_on_item(message)) continue;
            keep({.intent = 0,
                  .link = link_,
                  .said = Said{message.id, link_.revision, message_digest(message)}});
        }
    }

    void recall_comments() {
        const auto known = tenant_.store.heard(tenant_.record.id, link_.ticket_id, link_.work_item);
        for (const auto& comment : comments_) {
            const auto* copy = copy_of(comment);
            if (known.count(comment.id) != 0 || copy == nullptr) continue;
            keep({.intent = 0, .link = link_, .heard = Heard{comment.id, copy->id, comment_digest(comment)}});
        }
    }

    /// Files have no marks: one of ours brought them when it has one of this name.
    void recall_files() {
        const std::vector<WorkItemId> ids{link_.work_item};
        std::vector<std::string> handed;
        for (const auto& item : tenant_.work.read(ids))
            for (const auto& file : item.files)
                if (was_brought(file.name)) handed.push_back(file.url);
        if (!handed.empty()) keep({.intent = 0, .link = link_, .handed = std::move(handed)});
    }

    void write() {
        if (!recorded_.empty()) tenant_.store.record(tenant_.record.id, recorded_);
    }

private:
    void keep(Recorded recorded) { recorded_.push_back(std::move(recorded)); }

    bool stands_on_item(const Message& message) const {
        return std::any_of(comments_.begin(), comments_.end(), [&](const Comment& comment) {
            return carries_message(comment.text, link_.key, message.id);
        });
    }

    const Message* copy_of(const Comment& comment) const {
        const auto found = std::find_if(messages_.begin(), messages_.end(), [&](const Message& message) {
            return carries_comment(message.text.markup, link_.key, comment.id);
        });
        return found == messages_.end() ? nullptr : &*found;
    }

    bool was_brought(const std::string& name) const {
        return std::any_of(messages_.begin(), messages_.end(), [&](const Message& message) {
            return carries_any_comment(message.text.markup, link_.key) &&
                   std::any_of(message.files.begin(), message.files.end(),
                               [&](const File& file) { return file.name == name; });
        });
    }

    Tenant& tenant_;
    const Link& link_;
    std::vector<Message> messages_;
    std::vector<Comment> comments_;
    std::vector<Recorded> recorded_;
};

}  // namespace

std::vector<Message> messages_of(Tenant& tenant, const std::string& ticket_id) {
    std::vector<Message> messages;
    std::vector<MessageQuery> query{{ticket_id, ""}};
    while (true) {
        auto page = std::move(tenant.desk.read_messages(query).front());
        if (page.error) throw *page.error;
        for (auto& message : page.messages) messages.push_back(std::move(message));
        if (!page.more) return messages;
        query.front().cursor = page.cursor;
    }
}

void recall(Tenant& tenant, const Link& link) {
    const auto* mapping = mapping_named(tenant, link.mapping);
    if (mapping == nullptr) return;
    const bool files = wants_item_files(*mapping);
    if (!wants_discussion(*mapping) && !wants_comments(*mapping) && !files) return;
    Recollection recollection(tenant, link);
    recollection.recall_messages();
    recollection.recall_comments();
    if (files) recollection.recall_files();
    recollection.write();
}

}  // namespace deskbridge
