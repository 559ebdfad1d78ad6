#include "workbench/wire.h"

#include "contract/sync_error.h"

#include <map>
#include <utility>

namespace deskbridge::workbench {

namespace {

using namespace std::chrono;

constexpr milliseconds travel{20};
constexpr seconds lateness{60};
constexpr seconds asked_wait{30};

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

bool is_served_first(Passage passage) {
    switch (passage) {
        case Passage::through:
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
    asked.body = request.body;
    return system_.handle(asked);
}

void Wire::do_late_work() {
    for (auto& late : std::exchange(late_, {})) {
        if (late.due <= traffic_.clock.ticks())
            serve(late.request);
        else
            late_.push_back(std::move(late));
    }
}

HttpResponse Wire::limit() {
    not_before_ = traffic_.clock.ticks() + asked_wait;
    return {429,
            {{"Content-Type", "application/json"}, {"Retry-After", std::to_string(asked_wait.count())}},
            R"({"message":"Too many requests"})"};
}

HttpResponse Wire::exchange(const HttpRequest& request) {
    const auto name = side_ + " " + request.method + " " + request.url;
    traffic_.steps.pass("before " + name);
    traffic_.clock.step(travel);
    do_late_work();
    if (traffic_.clock.ticks() < not_before_) traffic_.too_early.push_back(name);
    ++traffic_.requests;
    const auto passage =
        traffic_.judge ? traffic_.judge(side_, request, traffic_.requests) : Passage::through;
    HttpResponse response;
    if (is_served_first(passage)) response = response_from(serve(request));
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
        case Passage::half: response.body.resize(response.body.size() / 2); return response;
        case Passage::failed_before:
        case Passage::failed_after: return error_page(500);
        case Passage::gateway_after: return error_page(502);
        case Passage::overloaded_before: return error_page(503);
        case Passage::limited: return limit();
        case Passage::sign_in_page: return sign_in_page();
    }
    return response;
}

}  // namespace deskbridge::workbench
