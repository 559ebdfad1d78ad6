#include "sync/hearings.h"

#include "content/canonical_html.h"
#include "content/digest.h"
#include "content/picture.h"
#include "decide/discussion.h"
#include "decide/hearing.h"
#include "mapping/coercion.h"
#include "model/mark.h"
#include "sync/files.h"
#include "sync/spooled.h"

#include <charconv>
#include <fmt/format.h>

namespace deskbridge {

namespace {

constexpr std::uint64_t largest_file = std::uint64_t{2} * 1024 * 1024 * 1024;

/// Files on their way to the desk.
class Handover {
public:
    explicit Handover(Tenant& tenant) : tenant_(tenant) {}

    void hand(const Attachment& file) {
        const Spooled spooled(tenant_.spool, tenant_.spool.fresh());
        const auto fetched = tenant_.work.fetch(file, spooled.path(), largest_file);
        if (fetched.cut) return stays(file, "it is too large");
        if (fetched.error) return stays(file, fetched.error->what());
        const auto content = tenant_.spool.measure(spooled.path());
        const auto kept = tenant_.desk.upload(file.name, spooled.path(), content.bytes);
        if (kept.error) return stays(file, kept.error->what());
        files.push_back(kept.url);
        names.push_back(file.name);
    }

    std::vector<std::string> files;
    std::vector<std::string> names;
    std::vector<std::string> notes;

private:
    void stays(const Attachment& file, std::string_view why) {
        notes.push_back(fmt::format("the file \"{}\" stays on the work item: {}", file.name, why));
    }
    Tenant& tenant_;
};

/// One number for a set of files, below 0.
std::int64_t number_of(const std::vector<std::string>& files) {
    std::string all;
    for (const auto& file : files) all += file + "\n";
    std::int64_t number = 0;
    const auto text = digest(all).substr(0, 12);
    std::from_chars(text.data(), text.data() + text.size(), number, 16);
    return -number - 1;
}

Html files_message(const Link& link, std::int64_t number, const Handover& handover) {
    std::string html = fmt::format("<p>Files of <a href=\"{}\">work item {}</a>:</p><ul>",
                                   escape_html(comment_address(link, number)), link.work_item);
    for (const auto& name : handover.names) html += "<li>" + escape_html(name) + "</li>";
    return {canonical_html(html + "</ul>" + notes_html(handover.notes))};
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

NewMessage message_for(Tenant& tenant, const Link& link, const Mapping& mapping, const Hearing& hearing) {
    NewMessage message;
    message.ticket_id = link.ticket_id;
    message.visibility = hearing.visibility;
    auto body = body_of(hearing.comment);
    Handover handover(tenant);
    if (wants_item_files(mapping)) {
        for (const auto& address : picture_addresses(body))
            if (const auto file = tenant.work.file_at(address)) handover.hand(*file);
    }
    body = with_pictures(body, [&](const std::string& address) {
        return tenant.work.file_at(address) ? std::string() : address;
    });
    message.files = std::move(handover.files);
    message.text = message_on(hearing.comment, link, hearing.visibility, body, handover.notes,
                              mapping.comments.value_or(CommentRules{}));
    return message;
}

void hand_files(Tenant& tenant, DeskErrand& errand, CycleReport& report) {
    if (errand.files.empty()) return;
    const auto& link = errand.link;
    const auto known = tenant.store.handed(tenant.record.id, link.ticket_id, link.work_item);
    std::vector<std::string> addresses;
    Handover handover(tenant);
    for (const auto& file : errand.files) {
        if (known.count(file.url) != 0 || file.comment == carried_from_ticket) continue;
        addresses.push_back(file.url);
        handover.hand(file);
    }
    if (addresses.empty()) return;
    const auto number = number_of(addresses);
    Intent intent;
    intent.kind = Intent::Kind::reply;
    intent.ticket_id = link.ticket_id;
    intent.ticket_url = link.ticket_url;
    intent.mapping = link.mapping;
    intent.key = link.key;
    intent.project = link.project;
    intent.base = handing_text(addresses, number);
    intent.written_at = tenant.clock.now();
    intent.server_time = tenant.desk.server_time().value_or(intent.written_at);
    intent.id = tenant.store.intend(tenant.record.id, std::vector<Intent>{intent}).front();
    std::vector<NewMessage> messages{
        {link.ticket_id, Visibility::internal, files_message(link, number, handover), handover.files}};
    SayOutcome outcome;
    try {
        outcome = tenant.desk.say(messages).front();
    } catch (const SyncError& error) {
        outcome.error = error;
    }
    Recorded recorded{.intent = intent.id, .link = link, .handed = addresses};
    if (outcome.error) {
        recorded = {.intent = intent.id};
        errand.busy = outcome.error->fate != Fate::refused;
        if (!errand.busy) errand.problem = *outcome.error;
        const bool unclear = outcome.error->fate == Fate::closed || outcome.error->fate == Fate::timed_out;
        if (unclear) {
            intent.fate = outcome.error->fate;
            tenant.store.note(tenant.record.id, std::vector<Intent>{intent});
            ++report.unclear;
            if (outcome.error->reach != Reach::item) throw *outcome.error;
            return;
        }
    } else {
        ++report.heard;
    }
    tenant.store.record(tenant.record.id, std::vector<Recorded>{recorded});
    if (outcome.error && outcome.error->reach != Reach::item) throw *outcome.error;
}

std::string handing_text(const std::vector<std::string>& files, std::int64_t number) {
    Base text{{"number", std::to_string(number)}};
    for (std::size_t i = 0; i < files.size(); ++i) text[fmt::format("file{:04}", i)] = files[i];
    return base_text(text);
}

HandingIntent parse_handing(const std::string& text) {
    HandingIntent intent;
    for (const auto& [name, value] : parse_base(text)) {
        if (name == "number")
            std::from_chars(value.data(), value.data() + value.size(), intent.number);
        else if (name.rfind("file", 0) == 0)
            intent.files.push_back(value);
    }
    return intent;
}

}  // namespace deskbridge
