#include "adapters/request_tracker/feed_cursor.h"

#include "contract/sync_error.h"
#include "json/json.h"

namespace deskbridge::request_tracker {

FeedCursor FeedCursor::parse(const std::string& text) {
    FeedCursor cursor;
    if (text.empty()) return cursor;
    try {
        const auto json = json::Document::parse(text, "a stored cursor");
        cursor.id = json["id"].integer().value_or(0);
        cursor.to = json["to"].integer().value_or(0);
        cursor.since = json["since"].integer().value_or(0);
        cursor.began = json["began"].integer().value_or(0);
        cursor.after = json["after"].integer().value_or(0);
        for (const auto& id : json["seen"].items()) cursor.seen.insert(id.integer().value_or(0));
    } catch (const SyncError&) {
        return {};
    }
    return cursor;
}

std::string FeedCursor::text() const {
    json::Writer out;
    out.object().member("id", id);
    if (to > id) out.member("to", to);
    if (since > 0) out.member("since", since);
    if (began > 0) out.member("began", began).member("after", after);
    out.key("seen").array();
    for (const auto number : seen) out.integer(number);
    return out.end().end().take();
}

}  // namespace deskbridge::request_tracker
