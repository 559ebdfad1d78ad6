#include "sync/saying.h"

#include "model/link.h"
#include "model/mark.h"

#include <algorithm>
#include <charconv>

namespace deskbridge {

std::string saying_text(const SayingIntent& intent) {
    return base_text({{"message", intent.message_id},
                      {"item", std::to_string(intent.work_item)},
                      {"revision", std::to_string(intent.revision)},
                      {"digest", intent.digest}});
}

SayingIntent parse_saying(const std::string& text) {
    const Base kept = parse_base(text);
    const auto of = [&](std::string_view name) {
        const auto found = kept.find(name);
        return found == kept.end() ? std::string() : found->second;
    };
    const auto number = [](const std::string& digits, auto& value) {
        std::from_chars(digits.data(), digits.data() + digits.size(), value);
    };
    SayingIntent intent{of("message"), 0, 0, of("digest")};
    number(of("item"), intent.work_item);
    number(of("revision"), intent.revision);
    return intent;
}

bool stands_among(const std::vector<Comment>& comments, const std::string& key,
                  const std::string& message_id) {
    return std::any_of(comments.begin(), comments.end(), [&](const Comment& comment) {
        return carries_message(comment.text, key, message_id);
    });
}

}  // namespace deskbridge
