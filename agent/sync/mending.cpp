#include "sync/mending.h"

#include "decide/discussion.h"
#include "model/mark.h"
#include "sync/link_making.h"
#include "sync/saying.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge {

namespace {

/// One copy that is no longer what its message is. Without `message` it was taken back.
struct Copy {
    std::string message_id;
    const Message* message = nullptr;
};

std::vector<Copy> stale_copies(const Conversation& conversation) {
    std::vector<Copy> copies;
    for (const auto& message : conversation.changed) copies.push_back({message.id, &message});
    if (conversation.complete)
        for (const auto& [id, said] : conversation.said)
            if (conversation.read.count(id) == 0 && !is_event(id)) copies.push_back({id, nullptr});
    return copies;
}

const Comment* comment_of(const std::vector<Comment>& comments, const Link& link, const std::string& id) {
    const auto found = std::find_if(comments.begin(), comments.end(), [&](const Comment& comment) {
        return carries_message(comment.text, link.key, id);
    });
    return found == comments.end() ? nullptr : &*found;
}

std::int64_t intend(Tenant& tenant, const Conversation& conversation, const Copy& copy) {
    const auto& talk = conversation.talk;
    const std::vector<Intent> intents{
        intent_for(tenant, conversation.link, Intent::Kind::update,
                   saying_text({copy.message_id, talk.work_item, talk.revision, {}}))};
    return tenant.store.intend(tenant.record.id, intents).front();
}

WriteOutcome write_copy(Tenant& tenant, const Conversation& conversation, const Copy& copy,
                        const Comment& comment) {
    const auto& link = conversation.link;
    if (copy.message == nullptr) return tenant.work.remove(link.project, link.work_item, comment.id);
    const auto change = comment_for(tenant, conversation, *copy.message);
    return tenant.work.edit(
        {link.project, link.work_item, comment.id, std::get<Html>(change.fields.at("System.History"))});
}

void report_refusal(Tenant& tenant, const Conversation& conversation, const Copy& copy,
                    const SyncError& error) {
    tenant.log.write({Level::warning,
                      tenant.name,
                      fmt::format("ticket {}: message {} was {}, but its copy on work item {} stays: {}",
                                  conversation.talk.ticket_id, copy.message_id,
                                  copy.message == nullptr ? "taken back" : "edited",
                                  conversation.talk.work_item, error.what()),
                      {}});
}

/// What is kept of it from now on: also of a copy that cannot be changed, or it would be tried for ever.
void record(Tenant& tenant, Conversation& conversation, const Copy& copy, std::int64_t intent) {
    Recorded recorded{.intent = intent, .link = conversation.link};
    auto& said = conversation.said[copy.message_id];
    if (copy.message == nullptr) {
        recorded.unsaid = copy.message_id;
        conversation.said.erase(copy.message_id);
    } else {
        said.digest = message_digest(*copy.message);
        recorded.said = said;
    }
    tenant.store.record(tenant.record.id, std::vector<Recorded>{recorded});
}

}  // namespace

bool mend(Tenant& tenant, Conversation& conversation, CycleReport& report) {
    const auto copies = stale_copies(conversation);
    if (copies.empty()) return true;
    const auto& link = conversation.link;
    const auto comments = tenant.work.read_comments(link.project, link.work_item);
    for (const auto& copy : copies) {
        const Comment* comment = comment_of(comments, link, copy.message_id);
        if (comment == nullptr) {
            record(tenant, conversation, copy, 0);
            continue;
        }
        const auto intent = intend(tenant, conversation, copy);
        const auto outcome = write_copy(tenant, conversation, copy, *comment);
        if (outcome.error && outcome.error->fate != Fate::refused) return false;
        if (outcome.error)
            report_refusal(tenant, conversation, copy, *outcome.error);
        else
            ++report.updated;
        record(tenant, conversation, copy, intent);
    }
    return true;
}

}  // namespace deskbridge
