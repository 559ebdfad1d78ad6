#include "sync/mending.h"

#include "decide/discussion.h"
#include "model/mark.h"
#include "sync/link_making.h"
#include "sync/recover.h"
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

Intent intend(Tenant& tenant, const Conversation& conversation, const Copy& copy) {
    const auto& talk = conversation.talk;
    std::vector<Intent> intents{
        intent_for(tenant, conversation.link, Intent::Kind::update,
                   saying_text({copy.message_id, talk.work_item, talk.revision, {}}))};
    intents.front().id = tenant.store.intend(tenant.record.id, intents).front();
    return intents.front();
}

WriteOutcome write_copy(Tenant& tenant, const Conversation& conversation, const Copy& copy,
                        const Comment& comment) {
    const auto& link = conversation.link;
    if (copy.message == nullptr) return tenant.work.remove(link.project, link.work_item, comment.id);
    const auto change = comment_for(tenant, conversation, *copy.message);
    return tenant.work.edit(
        {link.project, link.work_item, comment.id, std::get<Html>(change.fields.at("System.History"))});
}

/// The tracker will never let us, whoever asks again.
bool is_for_good(const SyncError& error) {
    return error.fate == Fate::refused && error.trouble == Trouble::forbidden;
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

/// One that failed is over when it had no effect; else it is looked after before the next.
void close(Tenant& tenant, Intent intent, const SyncError& error) {
    if (error.fate == Fate::refused || error.fate == Fate::not_sent)
        return tenant.store.record(tenant.record.id, std::vector<Recorded>{{.intent = intent.id}});
    set_fate(intent, error.fate, tenant.clock);
    tenant.store.note(tenant.record.id, std::vector<Intent>{intent});
}

/// What is kept of it from now on: also of a copy that must stay, or it would be tried for ever.
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

template <class Send>
WriteOutcome guarded(Tenant& tenant, const Intent& intent, const Send& send) {
    try {
        return send();
    } catch (const SyncError& error) {
        close(tenant, intent, error);
        throw;
    }
}

/// Nothing when it is done with, or why it has to be tried again.
std::optional<SyncError> mend_copy(Tenant& tenant, Conversation& conversation, const Copy& copy,
                                   const Comment& comment, CycleReport& report) {
    const auto intent = intend(tenant, conversation, copy);
    const auto outcome =
        guarded(tenant, intent, [&] { return write_copy(tenant, conversation, copy, comment); });
    if (outcome.error && !is_for_good(*outcome.error)) {
        close(tenant, intent, *outcome.error);
        return outcome.error;
    }
    if (outcome.error)
        report_refusal(tenant, conversation, copy, *outcome.error);
    else
        ++report.updated;
    record(tenant, conversation, copy, intent.id);
    return {};
}

}  // namespace

std::optional<SyncError> mend(Tenant& tenant, Conversation& conversation, CycleReport& report) {
    const auto copies = stale_copies(conversation);
    if (copies.empty()) return {};
    const auto& link = conversation.link;
    const auto comments = tenant.work.read_comments(link.project, link.work_item);
    std::optional<SyncError> trouble;
    for (const auto& copy : copies) {
        if (const auto* comment = comment_of(comments, link, copy.message_id); comment == nullptr)
            record(tenant, conversation, copy, 0);
        else if (auto error = mend_copy(tenant, conversation, copy, *comment, report))
            trouble = std::move(error);
    }
    return trouble;
}

}  // namespace deskbridge
