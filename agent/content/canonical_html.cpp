#include "content/canonical_html.h"

#include "content/canonical_writer.h"
#include "content/flat_text.h"
#include "content/html_tree.h"
#include "content/prescan.h"
#include "content/tidy_html.h"
#include "content/utf8.h"

#include <optional>

namespace deskbridge {
namespace {

using namespace html;

// Taking elements out moves others: a table without its rows is parsed differently. Real texts come to rest
// in the second round; what has not after these is built to never do so.
constexpr int rounds_max = 6;

// What the standard does to a text before it is parsed: one kind of line break, no U+0000.
std::string readable(std::string_view html) {
    std::string mended = mend_utf8(html);
    if (mended.find('\r') == std::string::npos && mended.find('\0') == std::string::npos) return mended;
    std::string out;
    out.reserve(mended.size());
    for (size_t i = 0; i < mended.size(); ++i) {
        const char c = mended[i];
        if (c == '\0')
            append_utf8(out, 0xFFFD);
        else if (c != '\r')
            out += c;
        else if (i + 1 == mended.size() || mended[i + 1] != '\n')
            out += '\n';
    }
    return out;
}

struct Written {
    std::string html;
    bool sound;
};

std::optional<Written> parse_and_write(std::string_view html) {
    CanonicalWriter writer;
    if (!walk_html(html, writer)) return std::nullopt;
    const bool sound = writer.sound();
    return Written{writer.take(), sound};
}

// A result that is its own result: either its structure vouches for that, or it was tried.
std::optional<std::string> at_rest(std::string_view html) {
    auto written = parse_and_write(html);
    for (int round = 1; written && !written->sound; ++round) {
        if (round == rounds_max || !prescan(written->html).within) return std::nullopt;
        auto again = parse_and_write(written->html);
        if (again && again->html == written->html) break;
        written = std::move(again);
    }
    if (!written) return std::nullopt;
    return std::move(written->html);
}

// So far within the bounds that what the tags spell stays within them when it is written: that has no tag
// more, and a character becomes six at most.
bool is_small(const Extent& extent) {
    const Bounds bounds;
    return extent.bytes <= bounds.bytes / 8 && extent.tags <= bounds.tags / 2 &&
           extent.depth <= bounds.depth / 2 && extent.attributes <= bounds.attributes / 2;
}

std::optional<std::string> rich(std::string_view html) {
    auto tidy = canonical_of_tidy(html);
    if (tidy && is_small(tidy->extent)) return std::move(tidy->html);
    if (!prescan(html).within) return std::nullopt;
    auto result = tidy ? std::move(tidy->html) : at_rest(html);
    // a result out of bounds would be simplified when it comes back: then better at once
    if (result && !prescan(*result).within) result.reset();
    return result;
}

}  // namespace

Canonical canonical(std::string_view html) {
    const std::string mended = readable(html);
    if (auto result = rich(mended)) return {std::move(*result), false};
    return {html_of_lines(flat_text(mended)), true};
}

std::string canonical_html(std::string_view html) {
    return canonical(html).html;
}

}  // namespace deskbridge
