#pragma once

#include "sandbox/deskpro/new_ticket.h"
#include "sandbox/pages/item.h"

#include <cstddef>
#include <string>
#include <vector>

namespace sandbox {

/// What the page wants to see. Every word of `words` has to be found in the ticket or in one of its work
/// items, upper or lower case. Pages count from 1.
struct PairQuery {
    enum class Show { all, linked, unlinked, orphans } show = Show::all;
    std::string words;
    bool newest_first = true;
    std::size_t page = 1;
    std::size_t count = 50;
};

/// A ticket beside what became of it; either may be missing. The pointers are into what was handed in.
struct Pair {
    const deskpro::TicketView* ticket = nullptr;
    std::vector<const ItemView*> items;
};

struct PairList {
    std::vector<Pair> rows;
    /// A page beyond the last is the last.
    std::size_t page = 1, pages = 1, matches = 0;
    std::size_t tickets = 0, items = 0, linked = 0;
};

PairList pair_up(const std::vector<deskpro::TicketView>& tickets, const std::vector<ItemView>& items,
                 const PairQuery& query);

}  // namespace sandbox
