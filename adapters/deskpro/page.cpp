#include "adapters/deskpro/page.h"

#include "contract/sync_error.h"

#include <algorithm>
#include <charconv>

namespace deskbridge::deskpro {

namespace {

/// A list that changes faster than it can be walked is taken as it comes after this many new starts; the next
/// walk or sweep sees what this one missed.
constexpr int repeats_at_most = 5;

}  // namespace

Walk Walk::parse(const std::string& cursor) {
    Walk walk;
    if (cursor.empty()) return walk;
    const auto json = [&] {
        try {
            return json::Document::parse(cursor, "a stored cursor");
        } catch (const SyncError&) {
            // A cursor that cannot be read costs a walk from the beginning, never a ticket.
            return json::Document::parse("{}", "a stored cursor");
        }
    }();
    walk.confirmed = json["confirmed"].text();
    walk.target = json["target"].text();
    walk.page = static_cast<int>(std::max<std::int64_t>(1, json["page"].integer().value_or(1)));
    walk.last = json["last"].integer().value_or(0);
    walk.total = json["total"].integer().value_or(-1);
    walk.repeats = static_cast<int>(json["repeats"].integer().value_or(0));
    return walk;
}

std::string Walk::text() const {
    json::Writer out;
    out.object().member("confirmed", confirmed);
    if (page > 1 || last != 0) {
        out.member("target", target).member("page", page).member("last", last).member("total", total);
        out.member("repeats", repeats);
    }
    return out.end().take();
}

PageFacts PageFacts::of(const json::Document& page, int number) {
    PageFacts facts;
    for (const auto& ticket : page["data"].items()) facts.ids.push_back(ticket["id"].integer().value_or(0));
    const auto pagination = page["meta"]["pagination"];
    facts.total = pagination["total"].integer().value_or(-1);
    facts.per_page = static_cast<int>(pagination["per_page"].integer().value_or(200));
    if (facts.ids.empty())
        facts.is_last = true;
    else if (const auto pages = pagination["total_pages"].integer())
        facts.is_last = number >= *pages;
    else if (facts.total >= 0 && facts.per_page > 0)
        facts.is_last = static_cast<std::int64_t>(number) * facts.per_page >= facts.total;
    return facts;
}

int pages_to_repeat(const Walk& walk, const PageFacts& page, bool descending) {
    if (walk.page <= 1 || walk.total < 0 || page.total < 0 || walk.repeats >= repeats_at_most) return 0;
    const auto seen_again = descending
                                ? std::count_if(page.ids.begin(), page.ids.end(),
                                                [&](auto id) { return walk.last != 0 && id >= walk.last; })
                                : 0;
    const auto gone = descending ? walk.total + seen_again - page.total : walk.total - page.total;
    if (gone <= 0) return 0;
    const auto pages = gone / std::max(1, page.per_page) + 1;
    return static_cast<int>(std::min<std::int64_t>(pages, walk.page - 1));
}

}  // namespace deskbridge::deskpro
