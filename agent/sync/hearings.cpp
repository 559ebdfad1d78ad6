#include "sync/hearings.h"

#include "content/picture.h"
#include "decide/hearing.h"
#include "sync/handover.h"

#include <map>

namespace deskbridge {

namespace {

constexpr std::string_view left_out = "a picture of it is on the work item only";

/// Where the pictures of a text that only the tracker shows are to be had on the desk; nothing for one that
/// stays away.
std::map<std::string, std::string> carry_pictures(Tenant& tenant, const std::string& body, bool wanted,
                                                  Handover& handover) {
    std::map<std::string, std::string> places;
    for (const auto& address : picture_addresses(body)) {
        const auto file = tenant.work.file_at(address);
        if (!file) continue;
        auto& place = places[address];
        if (wanted) place = handover.hand(*file).value_or("");
    }
    return places;
}

}  // namespace

DressedHearing dress_hearing(Tenant& tenant, const DeskErrand& errand, const Mapping& mapping,
                             const Hearing& hearing) {
    Handover handover(tenant, errand.attempts >= tries_for_handing);
    auto body = body_of(hearing.comment);
    const bool wanted = wants_item_files(mapping);
    const auto places = carry_pictures(tenant, body, wanted, handover);
    if (!places.empty()) {
        body = with_pictures(body, [&](const std::string& address) {
            const auto place = places.find(address);
            return place == places.end() ? address : place->second;
        });
        if (!wanted) handover.notes.emplace_back(left_out);
    }
    DressedHearing dressed;
    dressed.message.ticket_id = errand.link.ticket_id;
    dressed.message.visibility = hearing.visibility;
    dressed.message.files = std::move(handover.files);
    dressed.message.text = message_on(hearing.comment, errand.link, hearing.visibility, body, handover.notes,
                                      mapping.comments.value_or(CommentRules{}));
    for (const auto& [address, place] : places)
        if (!place.empty()) dressed.pictures.push_back(address);
    return dressed;
}

}  // namespace deskbridge
