#include "content/shown_value.h"

#include "content/clip.h"
#include "content/plain_text.h"

#include <algorithm>

namespace deskbridge {

std::string plain_value(const Value& value) {
    const auto* html = std::get_if<Html>(&value);
    return html == nullptr ? text_of(value) : plain_text(html->markup);
}

std::string shown_value(const Value& value) {
    constexpr std::size_t longest = 80;
    const auto* person = std::get_if<Person>(&value);
    auto text = person == nullptr || person->email.empty() ? plain_value(value) : person->email;
    std::replace_if(
        text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
    return clip(text, longest).text;
}

}  // namespace deskbridge
