#include "adapters/request_tracker/messages.h"

#include "adapters/request_tracker/errors.h"
#include "adapters/request_tracker/parts.h"
#include "adapters/request_tracker/wire.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace deskbridge::request_tracker {

namespace {

constexpr const char* reading = "read the messages of a ticket";
constexpr int pages_at_most = 10'000;

/// A transaction that says something. Only an answer to the requestor is for everyone; what else there may
/// be, and what RT may call otherwise one day, is internal.
bool is_message(const std::string& type) {
    return type == "Create" || type == "Correspond" || type == "Comment";
}
Visibility visibility_of(const std::string& type) {
    return type == "Correspond" || type == "Create" ? Visibility::everyone : Visibility::internal;
}

/// A version is the number of the last transaction that we may see.
std::int64_t last_in(const std::string& etag) {
    const auto begin = etag.find_first_of("0123456789");
    return begin == std::string::npos ? 0 : std::strtoll(etag.c_str() + begin, nullptr, 10);
}

int page_in(const std::string& cursor) {
    int page = 1;
    try {
        if (!cursor.empty())
            page = static_cast<int>(
                json::Document::parse(cursor, "a stored cursor")["page"].integer().value_or(1));
    } catch (const SyncError&) {
        return 1;
    }
    return std::clamp(page, 1, pages_at_most);
}

/// Pages are cut before hidden rows are left out of them, so that a short page, or an empty one, is no end:
/// the last transaction that we may see is.
class Thread {
public:
    Thread(Client& client, Lookups& lookups, const MessageQuery& query)
        : client_(client), lookups_(lookups), query_(query), number_(page_in(query.cursor)) {}

    MessagePage read() {
        page_.cursor = query_.cursor;
        const auto version = client_.head("/ticket/" + url_encode(query_.ticket_id), reading);
        if (!version.ok()) {
            page_.error = client_.own_trouble(version, reading);
            return std::move(page_);
        }
        last_ = last_in(version.etag);
        while (number_ <= pages_at_most && !take_rows()) ++number_;
        return std::move(page_);
    }

private:
    /// True when there is something to show, or nothing more to come.
    bool take_rows() {
        const auto body = client_.get(fmt::format("/ticket/{}/history", query_.ticket_id),
                                      {{"fields", "Type,Creator,Created,ObjectId"},
                                       {"fields[Creator]", "Name,RealName,EmailAddress"},
                                       {"orderby", "id"},
                                       {"per_page", std::to_string(lookups_.settings().page)},
                                       {"page", std::to_string(number_)}},
                                      reading);
        const bool beyond = body["page"].integer().value_or(number_) != number_;
        for (const auto& row : body["items"].items()) {
            if (beyond) break;
            seen_ = std::max(seen_, row["id"].integer().value_or(0));
            add(row);
        }
        page_.more = !beyond && seen_ < last_;
        if (page_.more) page_.cursor = fmt::format(R"({{"page":{}}})", number_ + 1);
        return !page_.more || !page_.messages.empty();
    }

    void add(json::View row) {
        const auto type = row["Type"].text();
        const bool made_this = type == "Create" && row["ObjectId"].text() == query_.ticket_id;
        if (!is_message(type) || made_this) return;
        Message message;
        message.id = row["id"].text();
        message.author = person_from(row["Creator"], lookups_);
        message.created = parse_time(row["Created"].text()).value_or(Time{});
        message.visibility = visibility_of(type);
        page_.messages.push_back(std::move(message));
    }

    Client& client_;
    Lookups& lookups_;
    const MessageQuery& query_;
    MessagePage page_;
    int number_;
    std::int64_t last_ = 0;
    std::int64_t seen_ = 0;
};

void fill_in(Client& client, std::vector<MessagePage>& pages) {
    std::vector<std::string> ids;
    for (const auto& page : pages)
        for (const auto& message : page.messages) ids.push_back(message.id);
    auto contents = read_contents(client, ids);
    for (auto& page : pages)
        for (auto& message : page.messages) {
            auto& content = contents[message.id];
            message.text = std::move(content.text);
            message.files = std::move(content.files);
        }
}

}  // namespace

std::vector<MessagePage> read_messages(Client& client, Lookups& lookups,
                                       std::span<const MessageQuery> queries) {
    std::vector<MessagePage> pages;
    for (const auto& query : queries) pages.push_back(Thread(client, lookups, query).read());
    fill_in(client, pages);
    return pages;
}

}  // namespace deskbridge::request_tracker
