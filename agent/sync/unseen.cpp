#include "sync/unseen.h"

#include "sync/saying.h"

#include <algorithm>
#include <iterator>

namespace deskbridge {

namespace {

void settle(Tenant& tenant, Conversation& conversation, const Intent& intent,
            const std::vector<Comment>& comments) {
    const auto saying = parse_saying(intent.base);
    Recorded recorded{.intent = intent.id, .talk = conversation.talk};
    if (stands_among(comments, intent.key, saying.message_id)) {
        recorded.said = Said{saying.message_id, saying.revision + 1, saying.digest};
        conversation.said[saying.message_id] = *recorded.said;
        std::erase_if(conversation.next,
                      [&](const Message& message) { return message.id == saying.message_id; });
    }
    tenant.store.record(tenant.record.id, std::vector<Recorded>{recorded});
}

}  // namespace

Unseen::Unseen(Tenant& tenant) : tenant_(tenant), intents_(tenant.store.intents(tenant.record.id)) {
    std::erase_if(intents_, [](const Intent& intent) {
        return intent.kind != Intent::Kind::comment || intent.state != Intent::State::unseen;
    });
}

std::optional<SyncError> Unseen::look_for(Conversation& conversation) {
    std::vector<Intent> own;
    std::copy_if(intents_.begin(), intents_.end(), std::back_inserter(own),
                 [&](const Intent& intent) { return intent.key == conversation.link.key; });
    if (own.empty()) return {};
    const auto& link = conversation.link;
    try {
        const auto comments = tenant_.work.read_comments(link.project, link.work_item);
        for (const auto& intent : own) settle(tenant_, conversation, intent, comments);
    } catch (const SyncError& error) {
        if (error.reach != Reach::item) throw;
        return error;
    }
    return {};
}

}  // namespace deskbridge
