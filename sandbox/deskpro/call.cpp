#include "sandbox/deskpro/call.h"

#include "sandbox/deskpro/selection.h"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>

namespace sandbox::deskpro {

Answer envelope(const Wire& wire, Json data, Json::Object meta, int status) {
    Answer answer;
    answer.status = status;
    answer.body.put("data", std::move(data))
        .put("meta", wire.map(std::move(meta)))
        .put("linked", wire.linked());
    return answer;
}

Answer updated(const Call& call, const std::function<Answer()>& resource) {
    if (param_flag(call.params, "follow_location")) return resource();
    Answer answer;
    answer.status = 204;
    return answer;
}

Page page_of(const Call& call, const Options& options, std::size_t total) {
    const auto positive = [&](const char* name, long long otherwise) {
        const auto number = whole_number(param(call.params, name)).value_or(otherwise);
        return number < 1 ? otherwise : number;
    };
    const auto count =
        static_cast<std::size_t>(std::min<long long>(positive("count", 10), options.count_cap));
    const auto number = static_cast<std::size_t>(std::min<long long>(positive("page", 1), 1'000'000'000));
    Page page;
    page.begin = std::min(total, (number - 1) * count);
    page.end = std::min(total, page.begin + count);
    Json pagination;
    pagination.put("total", static_cast<long long>(total))
        .put("count", static_cast<long long>(page.end - page.begin));
    pagination.put("per_page", static_cast<long long>(count))
        .put("current_page", static_cast<long long>(number));
    pagination.put("total_pages", static_cast<long long>((total + count - 1) / count));
    page.meta.push_back({"pagination", std::move(pagination)});
    return page;
}

const Person* viewer(const Place& place, const Call& call) {
    return call.caller.person ? place.desk.company.person(call.caller.person) : nullptr;
}

Ticket& ticket_of(const Place& place, const Call& call, const std::string& id) {
    auto number = whole_number(id).value_or(-1);
    const auto survivor = place.desk.survivor(number);
    if (survivor && place.options.merged_read == Options::MergedRead::survivor) number = *survivor;
    auto* ticket = place.desk.find(number);
    const bool concealed =
        ticket && place.desk.hidden(*ticket) && place.options.hidden_read == Options::HiddenRead::not_found;
    if (!ticket || concealed) throw not_found(fmt::format("Ticket {}", id));
    if (!sees(viewer(place, call), *ticket)) {
        if (place.options.unseen_status == 404) throw not_found(fmt::format("Ticket {}", id));
        throw Problem{place.options.unseen_status, "no_permission", "You may not see this ticket.", {}, 0};
    }
    return *ticket;
}

Answer list_tickets(const Place& place, const Call& call, const Params& params) {
    const auto selection = select(place.desk, place.options, params, viewer(place, call));
    Wire wire(place.desk, place.options, params);
    Call paged = call;
    paged.params = params;
    return list_answer(
        paged, place, wire, selection.tickets, [&](const Ticket* t) { return wire.ticket(*t); },
        selection.fql);
}

Problem wrong_method() {
    return {405, "method_not_allowed", "This method is not allowed at this address.", {}, 0};
}

bool api_path(std::vector<std::string> segments, std::vector<std::string>& path) {
    if (segments.size() < 2 || segments[0] != "api" || segments[1] != "v2") return false;
    auto begin = segments.begin() + 2;
    const auto is_digit = [](unsigned char c) { return std::isdigit(c) != 0; };
    if (begin != segments.end() && begin->size() == 8 && std::all_of(begin->begin(), begin->end(), is_digit))
        ++begin;
    path.assign(begin, segments.end());
    return true;
}

Answer serve(const Place& place, const Call& call) {
    const auto room = call.part(0);
    if (room == "tickets")
        return call.part(2) == "messages" ? serve_messages(place, call) : serve_tickets(place, call);
    if (room == "blobs") return serve_blobs(place, call);
    if (room == "batch") return serve_batch(place, call);
    return serve_lookups(place, call);
}

}  // namespace sandbox::deskpro
