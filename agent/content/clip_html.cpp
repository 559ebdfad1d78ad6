#include "content/clip_html.h"

#include "content/plain_text.h"

namespace deskbridge {

Clipped clip_html(const std::string& canonical, size_t max, const std::string& last_paragraph) {
    // no unit counts more than there are bytes
    if (canonical.size() <= max || length_in(Unit::utf16, canonical) <= max) return {canonical, false};
    const auto closing = length_in(Unit::utf16, last_paragraph);
    const std::string words = plain_text(canonical);
    // escaping makes it longer again, by how much its words tell
    for (size_t room = max; room > 0; room /= 2) {
        const auto html = html_from_text(clip(words, room).text);
        if (length_in(Unit::utf16, html) + closing <= max) return {html + last_paragraph, true};
    }
    return {{}, true};
}

}  // namespace deskbridge
