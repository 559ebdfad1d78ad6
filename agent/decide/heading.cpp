#include "decide/heading.h"

#include "mapping/coercion.h"

#include <fmt/format.h>

namespace deskbridge {

namespace {

std::string name_of(const Person& author) {
    if (!author.name.empty()) return author.name;
    return author.email.empty() ? "somebody" : author.email;
}

/// "2026-03-04 08:11 UTC"
std::string minute_of(Time time) {
    auto text = iso8601(time).substr(0, 16);
    text[10] = ' ';
    return text + " UTC";
}

}  // namespace

std::string heading(const Person& author, const std::string& what, const std::string& address, Time time) {
    return fmt::format("<p><b>{}</b>, {}, <a href=\"{}\">{}</a></p>", escape_html(name_of(author)), what,
                       escape_html(address), minute_of(time));
}

}  // namespace deskbridge
