// Walking over a list of tickets that changes meanwhile.
#pragma once

#include "contract/sync_error.h"
#include "json/json.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace deskbridge::deskpro {

/// Dates in seconds since 1970, as Deskpro counts them, by ticket id.
using Dates = std::map<std::int64_t, std::int64_t>;

/// Where a walk stands; a feed's cursor is its text. `confirmed` (an id or a date) is as far as the last
/// complete walk came, `target` what takes its place once this walk is complete.
struct Walk {
    std::int64_t confirmed = 0;
    std::int64_t target = 0;

    std::int64_t last = 0;  ///< id of the last ticket seen in this walk; 0 = the walk is at its beginning
    std::int64_t last_date = 0;
    std::int64_t place = 0;   ///< how many tickets of the list lie up to and with the last one seen
    std::int64_t total = -1;  ///< how many the last page announced; -1 = not told
    int size = 200;           ///< tickets that this instance puts on a page
    int repeats = 0;          ///< how often in a row the walk went back
    bool own_size = false;    ///< the instance keeps to its own size of pages: they cannot overlap
    bool own_order = false;   ///< the instance keeps to its own order: the list is read to its end

    /// For walks by date: tickets whose date is at least `floor` and stands in `seen` are known.
    std::int64_t floor = 0;
    Dates seen;
    Dates found;             ///< what this walk adds to `seen`, without what is dated from `began` on
    std::int64_t began = 0;  ///< the desk's second at the beginning of this walk; 0 = all of `found` is known

    static Walk parse(const std::string& cursor);
    std::string text() const;
    bool under_way() const { return place > 0 || repeats > 0; }
    /// The same feed, from the beginning of its next walk.
    Walk rested() const;
};

/// A page to ask for.
struct Window {
    std::int64_t page = 1;
    int count = 200;
    bool operator==(const Window&) const = default;
};

/// The page by which the walk goes on. It begins a few tickets before the first that is not seen yet, so that
/// it shows by itself whether tickets before it have left the list and pulled others past the walk.
Window next_window(const Walk& walk);

/// That page and those after it, as far as the list is known to reach and all come as they are asked for; at
/// most `most`.
std::vector<Window> windows_ahead(Walk walk, std::size_t most);

/// What a page says of itself, with or without `meta`.
struct Listed {
    std::vector<std::int64_t> ids;
    std::int64_t count = 0;  ///< of tickets, with any that have no id

    std::int64_t start = 0;   ///< place in the list of its first ticket, from 0
    std::int64_t total = -1;  ///< -1 = not told
    std::optional<std::int64_t> per_page;
    bool is_end = false;  ///< the list ends with it, as far as `meta` tells

    static Listed of(const json::Document& page, const Window& window);
};

/// Notes what the page tells of the instance: the size of its pages, or that it keeps to none that is asked.
void learn(Walk& walk, const Listed& page, const Window& window);

/// True when no ticket can lie between those seen and this page. `connected`: by its tickets it begins
/// among those seen.
bool follows(const Walk& walk, const Listed& page, bool connected);

/// Moves the walk back, further each time.
void step_back(Walk& walk, const Listed& page);
/// Moves the walk to the end of the page; `any_new`: the page held tickets beyond the last one seen. False
/// when the list has no more.
bool step_on(Walk& walk, const Listed& page, bool any_new);

}  // namespace deskbridge::deskpro
