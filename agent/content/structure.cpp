#include "content/structure.h"

#include "content/tokens.h"

#include <algorithm>

namespace deskbridge::html {
namespace {

bool is_table_part(Part part) {
    switch (part) {
        case Part::table:
        case Part::columns:
        case Part::rows:
        case Part::row: return true;
        default: return false;
    }
}

bool begins_afresh(Part part) {
    return part == Part::cell || part == Part::caption;
}

bool is_inline(Part part) {
    return part == Part::phrase || part == Part::link || part == Part::mark;
}

}  // namespace

bool Structure::may_stand(Part part) const {
    const bool inside = !open_.empty();
    const Part parent = inside ? open_.back().part : Part::block;
    switch (part) {
        case Part::caption:
        case Part::columns:
        case Part::rows: return inside && parent == Part::table;
        case Part::column: return inside && parent == Part::columns;
        case Part::row: return inside && parent == Part::rows;
        case Part::cell: return inside && parent == Part::row;
        case Part::item: return inside && parent == Part::list && !open_.back().in_paragraph;
        case Part::term: return inside && parent == Part::terms && !open_.back().in_paragraph;
        default: break;
    }
    if (is_table_part(parent)) return false;
    if (!inside) return true;
    if (part == Part::link) return !open_.back().in_link;
    if (is_inline(part)) return true;
    // a block closes the paragraph it stands in
    if (open_.back().in_paragraph) return false;
    return part != Part::heading || !open_.back().in_heading;
}

void Structure::open(Part part) {
    sound_ = sound_ && may_stand(part);
    Level level{part, part == Part::paragraph, part == Part::heading, part == Part::link};
    if (!open_.empty() && !begins_afresh(part)) {
        const Level& around = open_.back();
        level.in_paragraph = level.in_paragraph || around.in_paragraph;
        level.in_heading = level.in_heading || around.in_heading;
        level.in_link = level.in_link || around.in_link;
    }
    open_.push_back(level);
}

void Structure::close() {
    open_.pop_back();
}

void Structure::text(std::string_view decoded) {
    if (open_.empty() || !is_table_part(open_.back().part)) return;
    sound_ = sound_ && std::all_of(decoded.begin(), decoded.end(), is_html_space);
}

}  // namespace deskbridge::html
