#include "bench.h"

#include <stdexcept>

namespace deskbridge::test {

Bench::Bench(sandbox::deskpro::Options options)
    : desk(std::move(options), [this] { return now; }),
      http(desk, "key 1:SANDBOXKEY0123456789"),
      adapter(http, {"http://127.0.0.1"}) {}

long long Bench::add(const std::string& subject, const std::string& html, std::vector<std::string> labels) {
    sandbox::deskpro::NewTicket ticket;
    ticket.subject = subject;
    ticket.person_name = "Ines Duarte";
    ticket.person_email = "ines.duarte@nordhafen.example";
    ticket.labels = std::move(labels);
    if (!html.empty()) ticket.messages.push_back({html, false, "", std::nullopt});
    return desk.add(ticket);
}

std::vector<std::string> Bench::add_many(int count) {
    std::vector<std::string> ids;
    for (int i = 0; i < count; ++i)
        ids.push_back(std::to_string(add("Ticket " + std::to_string(i), "<p>" + std::to_string(i) + "</p>")));
    return ids;
}

void Bench::reply(long long ticket) {
    desk.write(ticket, {"<p>Any news?</p>", false, "ines.duarte@nordhafen.example", std::nullopt});
}

Ticket Bench::ticket(long long id) {
    const std::vector<std::string> ids{std::to_string(id)};
    auto found = adapter.read_tickets(ids);
    if (found.empty()) throw std::runtime_error("no ticket " + ids.front());
    return found.front();
}

Feed Bench::feed(const std::string& name) const {
    for (const auto& feed : adapter.feeds())
        if (feed.name == name) return feed;
    throw std::runtime_error("no feed " + name);
}

std::vector<std::string> Bench::walk(const std::string& name, std::string& cursor, const Find& find,
                                     bool by_restarts) {
    std::vector<std::string> ids;
    for (int pages = 0;; ++pages) {
        if (pages > 2'000) throw std::runtime_error("a walk without end: " + cursor);
        auto fresh = restarted();
        const auto page = (by_restarts ? fresh : adapter).read_feed(feed(name), cursor, find);
        for (const auto& ticket : page.tickets) ids.push_back(ticket.id);
        cursor = page.cursor;
        if (!page.more) return ids;
    }
}

std::set<std::string> as_set(const std::vector<std::string>& ids) {
    return {ids.begin(), ids.end()};
}

SyncError dropped() {
    return SyncError(Reach::side, Trouble::unreachable, "the connection was closed").with(Fate::closed);
}

SyncError timed_out() {
    return SyncError(Reach::side, Trouble::unreachable, "no answer in time").with(Fate::timed_out);
}

}  // namespace deskbridge::test
