#include "sandbox/pages/pairs.h"

#include <Poco/UTF8String.h>
#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <sstream>

namespace sandbox {

namespace {

std::vector<std::string> words_of(const std::string& text) {
    std::istringstream in(Poco::UTF8::toLower(text));
    std::vector<std::string> words;
    for (std::string word; in >> word;) words.push_back(word);
    return words;
}

std::string text_of(const Pair& pair) {
    std::string text;
    if (pair.ticket) {
        const auto& ticket = *pair.ticket;
        text = fmt::format("#{} {} {} {} {} {} {} {} {} {} ", ticket.id, ticket.ref, ticket.subject,
                           ticket.status, ticket.department, ticket.priority, ticket.person_name,
                           ticket.person_email, ticket.organization, fmt::join(ticket.labels, " "));
    }
    for (const auto* item : pair.items) {
        text += fmt::format("{} {} {} {} {} {} ", item->type, item->id, item->title, item->state,
                            item->project, fmt::join(item->tags, " "));
    }
    return Poco::UTF8::toLower(text);
}

bool meets(const Pair& pair, const std::vector<std::string>& words) {
    if (words.empty()) return true;
    const auto text = text_of(pair);
    return std::all_of(words.begin(), words.end(),
                       [&](const std::string& word) { return text.find(word) != std::string::npos; });
}

bool is_shown(const Pair& pair, PairQuery::Show show) {
    switch (show) {
        case PairQuery::Show::all: return pair.ticket != nullptr;
        case PairQuery::Show::linked: return pair.ticket && !pair.items.empty();
        case PairQuery::Show::unlinked: return pair.ticket && pair.items.empty();
        case PairQuery::Show::orphans: return !pair.ticket;
    }
    return false;
}

/// Tickets by number, then the work items of no ticket by number.
std::vector<Pair> all_pairs(const std::vector<deskpro::TicketView>& tickets,
                            const std::vector<ItemView>& items) {
    std::map<long long, Pair> by_ticket;
    for (const auto& ticket : tickets) by_ticket[ticket.id].ticket = &ticket;
    std::vector<Pair> orphans;
    for (const auto& item : items) {
        const auto found = by_ticket.find(item.ticket);
        if (found == by_ticket.end()) {
            orphans.push_back({nullptr, {&item}});
        } else {
            found->second.items.push_back(&item);
        }
    }
    std::vector<Pair> pairs;
    for (auto& [id, pair] : by_ticket) pairs.push_back(std::move(pair));
    pairs.insert(pairs.end(), orphans.begin(), orphans.end());
    return pairs;
}

}  // namespace

PairList pair_up(const std::vector<deskpro::TicketView>& tickets, const std::vector<ItemView>& items,
                 const PairQuery& query) {
    PairList list;
    list.tickets = tickets.size();
    list.items = items.size();
    const auto words = words_of(query.words);
    std::vector<Pair> found;
    for (auto& pair : all_pairs(tickets, items)) {
        list.linked += pair.ticket && !pair.items.empty();
        if (is_shown(pair, query.show) && meets(pair, words)) found.push_back(std::move(pair));
    }
    if (query.newest_first) std::reverse(found.begin(), found.end());
    const std::size_t count = std::max<std::size_t>(query.count, 1);
    list.matches = found.size();
    list.pages = std::max<std::size_t>((found.size() + count - 1) / count, 1);
    list.page = std::clamp<std::size_t>(query.page, 1, list.pages);
    const std::size_t first = (list.page - 1) * count;
    const std::size_t last = std::min(first + count, found.size());
    for (auto i = first; i < last; ++i) list.rows.push_back(std::move(found[i]));
    return list;
}

}  // namespace sandbox
