// One call of the API, decoded, and its answer; a batch holds many of them.
#pragma once

#include "sandbox/deskpro/desk.h"
#include "sandbox/deskpro/json.h"
#include "sandbox/deskpro/options.h"
#include "sandbox/deskpro/params.h"
#include "sandbox/deskpro/problem.h"
#include "sandbox/deskpro/wire.h"
#include "sandbox/exchange/exchange.h"

#include <functional>
#include <string>
#include <vector>

namespace sandbox::deskpro {

/// Who calls. `person` is 0 for a superuser key that named no agent; it sees everything.
struct Caller {
    std::string method;      ///< "api_key" or "api_token"
    std::string credential;  ///< which one, without its secret
    long long person = 0;
    std::vector<std::string> tags;
};

/// `path` is what follows /api/v2 (and the dated segment); `body` is null when there was none.
struct Call {
    std::string method;
    std::vector<std::string> path;
    Params params;
    Json body;
    bool query_in_body = false;        ///< came as POST with X-Deskpro-Api-Get-Query-Body
    const Request* request = nullptr;  ///< the whole of it; nullptr inside a batch
    Caller caller;

    std::string part(std::size_t index) const { return index < path.size() ? path[index] : std::string(); }
};

struct Answer {
    int status = 200;
    Json body;
    Headers headers;
    const Blob* file = nullptr;  ///< answered instead of the body
};

/// What a call works on; the owner holds the lock. `again` answers a call from inside a batch, with all
/// checks and counts, and never throws.
struct Place {
    Desk& desk;
    const Options& options;
    std::function<Answer(const Call&)> again;
};

/// {"data","meta","linked"}; `meta` may be empty.
Answer envelope(const Wire& wire, Json data, Json::Object meta = {}, int status = 200);

/// 204, or the resource when `follow_location` asks for it.
Answer updated(const Call& call, const std::function<Answer()>& resource);

/// Which part of a list of `total` the parameters `page` and `count` ask for; beyond the end it is empty.
struct Page {
    std::size_t begin = 0, end = 0;
    Json::Object meta;
};
Page page_of(const Call& call, const Options& options, std::size_t total);

/// A list answer: the page of `items`, each written by `write`.
template <class Items, class Write>
Answer list_answer(const Call& call, const Place& place, Wire& wire, const Items& items, Write write,
                   const std::string& fql = {}) {
    auto page = page_of(call, place.options, items.size());
    if (!fql.empty()) page.meta.push_back({"fql", fql});
    Json::List data;
    for (auto i = page.begin; i < page.end; ++i) data.push_back(write(items[i]));
    return envelope(wire, std::move(data), std::move(page.meta));
}

/// The person whose eyes look; nullptr for a superuser.
const Person* viewer(const Place& place, const Call& call);
/// The ticket of that id as this caller may see it; a merged one's survivor if the options say so.
/// Throws Problem.
Ticket& ticket_of(const Place& place, const Call& call, const std::string& id);
/// The page of tickets that `params` select.
Answer list_tickets(const Place& place, const Call& call, const Params& params);

/// One room of addresses each. All throw Problem for what they refuse, also 404 and 405.
Answer serve(const Place& place, const Call& call);
Answer serve_tickets(const Place& place, const Call& call);
Answer serve_messages(const Place& place, const Call& call);
Answer serve_blobs(const Place& place, const Call& call);
Answer serve_lookups(const Place& place, const Call& call);
Answer serve_batch(const Place& place, const Call& call);

Problem wrong_method();

/// The segments below /api/v2, without a dated segment; false when the path lies elsewhere.
bool api_path(std::vector<std::string> segments, std::vector<std::string>& path);

}  // namespace sandbox::deskpro
