#include "sync/from_before.h"

#include "decide/discussion.h"
#include "decide/hearing.h"
#include "model/mark.h"
#include "sync/events.h"
#include "sync/link_making.h"
#include "sync/saying.h"

#include <algorithm>

namespace deskbridge {

namespace {

Recorded about(const Link& link) {
    return {.intent = 0, .link = link};
}

/// Both sides' words, as far as the mapping carries any.
struct Spoken {
    std::vector<Message> messages;
    std::vector<Comment> comments;
};

Spoken words_of(Tenant& tenant, const Link& link) {
    Spoken words;
    const auto* mapping = mapping_named(tenant, link.mapping);
    if (mapping == nullptr || !(wants_discussion(*mapping) || wants_comments(*mapping))) return words;
    words.messages = messages_of(tenant, link.ticket_id);
    words.comments = tenant.work.read_comments(link.project, link.work_item);
    return words;
}

void add_files(std::vector<Recorded>& known, const Link& link, const WorkItem& item) {
    Recorded recorded = about(link);
    for (const auto& file : item.files) recorded.handed.push_back(file.url);
    if (!recorded.handed.empty()) known.push_back(std::move(recorded));
}

/// That the two are no longer linked was said: the link is a tombstone again.
bool has_ended(const Spoken& words, const Link& link) {
    const auto number = event_number(0, event::final);
    return stands_among(words.comments, link.key, final_note()) ||
           std::any_of(words.messages.begin(), words.messages.end(), [&](const Message& message) {
               return carries_comment(message.text.markup, link.key, number);
           });
}

Recorded as_ended(Link link) {
    end_link(link, LinkState::ended, "it had ended before the state file was lost");
    return about(link);
}

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

std::vector<Recorded> known_from_before(Tenant& tenant, const Link& link, const WorkItem& item) {
    std::vector<Recorded> known;
    const auto words = words_of(tenant, link);
    for (const auto& message : words.messages) {
        known.push_back(about(link));
        known.back().said = Said{message.id, item.revision, message_digest(message)};
    }
    for (const auto& comment : words.comments) {
        if (is_copy(comment)) continue;
        known.push_back(about(link));
        known.back().heard = Heard{comment.id, "", comment_digest(comment)};
    }
    add_files(known, link, item);
    return known;
}

std::vector<Recorded> known_by_marks(Tenant& tenant, const Link& link, const WorkItem& item) {
    std::vector<Recorded> known;
    const auto words = words_of(tenant, link);
    for (const auto& message : words.messages) {
        const bool stands = std::any_of(
            words.comments.begin(), words.comments.end(),
            [&](const Comment& comment) { return carries_message(comment.text, link.key, message.id); });
        if (!stands) continue;
        known.push_back(about(link));
        known.back().said = Said{message.id, item.revision, message_digest(message)};
    }
    for (const auto& comment : words.comments) {
        const auto copy =
            std::find_if(words.messages.begin(), words.messages.end(), [&](const Message& message) {
                return carries_comment(message.text.markup, link.key, comment.id);
            });
        if (copy == words.messages.end()) continue;
        known.push_back(about(link));
        known.back().heard = Heard{comment.id, copy->id, comment_digest(comment)};
    }
    add_files(known, link, item);
    if (has_ended(words, link)) known.push_back(as_ended(link));
    return known;
}

}  // namespace deskbridge
