#include "adapters/deskpro/thread.h"

#include "adapters/deskpro/errors.h"
#include "adapters/deskpro/files.h"
#include "adapters/deskpro/wire.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge::deskpro {

namespace {

constexpr const char* reading = "read the messages of a ticket";
/// A page that ends in an internal error may be too large for one answer: bodies of some megabytes exist.
constexpr int smaller = 5;
constexpr int pages_at_most = 10'000;
/// A list that loses messages while it is gone through may hide others; after so many tries it is believed.
constexpr int siftings_at_most = 4;

json::Document read(const std::string& cursor) {
    try {
        return json::Document::parse(cursor.empty() ? "{}" : cursor, "a stored cursor");
    } catch (const SyncError&) {
        return json::Document::parse("{}", "a stored cursor");
    }
}

}  // namespace

ThreadPlace ThreadPlace::parse(const std::string& cursor) {
    const auto json = read(cursor);
    ThreadPlace place;
    place.walk = Walk::parse(json["walk"].is_object() ? json["walk"].dump() : "");
    place.described = json["described"].integer().value_or(0);
    return place;
}

std::string ThreadPlace::text() const {
    json::Writer out;
    return out.object().member("described", described).key("walk").raw(walk.text()).end().take();
}

Thread::Thread(const MessageQuery& query, int size, Lookups& lookups)
    : query_(query), lookups_(lookups), place_(ThreadPlace::parse(query.cursor)) {
    place_.walk.size = std::min(place_.walk.size, size);
    page_.cursor = query.cursor;
}

BatchCall Thread::call() const {
    const bool sifting = place_.walk.own_order;
    const auto window = sifting ? Window{sifted_page_, place_.walk.size} : next_window(place_.walk);
    BatchCall call{"GET",
                   "/tickets/" + url_encode(query_.ticket_id) + "/messages",
                   {{"page", std::to_string(window.page)}, {"count", std::to_string(window.count)}},
                   {}};
    if (!sifting) call.query.insert(call.query.end(), {{"order_by", "id"}, {"order_dir", "asc"}});
    call.query.emplace_back("include", "person");
    return call;
}

void Thread::take(const Answer& answer) {
    auto& walk = place_.walk;
    if ((answer.status == 400 || answer.status == 422) && !walk.own_order) {
        begin_sifting();
    } else if (answer.status >= 500 && walk.size > 1) {
        walk.size = std::max(1, walk.size / smaller);
        if (walk.own_order) begin_sifting();
    } else if (!answer.has_data()) {
        fail(answer);
    } else if (walk.own_order) {
        sift(answer.body);
    } else {
        walk_on(answer.body);
    }
}

void Thread::fail(const Answer& answer) {
    page_.error = own_trouble(answer, reading);
    done_ = true;
}

Thread::Said Thread::said(json::View message, json::View linked) const {
    return {message_from(message, linked, lookups_), has_files(message), !is_note(message)};
}

/// The first public message from the beginning on is the ticket's description, and no part of the talk.
void Thread::add(Said said) {
    if (place_.described == 0 && said.may_describe) {
        place_.described = std::strtoll(said.message.id.c_str(), nullptr, 10);
        return;
    }
    if (said.has_files) with_files_.push_back(page_.messages.size());
    page_.messages.push_back(std::move(said.message));
}

void Thread::finish(bool more) {
    page_.more = more;
    page_.cursor = place_.text();
    done_ = true;
}

void Thread::walk_on(const json::Document& body) {
    auto& walk = place_.walk;
    const auto window = next_window(walk);
    const auto page = Listed::of(body, window);
    const bool whole = page.start == 0 && page.is_end;
    if (!whole && !std::is_sorted(page.ids.begin(), page.ids.end())) return begin_sifting();
    learn(walk, page, window);
    if (!follows(walk, page, !page.ids.empty() && page.ids.front() <= walk.last))
        return step_back(walk, page);
    std::map<std::int64_t, json::View> fresh;
    for (const auto& message : rows(body["data"]))
        if (const auto id = message["id"].integer(); id && *id > walk.last) fresh.emplace(*id, message);
    const bool more = step_on(walk, page, !fresh.empty());
    for (const auto& [id, message] : fresh) add(said(message, body["linked"]));
    if (!fresh.empty()) walk.last = fresh.rbegin()->first;
    finish(more);
}

void Thread::begin_sifting() {
    place_.walk.own_order = true;
    sifted_page_ = 1;
    sifted_total_ = -1;
    sifted_before_.clear();
    kept_.clear();
    left_out_ = false;
    ++siftings_;
}

void Thread::sift(const json::Document& body) {
    auto& walk = place_.walk;
    const auto page = Listed::of(body, {sifted_page_, walk.size});
    if (page.total < sifted_total_ && siftings_ < siftings_at_most) return begin_sifting();
    sifted_total_ = page.total;
    for (const auto& message : rows(body["data"])) {
        const auto id = message["id"].integer();
        if (!id || *id <= walk.last) continue;
        kept_.emplace(*id, said(message, body["linked"]));
        if (kept_.size() <= static_cast<std::size_t>(walk.size)) continue;
        kept_.erase(std::prev(kept_.end()));
        left_out_ = true;
    }
    const bool again = page.ids == sifted_before_;  // a server that knows no pages
    if (!page.ids.empty() && !again && !is_last_page(body, sifted_page_) && sifted_page_ < pages_at_most) {
        sifted_before_ = page.ids;
        ++sifted_page_;
        return;
    }
    walk.place += static_cast<std::int64_t>(kept_.size());
    for (auto& [id, said] : kept_) add(std::move(said));
    if (!kept_.empty()) walk.last = kept_.rbegin()->first;
    finish(left_out_);
}

}  // namespace deskbridge::deskpro
