#include "word_oracle.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge::simulation {

namespace {

using workbench::TwoSides;
using Complaints = std::vector<std::string>;
using sandbox::azure_devops::CommentSeen;
using sandbox::deskpro::MessageView;

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// What stands in a place, one text after the other, and whether customers read it.
struct Place {
    struct Text {
        std::string html;
        bool internal = false;
        bool own = false;  ///< written by a person there
    };
    std::vector<Text> texts;

    std::vector<std::size_t> where(const std::string& token) const {
        std::vector<std::size_t> found;
        for (std::size_t i = 0; i < texts.size(); ++i)
            if (has(texts[i].html, token)) found.push_back(i);
        return found;
    }
};

Place place_of(const PairSeen& pair, Side side) {
    Place place;
    if (side == Side::desk) {
        for (const auto& message : pair.ticket.messages)
            place.texts.push_back({message.html, message.is_note, false});
    } else {
        for (const auto& comment : pair.item.comments)
            if (!comment.deleted) place.texts.push_back({comment.text, has(comment.text, "internal note")});
    }
    return place;
}

bool is_of(const Utterance& said, const PairSeen& pair) {
    return said.side == Side::desk ? said.holder == pair.ticket.id : said.holder == pair.item.id;
}

std::string name(const Utterance& said, const PairSeen& pair) {
    return fmt::format("ticket {} / item {}: {} {} ({})", pair.ticket.id, pair.item.id,
                       said.side == Side::desk ? "message" : "comment", said.id, said.token);
}

bool is_carried(const Utterance& said, const World& world) {
    if (said.side == Side::work) return world.comments.from_work != CommentRules::FromWork::none;
    return said.internal ? world.comments.notes_to_work : world.comments.replies_to_work;
}

bool is_internal(const Utterance& said, const World& world) {
    return said.internal ||
           (said.side == Side::work && world.comments.from_work != CommentRules::FromWork::marked);
}

/// The copy of what was edited or taken back, where the product lets nobody change it: one of its forms.
void compare_standing_copy(const Utterance& said, const World& world, const Place& there,
                           const PairSeen& pair, Complaints& out) {
    auto tokens = said.former;
    tokens.push_back(said.token);
    std::size_t times = 0;
    for (const auto& token : tokens) times += there.where(token).size();
    const bool wanted = is_carried(said, world) && !said.removed;
    if (times > 1 || (wanted && times == 0))
        out.push_back(fmt::format("{} stands {} times on an item of old", name(said, pair), times));
}

/// The copy of one utterance on the other side; where it stands, when it is there once.
void compare_copy(const Utterance& said, const World& world, const Place& there, const PairSeen& pair,
                  std::size_t& last, Complaints& out) {
    const auto places = there.where(said.token);
    const std::size_t wanted = said.removed || !is_carried(said, world) ? 0 : 1;
    if (places.size() != wanted)
        out.push_back(fmt::format("{} stands {} times on the other side", name(said, pair), places.size()));
    for (const auto& former : said.former)
        if (!there.where(former).empty())
            out.push_back(fmt::format("{}: an older form ({}) is still there", name(said, pair), former));
    if (places.size() != 1 || wanted != 1) return;
    if (there.texts[places[0]].internal != is_internal(said, world))
        out.push_back(fmt::format("{}: its readers changed on the way", name(said, pair)));
    if (said.moved) return;
    if (places[0] < last) out.push_back(fmt::format("{}: came too early", name(said, pair)));
    last = places[0];
}

/// The description is a field, and no comment.
void compare_opening(const Utterance& said, const PairSeen& pair, Complaints& out) {
    const auto found = pair.item.fields.find("Microsoft.VSTS.TCM.ReproSteps");
    if (found == pair.item.fields.end() || !has(found->second, said.token))
        out.push_back(fmt::format("{}: the item's description is another", name(said, pair)));
}

bool is_our_sentence(const std::string& html) {
    for (const auto* part : {"deskbridge:1", "was deleted", "is back", "Files of", "marked as spam",
                             "Note of deskbridge", "was merged", "robot"})
        if (has(html, part)) return true;
    return false;
}

/// Whatever stands there was written by somebody, or is one of the agent's own sentences.
void compare_sources(const Place& place, const Chronicle& chronicle, bool former, const std::string& where,
                     Complaints& out) {
    const auto shows = [&](const std::string& html, const Utterance& said) {
        return has(html, said.token) ||
               (former && std::any_of(said.former.begin(), said.former.end(),
                                      [&](const std::string& token) { return has(html, token); }));
    };
    for (const auto& text : place.texts) {
        if (is_our_sentence(text.html)) continue;
        const bool known = std::any_of(chronicle.said.begin(), chronicle.said.end(),
                                       [&](const Utterance& said) { return shows(text.html, said); });
        if (!known) out.push_back(fmt::format("{}: nobody wrote: {}", where, text.html));
    }
}

bool wants_to(const World& world, AttachmentFlow way) {
    return world.files == AttachmentFlow::both || world.files == way;
}

void compare_files(const Chronicle& chronicle, const World& world, const PairSeen& pair, Complaints& out) {
    for (const auto& file : chronicle.files) {
        const bool ours =
            file.side == Side::desk ? file.holder == pair.ticket.id : file.holder == pair.item.id;
        if (!ours) continue;
        const auto from =
            std::find_if(chronicle.said.begin(), chronicle.said.end(), [&](const Utterance& said) {
                return std::count(said.files.begin(), said.files.end(), file.name) != 0;
            });
        const bool silent = from != chronicle.said.end() && !is_carried(*from, world);
        const bool removed = from != chronicle.said.end() && from->removed;
        const bool flows = file.side == Side::desk ? wants_to(world, AttachmentFlow::to_work) && !silent
                                                   : wants_to(world, AttachmentFlow::to_desk);
        long on_item = 0, on_ticket = 0;
        for (const auto& link : pair.item.links)
            on_item += link.rel == "AttachedFile" && has(link.url, "fileName=" + file.name);
        for (const auto& message : pair.ticket.messages)
            on_ticket += std::count(message.files.begin(), message.files.end(), file.name);
        const long here = file.side == Side::desk ? on_ticket : on_item;
        const long there = file.side == Side::desk ? on_item : on_ticket;
        const bool right = here == (removed ? 0 : 1) && (removed ? there <= 1 : there == (flows ? 1 : 0));
        if (!right)
            out.push_back(
                fmt::format("ticket {} / item {}: file {} is on the ticket {} and on the item {} times",
                            pair.ticket.id, pair.item.id, file.name, on_ticket, on_item));
    }
}

template <class Map, class Key>
int number(const Map& map, const Key& key) {
    const auto found = map.find(key);
    return found == map.end() ? 0 : found->second;
}

void compare_revisions(const Chronicle& chronicle, const World& world, const PairSeen& pair,
                       Complaints& out) {
    const int people = number(chronicle.revisions, pair.item.id);
    const int deeds = number(chronicle.deeds, pair.ticket.id);
    const int events = number(chronicle.events, pair.ticket.id);
    const int ours = pair.item.rev - people;
    const int put_back = world.enforce ? people : 0;
    const int ways = world.scene.strict_states ? 3 : 1;  // a state may lie behind two others
    if (ours > ways * (deeds + events + put_back))
        out.push_back(fmt::format("item {}: {} revisions of ours for {} deeds on ticket {}", pair.item.id,
                                  ours, deeds + events, pair.ticket.id));
}

}  // namespace

void compare_words(TwoSides&, const World& world, const Chronicle& chronicle, const PairSeen& pair,
                   Complaints& out) {
    const Place desk = place_of(pair, Side::desk), work = place_of(pair, Side::work);
    std::size_t last_on_desk = 0, last_on_work = 0;
    for (const auto& said : chronicle.said) {
        if (!is_of(said, pair)) continue;
        if (said.opening)
            compare_opening(said, pair, out);
        else if (said.side == Side::desk && world.comments_stand && (said.removed || !said.former.empty()))
            compare_standing_copy(said, world, work, pair, out);
        else if (said.side == Side::desk)
            compare_copy(said, world, work, pair, last_on_work, out);
        else
            compare_copy(said, world, desk, pair, last_on_desk, out);
    }
    // what a merged ticket was told stands, whatever becomes of its source: the link has ended
    compare_sources(desk, chronicle, world.merges, fmt::format("ticket {}", pair.ticket.id), out);
    compare_sources(work, chronicle, world.comments_stand, fmt::format("item {}", pair.item.id), out);
    compare_files(chronicle, world, pair, out);
    compare_revisions(chronicle, world, pair, out);
}

}  // namespace deskbridge::simulation
