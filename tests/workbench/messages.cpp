#include "workbench/messages.h"

#include "model/mark.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge::workbench {

namespace {

using sandbox::azure_devops::ItemSeen;
using sandbox::deskpro::MessageView;

/// Where the message stands among the comments, each place.
std::vector<std::size_t> places_of(const MessageView& message, const ItemSeen& item, const Link& link) {
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < item.comments.size(); ++i)
        if (carries_message(item.comments[i].text, link.key, std::to_string(message.id))) places.push_back(i);
    return places;
}

std::vector<const MessageView*> further_ones(const sandbox::deskpro::TicketView& ticket, const Link& link) {
    std::vector<const MessageView*> out;
    bool first = true;
    for (const auto& message : ticket.messages) {
        const bool is_description = first && !message.is_note;
        if (is_description) first = false;
        if (!is_description && message.html.find(link.key) == std::string::npos) out.push_back(&message);
    }
    return out;
}

void compare_one(const MessageView& message, const std::string& comment, std::vector<std::string>& out) {
    const auto readers = message.is_note ? "internal note" : "public message";
    if (comment.find(readers) == std::string::npos)
        out.push_back(fmt::format("message {}: does not say that it is a(n) {}", message.id, readers));
    // pictures have other addresses there
    const bool plain = message.html.find("<img") == std::string::npos;
    if (plain && comment.find(message.html) == std::string::npos)
        out.push_back(fmt::format("message {}: its words are not those of the ticket", message.id));
    for (const auto* foreign : {"file.php", "cid:", "/api/v2/"})
        if (comment.find(foreign) != std::string::npos)
            out.push_back(fmt::format("message {}: a picture still has its address on the desk", message.id));
}

void compare_files(const sandbox::deskpro::TicketView& ticket, const ItemSeen& item,
                   std::vector<std::string>& out) {
    for (const auto& message : ticket.messages) {
        for (const auto& name : message.files) {
            const auto count = std::count_if(item.links.begin(), item.links.end(), [&](const auto& link) {
                return link.rel == "AttachedFile" && link.url.find("fileName=" + name) != std::string::npos;
            });
            const int wanted = name.rfind("log", 0) == 0 ? 1 : 0;
            if (count != wanted)
                out.push_back(fmt::format("ticket {}: file {} is attached {} times", ticket.id, name, count));
        }
    }
}

}  // namespace

void compare_messages(const sandbox::deskpro::TicketView& ticket, const ItemSeen& item, const Link& link,
                      std::vector<std::string>& complaints) {
    std::size_t said = 0, last = 0;
    for (const auto* message : further_ones(ticket, link)) {
        const auto places = places_of(*message, item, link);
        const bool before = Time(std::chrono::milliseconds(message->created)) < link.linked_at;
        if (places.size() > 1 || (places.empty() && before))
            complaints.push_back(fmt::format("ticket {}: message {} was said {} times", ticket.id,
                                             message->id, places.size()));
        if (places.empty()) continue;
        if (said > 0 && places.front() < last)
            complaints.push_back(fmt::format("ticket {}: message {} came too early", ticket.id, message->id));
        last = places.front();
        said += places.size();
        compare_one(*message, item.comments[last].text, complaints);
    }
    if (item.rev != 1 + static_cast<int>(said))
        complaints.push_back(
            fmt::format("work item {} has {} revisions for {} messages", item.id, item.rev, said));
    compare_files(ticket, item, complaints);
}

}  // namespace deskbridge::workbench
