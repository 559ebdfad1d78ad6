#include "workbench/wire.h"

#include "contract/sync_error.h"
#include "support/streams.h"

#include <array>
#include <ctime>
#include <map>
#include <utility>

namespace deskbridge::workbench {

namespace {

using namespace std::chrono;

constexpr milliseconds travel{20};
constexpr seconds lateness{60};
constexpr seconds asked_wait{30};
/// Before a write whose answer never came may be sent again. Ours counts from when the intent was written, a
/// little before it is sent.
constexpr milliseconds after_silence{89'000};
constexpr milliseconds after_closing{2'000};

const std::map<Passage, std::string>& names() {
    static const std::map<Passage, std::string> all = {
        {Passage::through, "through"},
        {Passage::lost, "lost"},
        {Passage::closed_before, "closed before the effect"},
        {Passage::closed_after, "closed after the effect"},
        {Passage::stalled_before, "stalled before the effect"},
        {Passage::stalled_after, "stalled after the effect"},
        {Passage::stalled_late, "stalled with a late effect"},
        {Passage::half, "half an answer"},
        {Passage::failed_before, "500 before the effect"},
        {Passage::failed_after, "500 after the effect"},
        {Passage::gateway_after, "502 after the effect"},
        {Passage::overloaded_before, "503 before the effect"},
        {Passage::limited, "429"},
        {Passage::slowed, "a good answer that asks for a wait"},
        {Passage::sign_in_page, "a sign-in page after the effect"}};
    return all;
}

SyncError broken(const std::string& side, Fate fate, const std::string& what) {
    return SyncError(Reach::side, Trouble::unreachable, side + ": " + what).with(fate);
}

HttpResponse response_from(const sandbox::Reply& reply) {
    HttpResponse response;
    response.status = reply.status;
    response.headers.insert(reply.headers.begin(), reply.headers.end());
    response.body = reply.body;
    return response;
}

HttpResponse error_page(int status) {
    return {status, {{"Content-Type", "text/html"}}, "<html><body>Something went wrong.</body></html>"};
}

HttpResponse sign_in_page() {
    return {203, {{"Content-Type", "text/html; charset=utf-8"}}, "<html><title>Sign In</title></html>"};
}

/// "deskbridge:1 <agent> <key>": what a write can be known by.
std::vector<std::string> marks_in(const std::string& body) {
    constexpr std::string_view sign = "deskbridge:1 ";
    std::vector<std::string> marks;
    for (auto at = body.find(sign); at != std::string::npos; at = body.find(sign, at + 1)) {
        const auto key = body.find(' ', at + sign.size()) + 1;
        const auto end = body.find_first_not_of("0123456789abcdef", key);
        marks.push_back(body.substr(at, end - at));
    }
    return marks;
}

/// As every server says it: "Sat, 21 Nov 2026 11:30:00 GMT".
std::string http_date(Time time) {
    const std::time_t seconds = floor<std::chrono::seconds>(time.time_since_epoch()).count();
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 40> text{};
    return {text.data(), std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts)};
}

milliseconds wait_after(Passage passage) {
    switch (passage) {
        case Passage::through:
        case Passage::lost:
        case Passage::slowed:
        case Passage::limited: return {};
        case Passage::stalled_before:
        case Passage::stalled_after:
        case Passage::stalled_late: return after_silence;
        default: return after_closing;
    }
}

bool is_served_first(Passage passage) {
    switch (passage) {
        case Passage::through:
        case Passage::slowed:
        case Passage::closed_after:
        case Passage::stalled_after:
        case Passage::half:
        case Passage::failed_after:
        case Passage::gateway_after:
        case Passage::sign_in_page: return true;
        default: return false;
    }
}

}  // namespace

std::string name_of(Passage passage) {
    return names().at(passage);
}

const std::vector<Passage>& mishaps() {
    static const std::vector<Passage> all = [] {
        std::vector<Passage> list;
        for (const auto& [passage, name] : names())
            if (passage != Passage::through) list.push_back(passage);
        return list;
    }();
    return all;
}

sandbox::Reply Wire::serve(const HttpRequest& request) {
    sandbox::Request asked;
    asked.method = request.method;
    const auto path = request.url.find('/', request.url.find("//") + 2);
    const auto query = request.url.find('?');
    asked.path = request.url.substr(path, query == std::string::npos ? query : query - path);
    if (query != std::string::npos) asked.query = request.url.substr(query + 1);
    asked.headers.insert(request.headers.begin(), request.headers.end());
    asked.body = body_of(request);
    asked.headers.emplace("Content-Length", std::to_string(asked.body.size()));
    sandbox::Reply reply = system_.handle(asked);
    reply.headers.emplace("Date", http_date(traffic_.clock.now()));
    return reply;
}

void Wire::do_late_work() {
    for (auto& late : std::exchange(late_, {})) {
        if (late.due <= traffic_.clock.ticks())
            serve(late.request);
        else
            late_.push_back(std::move(late));
    }
}

HttpResponse Wire::limited(HttpResponse response) {
    not_before_ = traffic_.clock.ticks() + asked_wait;
    response.headers.emplace("Retry-After", std::to_string(asked_wait.count()));
    return response;
}

void Wire::check_time(const std::string& name, const HttpRequest& request) {
    const auto now = traffic_.clock.ticks();
    if (now < not_before_) traffic_.too_early.push_back(name);
    for (const auto& mark : marks_in(request.body))
        if (const auto held = not_again_before_.find(mark);
            held != not_again_before_.end() && now < held->second)
            traffic_.too_early.push_back(name + " with " + mark);
}

void Wire::hold_back(const HttpRequest& request, milliseconds wait) {
    if (wait.count() == 0) return;
    for (const auto& mark : marks_in(request.body)) not_again_before_[mark] = traffic_.clock.ticks() + wait;
}

HttpResponse Wire::exchange(const HttpRequest& request) {
    const auto name = side_ + " " + request.method + " " + request.url;
    try {
        return saved(request, pass(name, request));
    } catch (const Interrupted&) {
        hold_back(request, after_silence);
        throw;
    }
}

HttpResponse Wire::pass(const std::string& name, const HttpRequest& request) {
    traffic_.steps.pass("before " + name);
    traffic_.clock.step(travel);
    do_late_work();
    check_time(name, request);
    ++traffic_.requests;
    const auto passage =
        traffic_.judge ? traffic_.judge(side_, request, traffic_.requests) : Passage::through;
    HttpResponse response;
    if (is_served_first(passage)) response = response_from(serve(request));
    // the status line of a refusal says enough, wherever its body ends
    const bool refused = passage == Passage::half && response.status >= 300;
    if (!refused) hold_back(request, wait_after(passage));
    traffic_.steps.pass("after " + name);
    switch (passage) {
        case Passage::through: return response;
        case Passage::lost: throw broken(side_, Fate::not_sent, "no connection");
        case Passage::closed_before:
        case Passage::closed_after: throw broken(side_, Fate::closed, "the connection was closed");
        case Passage::stalled_late:
            late_.push_back({traffic_.clock.ticks() + lateness, request});
            [[fallthrough]];
        case Passage::stalled_before:
        case Passage::stalled_after: throw broken(side_, Fate::timed_out, "no answer in time");
        case Passage::half:
            // the client compares a saved body with its announced length
            if (!request.save_to.empty() && !refused)
                throw broken(side_, Fate::closed, "the answer broke off");
            response.body.resize(response.body.size() / 2);
            return response;
        case Passage::failed_before:
        case Passage::failed_after: return error_page(500);
        case Passage::gateway_after: return error_page(502);
        case Passage::overloaded_before: return error_page(503);
        case Passage::limited:
            return limited(
                {429, {{"Content-Type", "application/json"}}, R"({"message":"Too many requests"})"});
        case Passage::slowed: return limited(std::move(response));
        case Passage::sign_in_page: return sign_in_page();
    }
    return response;
}

}  // namespace deskbridge::workbench
