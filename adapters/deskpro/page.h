// One page of a ticket list, and where a walk over such pages stands.
#pragma once

#include "json/json.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace deskbridge::deskpro {

/// Where a walk stands. `confirmed` and `target` are an id or a date, as the walk's order has it.
struct Walk {
    std::string confirmed;
    std::string target;
    int page = 1;
    std::int64_t last = 0;    ///< id at the end of the page before; 0 = none
    std::int64_t total = -1;  ///< tickets that the page before announced; -1 = unknown
    int repeats = 0;          ///< how often this walk has gone back

    static Walk parse(const std::string& cursor);
    std::string text() const;
};

/// What a page says of itself, with or without `meta`.
struct PageFacts {
    std::vector<std::int64_t> ids;
    std::int64_t total = -1;
    int per_page = 200;
    bool is_last = false;

    static PageFacts of(const json::Document& page, int number);
};

/// How many pages a walk has to go back because tickets that left the list before it pulled others forward,
/// past the page that was just read. `descending`: by id, newest first, where tickets that are new push
/// others back.
int pages_to_repeat(const Walk& walk, const PageFacts& page, bool descending);

}  // namespace deskbridge::deskpro
