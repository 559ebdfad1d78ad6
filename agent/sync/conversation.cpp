#include "sync/conversation.h"

#include "content/canonical_html.h"
#include "decide/base.h"
#include "decide/discussion.h"
#include "sync/files.h"
#include "sync/link_making.h"

#include <utility>

namespace deskbridge {

namespace {

std::vector<Attachment> files_of(Tenant& tenant, WorkItemId item) {
    const std::vector<WorkItemId> ids{item};
    for (auto& found : tenant.work.read(ids))
        if (found.id == item) return std::move(found.files);
    return {};
}

/// The files of a text go with it, and its pictures are shown from where they are kept.
FilesCarried carry_for(Tenant& tenant, const Conversation& conversation, const std::string& html,
                       const std::vector<File>& files) {
    FilesCarried carried;
    carried.html = html;
    if (!wants_files(*conversation.mapping)) return carried;
    FileOrder order;
    order.project = conversation.link.project;
    order.html = html;
    order.files = files;
    order.give_up = conversation.talk.attempts >= tries_for_files;
    if (!files.empty()) order.there = files_of(tenant, conversation.talk.work_item);
    return carry_files(tenant, order);
}

void add_files(WorkItemChange& change, std::vector<Attachment> files) {
    for (auto& file : files) change.files.push_back(std::move(file));
}

void dress_fields(Tenant& tenant, const Conversation& conversation, WorkItemChange& change,
                  std::vector<std::string>& notes) {
    for (auto& [field, value] : change.fields) {
        auto* html = std::get_if<Html>(&value);
        if (html == nullptr) continue;
        auto carried = carry_for(tenant, conversation, html->markup, {});
        html->markup = std::move(carried.html);
        add_files(change, std::move(carried.attachments));
        notes.insert(notes.end(), carried.notes.begin(), carried.notes.end());
    }
}

void dress_message(Tenant& tenant, const Conversation& conversation, const Message& message,
                   WorkItemChange& change, std::vector<std::string> notes) {
    auto carried = carry_for(tenant, conversation, canonical_html(message.text.markup), message.files);
    add_files(change, std::move(carried.attachments));
    carried.notes.insert(carried.notes.end(), notes.begin(), notes.end());
    change.fields["System.History"] = comment_on(message, conversation.link, carried.html, carried.notes);
}

}  // namespace

std::optional<Conversation> open_conversation(Tenant& tenant, Talk talk) {
    Conversation conversation;
    const std::vector<std::string> ids{talk.ticket_id};
    for (auto& link : tenant.store.links_of(tenant.record.id, ids))
        if (link.work_item == talk.work_item) conversation.link = std::move(link);
    conversation.mapping = mapping_named(tenant, conversation.link.mapping);
    if (conversation.mapping == nullptr || !wants_discussion(*conversation.mapping)) return {};
    conversation.said = tenant.store.said(tenant.record.id, talk.ticket_id, talk.work_item);
    conversation.talk = std::move(talk);
    conversation.more = true;
    return conversation;
}

Conversation open_conversation(Tenant& tenant, Errand errand) {
    Conversation conversation;
    conversation.talk = tenant.store.talk(tenant.record.id, errand.link.ticket_id, errand.link.work_item)
                            .value_or(new_talk(errand.link, false));
    conversation.talk.revision = errand.revision;
    conversation.link = std::move(errand.link);
    conversation.mapping = mapping_named(tenant, conversation.link.mapping);
    conversation.row = std::move(errand.row);
    conversation.parts = std::move(errand.parts);
    conversation.after = std::move(errand.after);
    conversation.notes = std::move(errand.notes);
    conversation.more = errand.listen;
    if (errand.listen || !errand.sayings.empty())
        conversation.said =
            tenant.store.said(tenant.record.id, conversation.talk.ticket_id, conversation.talk.work_item);
    for (auto& saying : errand.sayings)
        if (conversation.said.count(saying.id) == 0) conversation.next.push_back(std::move(saying));
    return conversation;
}

void take_page(Conversation& conversation, MessagePage page) {
    for (auto& message : page.messages) {
        conversation.read.insert(message.id);
        const auto said = conversation.said.find(message.id);
        if (said != conversation.said.end()) {
            if (said->second.digest != message_digest(message))
                conversation.changed.push_back(std::move(message));
        } else if (is_wanted(message, *conversation.mapping->comments)) {
            conversation.next.push_back(std::move(message));
        }
    }
    conversation.more = page.more;
    conversation.complete = !page.more;
    conversation.cursor = std::move(page.cursor);
}

bool has_next(const Conversation& conversation) {
    return !conversation.parts.empty() || !conversation.next.empty();
}

bool passes_through(const Conversation& conversation) {
    const std::string_view state = "System.State";
    const auto& parts = conversation.parts;
    return parts.size() > 1 && parts[0].size() == 1 && parts[0].count(state) != 0 &&
           parts[1].count(state) != 0;
}

NextWrite next_write(Tenant& tenant, const Conversation& conversation) {
    NextWrite write;
    write.change.id = conversation.talk.work_item;
    write.change.revision = conversation.talk.revision;
    std::vector<std::string> notes;
    if (!conversation.parts.empty()) {
        write.part = conversation.parts.front();
        write.change.fields = *write.part;
        dress_fields(tenant, conversation, write.change, notes);
    }
    const bool last_part = conversation.parts.size() <= 1;
    if (last_part) notes.insert(notes.end(), conversation.notes.begin(), conversation.notes.end());
    // the link as it is after an event comes with the word about it, so that goes at once
    const bool tells = !conversation.next.empty() && is_event(conversation.next.front().id);
    if ((last_part || tells) && !conversation.next.empty()) {
        write.message = conversation.next.front();
        dress_message(tenant, conversation, *write.message, write.change, std::move(notes));
    } else if (!notes.empty()) {
        write.change.fields["System.History"] = Html{notes_html(notes)};
    }
    return write;
}

WorkItemChange comment_for(Tenant& tenant, const Conversation& conversation, const Message& message) {
    WorkItemChange change;
    dress_message(tenant, conversation, message, change, {});
    return change;
}

Base entries_of(const Base& after, const Record& part) {
    Base entries;
    for (const auto& [name, value] : after) {
        std::string_view field = name;
        while (!is_field(field)) field.remove_prefix(1);
        if (part.count(field) != 0) entries.emplace(name, value);
    }
    return entries;
}

}  // namespace deskbridge
