#include "content/picture.h"

#include "content/canonical_html.h"
#include "content/reference.h"
#include "content/tokens.h"

#include <set>

namespace deskbridge {
namespace {

using namespace html;

constexpr std::string_view opening = "<img ";

// The source of the next picture from `at` on as it stands in the text, `at` moving behind its tag; empty at
// the end. In canonical HTML every "<" opens a tag, so the rest is not looked at.
std::string_view next_source(std::string_view canonical, size_t& at) {
    while ((at = canonical.find(opening, at)) != std::string_view::npos) {
        at += opening.size();
        std::string_view source;
        for (RawAttribute raw; next_attribute(canonical, at, raw);) {
            if (raw.name == "src") source = raw.value;
        }
        if (!source.empty()) return source;
    }
    return {};
}

}  // namespace

std::vector<std::string> picture_addresses(std::string_view canonical) {
    std::vector<std::string> found;
    std::set<std::string> seen;
    std::string address;
    size_t at = 0;
    for (auto source = next_source(canonical, at); !source.empty(); source = next_source(canonical, at)) {
        if (decode_references(source, address) && seen.insert(address).second) found.push_back(address);
    }
    return found;
}

std::string with_pictures(std::string_view canonical,
                          const std::function<std::string(const std::string&)>& address_for) {
    std::string out, address;
    size_t kept = 0, next = 0;
    for (auto source = next_source(canonical, next); !source.empty(); source = next_source(canonical, next)) {
        if (!decode_references(source, address)) continue;
        const auto at = static_cast<size_t>(source.data() - canonical.data());
        out.append(canonical, kept, at - kept);
        append_escaped_value(out, address_for(address));
        kept = at + source.size();
    }
    if (kept == 0) return std::string(canonical);
    return canonical_html(out.append(canonical, kept));
}

}  // namespace deskbridge
