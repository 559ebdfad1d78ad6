#include "adapters/deskpro/page.h"

#include "adapters/deskpro/client.h"

#include <algorithm>

namespace deskbridge::deskpro {

namespace {

/// Tickets that a page repeats of the one before: so many may leave the list between two pages unnoticed.
constexpr std::int64_t overlap = 3;
/// Below this an overlap would cost more than it is worth.
constexpr int smallest_page = 20;
/// Doubled each time, this leads back to the beginning of any list; a list that contradicts itself even then
/// is taken as it comes, and the next walk or sweep sees what this one missed.
constexpr int repeats_at_most = 24;

void put_dates(json::Writer& out, const char* name, const Dates& dates) {
    if (dates.empty()) return;
    out.key(name).object();
    for (const auto& [id, date] : dates) out.member(std::to_string(id), date);
    out.end();
}

Dates dates_in(json::View object) {
    Dates dates;
    for (const auto& [id, date] : object.members())
        dates[std::strtoll(std::string(id).c_str(), nullptr, 10)] = date.integer().value_or(0);
    return dates;
}

json::Document read(const std::string& cursor) {
    try {
        return json::Document::parse(cursor.empty() ? "{}" : cursor, "a stored cursor");
    } catch (const SyncError&) {
        // A cursor that cannot be read costs a walk from the beginning, never a ticket.
        return json::Document::parse("{}", "a stored cursor");
    }
}

bool overlaps(const Walk& walk) {
    return !walk.own_size && !walk.own_order && walk.size >= smallest_page;
}

}  // namespace

Walk Walk::parse(const std::string& cursor) {
    const auto json = read(cursor);
    const auto number = [&](const char* name, std::int64_t otherwise) {
        return json[name].integer().value_or(otherwise);
    };
    Walk walk;
    walk.confirmed = number("confirmed", 0);
    walk.target = number("target", 0);
    walk.last = number("last", 0);
    walk.last_date = number("last_date", 0);
    walk.place = std::max<std::int64_t>(0, number("place", 0));
    walk.total = number("total", -1);
    walk.size = static_cast<int>(std::clamp<std::int64_t>(number("size", walk.size), 1, walk.size));
    walk.repeats = static_cast<int>(std::clamp<std::int64_t>(number("repeats", 0), 0, repeats_at_most));
    walk.own_size = json["own_size"].flag();
    walk.own_order = json["own_order"].flag();
    walk.floor = number("floor", 0);
    walk.seen = dates_in(json["seen"]);
    walk.found = dates_in(json["found"]);
    walk.began = number("began", 0);
    return walk;
}

std::string Walk::text() const {
    json::Writer out;
    out.object().member("confirmed", confirmed);
    if (under_way()) {
        out.member("target", target).member("last", last).member("place", place).member("total", total);
        out.member("size", size);
        if (last_date != 0) out.member("last_date", last_date);
        if (repeats > 0) out.member("repeats", repeats);
        if (own_size) out.member("own_size", own_size);
        if (began != 0) out.member("began", began);
        put_dates(out, "found", found);
    }
    if (own_order) out.member("own_order", own_order);
    if (floor != 0) out.member("floor", floor);
    put_dates(out, "seen", seen);
    return out.end().take();
}

Walk Walk::rested() const {
    Walk next;
    next.confirmed = confirmed;
    next.floor = floor;
    next.seen = seen;
    return next;
}

Window next_window(const Walk& walk) {
    if (!overlaps(walk)) return {walk.place / walk.size + 1, walk.size};
    // Pages begin at multiples of their size: of the sizes that may be asked for, the one that reaches
    // furthest beyond what is seen.
    const auto begin = std::max<std::int64_t>(0, walk.place - overlap);
    int best = walk.size;
    for (int size = walk.size; size >= walk.size / 2; --size)
        if (size - begin % size > best - begin % best) best = size;
    return {begin / best + 1, best};
}

std::vector<Window> windows_ahead(Walk walk, std::size_t most) {
    std::vector<Window> out{next_window(walk)};
    const bool predictable = walk.place > 0 && walk.repeats == 0 && !walk.own_size && !walk.own_order;
    while (predictable && out.size() < most) {
        walk.place = out.back().page * out.back().count;
        if (walk.place >= walk.total) break;
        out.push_back(next_window(walk));
    }
    return out;
}

Listed Listed::of(const json::Document& page, const Window& window) {
    Listed out;
    for (const auto& ticket : rows(page["data"])) {
        ++out.count;
        if (const auto id = ticket["id"].integer()) out.ids.push_back(*id);
    }
    const auto told = pagination(page);
    out.total = told["total"].integer().value_or(-1);
    out.per_page = told["per_page"].integer();
    if (out.per_page && *out.per_page < std::max<std::int64_t>(1, out.count)) out.per_page.reset();
    out.start = (window.page - 1) * out.per_page.value_or(std::max<std::int64_t>(window.count, out.count));
    if (const auto pages = told["total_pages"].integer())
        out.is_end = window.page >= *pages;
    else if (out.total >= 0)
        out.is_end = out.start + out.count >= out.total;
    return out;
}

void learn(Walk& walk, const Listed& page, const Window& window) {
    const auto size = page.per_page.value_or(page.count);
    if (size > window.count)
        walk.own_size = true;
    else if (size > 0 && size < window.count && (page.per_page || (window.page == 1 && !page.is_end)))
        walk.size = static_cast<int>(size);
}

bool follows(const Walk& walk, const Listed& page, bool connected) {
    if (page.start == 0 || walk.repeats >= repeats_at_most || connected) return true;
    return !overlaps(walk) && (walk.total < 0 || page.total < 0 || page.total >= walk.total);
}

void step_back(Walk& walk, const Listed& page) {
    const auto half = std::max(1, walk.size / 2);
    const auto gone = std::max<std::int64_t>(0, walk.total - page.total);
    const auto back = overlaps(walk) ? half * (std::int64_t{1} << walk.repeats) : gone + walk.size;
    walk.place = std::max<std::int64_t>(0, page.start - back);
    walk.total = page.total;
    ++walk.repeats;
}

bool step_on(Walk& walk, const Listed& page, bool any_new) {
    const auto place = page.start + page.count;
    const bool further = page.count > 0 && place > walk.place;
    walk.place = place;
    walk.total = page.total;
    if (any_new) walk.repeats = 0;
    if (page.is_end || !further) return false;
    if (any_new) return true;
    // A walk that went back meets what it has seen already, until it is past the last of it. Where nothing
    // tells the end of the list, it shows by pages that stay at that last one.
    const bool at_last = !page.ids.empty() && page.ids.back() == walk.last;
    return walk.repeats > 0 && (!at_last || ++walk.repeats <= repeats_at_most);
}

}  // namespace deskbridge::deskpro
