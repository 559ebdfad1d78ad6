#include "content/picture.h"

#include "content/canonical_html.h"
#include "content/reference.h"
#include "content/tokens.h"

#include <set>

namespace deskbridge {
namespace {

using namespace html;

// The source of a picture as it stands in the text, with its place; empty for any other token.
std::string_view source_of(const Token& token) {
    if (token.kind != Token::Kind::start || token.name != "img") return {};
    RawAttribute raw;
    for (size_t at = 0; next_attribute(token.attributes, at, raw);) {
        if (raw.name == "src") return raw.value;
    }
    return {};
}

}  // namespace

std::vector<std::string> picture_addresses(std::string_view canonical) {
    std::vector<std::string> found;
    std::set<std::string> seen;
    std::string address;
    Tokens tokens(canonical);
    for (Token token = tokens.next(); token.kind != Token::Kind::finish; token = tokens.next()) {
        const std::string_view source = source_of(token);
        if (source.empty() || !decode_references(source, address)) continue;
        if (seen.insert(address).second) found.push_back(address);
    }
    return found;
}

std::string with_pictures(std::string_view canonical,
                          const std::function<std::string(const std::string&)>& address_for) {
    std::string out, address;
    size_t kept = 0;
    Tokens tokens(canonical);
    for (Token token = tokens.next(); token.kind != Token::Kind::finish; token = tokens.next()) {
        const std::string_view source = source_of(token);
        if (source.empty() || !decode_references(source, address)) continue;
        const auto at = static_cast<size_t>(source.data() - canonical.data());
        out.append(canonical, kept, at - kept);
        append_escaped_value(out, address_for(address));
        kept = at + source.size();
    }
    if (kept == 0) return std::string(canonical);
    return canonical_html(out.append(canonical, kept));
}

}  // namespace deskbridge
