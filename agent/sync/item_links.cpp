#include "sync/item_links.h"

#include "model/mark.h"
#include "model/overload.h"
#include "sync/counts.h"
#include "sync/link_making.h"
#include "sync/unguarded.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <set>
#include <sstream>

namespace deskbridge {

namespace {

using Kind = ItemLink::Kind;

struct Related {
    Kind kind = Kind::related;
    WorkItemId item = 0;
    auto operator<=>(const Related&) const = default;
};
using Relations = std::set<Related>;

constexpr std::pair<Kind, std::string_view> kinds[] = {
    {Kind::parent, "parent"}, {Kind::child, "child"}, {Kind::related, "related"}};

std::string_view word_of(Kind kind) {
    for (const auto& [each, word] : kinds)
        if (each == kind) return word;
    return {};
}

std::string text_of(const Relations& relations) {
    std::string text;
    for (const auto& [kind, item] : relations)
        text += fmt::format("{}{}:{}", text.empty() ? "" : " ", word_of(kind), item);
    return text;
}

Relations parse_relations(const std::string& text) {
    Relations relations;
    std::istringstream words(text);
    for (std::string word; words >> word;) {
        const auto colon = word.find(':');
        if (colon == std::string::npos) continue;
        Related related;
        std::from_chars(word.data() + colon + 1, word.data() + word.size(), related.item);
        for (const auto& [kind, name] : kinds)
            if (word.compare(0, colon, name) == 0) related.kind = kind;
        relations.insert(related);
    }
    return relations;
}

Relations kept_in(const Link& link) {
    const auto entry = link.base.find(items_entry);
    return entry == link.base.end() ? Relations{} : parse_relations(entry->second);
}

void keep_in(Link& link, const Relations& relations) {
    if (relations.empty())
        link.base.erase(std::string(items_entry));
    else
        link.base[std::string(items_entry)] = text_of(relations);
}

/// The items that mappings made for these tickets, as far as both are there.
void add_items(Tenant& tenant, Kind kind, const std::vector<std::string>& tickets, WorkItemId own,
               Relations& relations) {
    for (const auto& link : tenant.store.links_of(tenant.record.id, tickets))
        if (link.automatic && link.state == LinkState::active && link.work_item != own)
            relations.insert({kind, link.work_item});
}

std::vector<std::string> tickets_in(const Value& value) {
    if (const auto* words = std::get_if<Words>(&value)) return *words;
    const auto text = deskbridge::text_of(value);
    return text.empty() ? std::vector<std::string>{} : std::vector<std::string>{text};
}

Relations wanted_of(Tenant& tenant, const Pair& pair) {
    Relations wanted;
    const auto& rules = pair.mapping->mapping().item_links;
    const auto& ticket = pair.of->ticket;
    const auto own = pair.link().work_item;
    if (rules.parents) {
        add_items(tenant, Kind::parent, tickets_in(ticket.get("parent")), own, wanted);
        add_items(tenant, Kind::child, tickets_in(ticket.get("children")), own, wanted);
    }
    if (rules.related) add_items(tenant, Kind::related, tickets_in(ticket.get("related")), own, wanted);
    return wanted;
}

/// The link as it is kept now: the errands of this pass have moved on since.
std::optional<Link> present_link(Tenant& tenant, const Pair& pair) {
    const std::vector<std::string> ids{pair.link().ticket_id};
    for (auto& link : tenant.store.links_of(tenant.record.id, ids))
        if (link.work_item == pair.link().work_item) return std::move(link);
    return {};
}

/// The links of one item on their way to what is wanted.
class Relating {
public:
    Relating(Tenant& tenant, Link link, CycleReport& report)
        : tenant_(tenant), link_(std::move(link)), report_(report), kept_(kept_in(link_)) {}

    bool is_settled(const Relations& wanted) const { return kept_ == wanted; }
    /// The item could not be read: a later look will see to it.
    bool is_out_of_sight() const { return out_of_sight_; }

    /// False when it has to be looked at again. Taking away goes first: a new parent has no room else.
    bool come_to(const Relations& wanted) {
        for (const auto& related : Relations(kept_))
            if (wanted.count(related) == 0 && !step(related, false)) return false;
        for (const auto& related : wanted)
            if (kept_.count(related) == 0 && !step(related, true)) return false;
        return true;
    }

private:
    std::optional<WorkItem> read() {
        const std::vector<WorkItemId> ids{link_.work_item};
        for (auto& item : tenant_.work.read(ids))
            if (item.id == link_.work_item) return std::move(item);
        return {};
    }

    bool is_ours(const ItemLink& link) const {
        const auto mark = parse_mark(link.comment);
        return mark && mark->agent == tenant_.store.agent_id();
    }

    bool step(const Related& related, bool add) {
        const auto item = read();
        out_of_sight_ = !item;
        if (!item) return false;
        const auto there = std::find_if(item->items.begin(), item->items.end(), [&](const ItemLink& link) {
            return link.kind == related.kind && link.item == related.item;
        });
        const bool stands = there != item->items.end();
        if (add ? stands : !stands || !is_ours(*there)) return settle(related, add, 0);
        WorkItemChange change;
        change.id = item->id;
        change.revision = item->revision;
        if (add)
            change.relate = {
                {related.kind, related.item,
                 mark_text({tenant_.store.agent_id(), link_.key, link_.mapping, !link_.automatic}), -1}};
        else
            change.unrelate = {*there};
        return send(related, add, change);
    }

    bool send(const Related& related, bool add, const WorkItemChange& change) {
        UnguardedWrite write(tenant_, link_);
        const auto outcome = write.call([&] { return tenant_.work.change({&change, 1}, false).front(); });
        return std::visit(
            Overload{[&](const Changed& changed) {
                         if (link_.revision == change.revision) link_.revision = changed.item.revision;
                         ++report_.updated;
                         return settle(related, add, write.intent());
                     },
                     [&](const Refused& refused) {
                         tell_of_refusal(related, add, refused.error);
                         return settle(related, add, write.intent());
                     },
                     [&](const Unclear& unclear) {
                         write.leave(unclear.error);
                         ++report_.unclear;
                         return false;
                     },
                     [&](const auto&) {
                         write.leave(
                             SyncError(Reach::item, Trouble::data, "nothing was done").with(Fate::not_sent));
                         return false;
                     }},
            outcome);
    }

    void tell_of_refusal(const Related& related, bool add, const SyncError& error) {
        tenant_.log.write(
            {Level::warning,
             tenant_.name,
             fmt::format("ticket {}: work item {} cannot {} {} as {}: {}", link_.ticket_id, link_.work_item,
                         add ? "get" : "lose", related.item, word_of(related.kind), error.what()),
             {}});
    }

    bool settle(const Related& related, bool add, std::int64_t intent) {
        if (add)
            kept_.insert(related);
        else
            kept_.erase(related);
        keep_in(link_, kept_);
        link_.seen = std::max(link_.seen, link_.revision);
        tenant_.store.record(tenant_.record.id, std::vector<Recorded>{{.intent = intent, .link = link_}});
        return true;
    }

    Tenant& tenant_;
    Link link_;
    CycleReport& report_;
    Relations kept_;
    bool out_of_sight_ = false;
};

bool takes_part(const Pair& pair) {
    return wants_item_links(pair.mapping->mapping()) && pair.link().automatic &&
           pair.link().state == LinkState::active && pair.of->ticket.presence == Presence::there &&
           pair.presence == ItemPresence::there &&
           (pair.end == Conversation::End::done || pair.end == Conversation::End::parked);
}

}  // namespace

bool wants_item_links(const Mapping& mapping) {
    return mapping.item_links.parents || mapping.item_links.related;
}

std::vector<std::string> names_of_relatives() {
    return {"parent", "children", "related"};
}

void relate_items(Tenant& tenant, std::vector<Pair>& pairs, CycleReport& report) {
    for (auto& pair : pairs) {
        if (tenant.clock.stopping()) return;
        if (!takes_part(pair)) continue;
        const auto wanted = wanted_of(tenant, pair);
        auto link = present_link(tenant, pair);
        if (!link || is_over(link->state)) continue;
        Relating relating(tenant, std::move(*link), report);
        if (relating.is_settled(wanted) || relating.come_to(wanted)) continue;
        if (!relating.is_out_of_sight() && pair.end == Conversation::End::done)
            pair.end = Conversation::End::again;
    }
}

}  // namespace deskbridge
