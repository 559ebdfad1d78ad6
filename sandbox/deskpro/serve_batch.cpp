#include "sandbox/deskpro/call.h"

#include <algorithm>
#include <cctype>

namespace sandbox::deskpro {

namespace {

/// Headers come first and in lower case, then the members of the item's own answer.
Json item_json(const Answer& answer) {
    Json headers{Json::Object{{"status-code", answer.status}}};
    if (!answer.body.is_null()) headers.put("content-type", "application/json");
    for (const auto& [name, value] : answer.headers) {
        std::string lower = name;
        std::transform(lower.begin(), lower.end(), lower.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        headers.put(lower, value);
    }
    Json item{Json::Object{{"headers", std::move(headers)}}};
    if (const auto* members = answer.body.object()) {
        for (const auto& member : *members) item.put(member.name, member.value);
    }
    return item;
}

/// An item's address: below the API ("/tickets/5", "tickets/5?include=person") or with all that stands
/// before.
void set_address(Call& inner, std::string url) {
    if (const auto api = url.find("/api/v2/"); api != std::string::npos) url = url.substr(api);
    const auto mark = url.find('?');
    if (mark != std::string::npos) inner.params = query_pairs(std::string_view(url).substr(mark + 1));
    auto segments = path_segments(std::string_view(url).substr(0, mark));
    if (!api_path(segments, inner.path)) inner.path = std::move(segments);
}

Answer item(const Place& place, const Call& outer, const std::string& method, const std::string& url,
            const Json* payload) {
    Call inner;
    inner.method = method;
    std::transform(inner.method.begin(), inner.method.end(), inner.method.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    inner.caller = outer.caller;
    set_address(inner, url);
    if (payload && inner.method == "GET") {
        for (auto& pair : params_of(*payload)) inner.params.push_back(std::move(pair));
    } else if (payload) {
        inner.body = *payload;
    }
    return place.again(inner);
}

Answer malformed(const Options& options) {
    return {400, problem_json(invalid_input({}), options.empty_maps_as_lists), {}};
}

Answer posted_item(const Place& place, const Call& outer, const Json& request) {
    const auto* method = request.find("method");
    const auto* url = request.find("url");
    if (!url || !url->text() || (method && !method->text())) return malformed(place.options);
    return item(place, outer, method ? *method->text() : "GET", *url->text(), request.find("payload"));
}

Answer posted(const Place& place, const Call& call) {
    const auto taken = place.options.batch;
    const auto* wrapped = call.body.find("requests");
    // an item of a plain map may well be called "requests"; only a map without an address is the wrapping
    const bool is_wrapped = wrapped && wrapped->object() && !wrapped->find("url");
    const auto wanted = is_wrapped ? Options::Batch::requests : Options::Batch::plain;
    if (taken != Options::Batch::both && taken != wanted) {
        FormErrors errors;
        errors.add("extra_fields", "This form should not contain extra fields.");
        throw invalid_input(std::move(errors));
    }
    const Json& requests = is_wrapped ? *wrapped : call.body;
    Json::Object responses;
    for (const auto& member : requests.object() ? *requests.object() : Json::Object()) {
        responses.push_back({member.name, item_json(posted_item(place, call, member.value))});
    }
    Answer answer;
    answer.body.put("responses", Wire(place.desk, place.options, {}).map(std::move(responses)));
    return answer;
}

/// GET /batch?get[k]=address: reading only.
Answer asked(const Place& place, const Call& call) {
    Json::Object responses;
    for (const auto& [name, url] : call.params) {
        if (name.size() < 6 || name.substr(0, 4) != "get[" || name.back() != ']') continue;
        responses.push_back(
            {name.substr(4, name.size() - 5), item_json(item(place, call, "GET", url, nullptr))});
    }
    Answer answer;
    answer.body.put("responses", Wire(place.desk, place.options, {}).map(std::move(responses)));
    return answer;
}

}  // namespace

Answer serve_batch(const Place& place, const Call& call) {
    if (call.path.size() != 1 || place.options.batch == Options::Batch::none || !call.request) {
        throw not_found("The address");
    }
    if (call.method == "GET") return asked(place, call);
    if (call.method != "POST") throw wrong_method();
    return posted(place, call);
}

}  // namespace sandbox::deskpro
