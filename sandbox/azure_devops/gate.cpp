#include "sandbox/azure_devops/gate.h"

#include <Poco/Exception.h>
#include <algorithm>
#include <fmt/format.h>

namespace sandbox::azure_devops {

namespace {

std::vector<std::string> without_root(std::vector<std::string> segments, const Options& options) {
    const auto root = path_segments(root_path(options));
    const bool ours =
        segments.size() >= root.size() &&
        std::equal(root.begin(), root.end(), segments.begin(),
                   [](const std::string& left, const std::string& right) { return same(left, right); });
    if (!ours) return {};
    segments.erase(segments.begin(), segments.begin() + static_cast<std::ptrdiff_t>(root.size()));
    return segments;
}

// The query's version wins over the one in "Accept: application/json;api-version=7.1".
std::string version_asked(const Call& call) {
    if (const auto text = call.asked("api-version"); !text.empty()) return text;
    const std::string accept = call.request.header("Accept");
    const auto at = lower(accept).find("api-version=");
    if (at == std::string::npos) return "";
    const std::string rest = accept.substr(at + 12);
    return trim(rest.substr(0, rest.find_first_of(";,")));
}

bool is_write(const std::string& method) {
    return method != "GET" && method != "HEAD" && method != "OPTIONS";
}

bool changes_something(const std::string& operation) {
    static const std::vector<std::string> writes = {
        "create",        "update",        "batch",  "delete",      "restore",    "destroy",   "addComment",
        "changeComment", "deleteComment", "upload", "uploadPiece", "createNode", "deleteNode"};
    return std::find(writes.begin(), writes.end(), operation) != writes.end();
}

Refusal stopped(const std::string& organization) {
    Refusal refusal(
        503, "VssServiceException",
        fmt::format("TF24668: The following team project collection is stopped: {}. Start the collection "
                    "and then try again.",
                    organization));
    refusal.event_id = 3000;
    refusal.space = "Microsoft.VisualStudio.Services.Common";
    return refusal;
}

Refusal blocked(const std::string& resource) {
    Refusal refusal(
        429, "RequestBlockedException",
        fmt::format("TF400733: The request has been canceled: Request was blocked due to exceeding "
                    "usage of resource '{}' in namespace 'User.'.",
                    resource));
    refusal.event_id = 3000;
    return refusal;
}

Refusal broken(const std::string& why) {
    Refusal refusal(500, "ServiceException",
                    "TF400898: An Internal Error Occurred. Activity Id: " + guid_of(why) + ".");
    return refusal;
}

}  // namespace

std::string root_path(const Options& options) {
    return options.virtual_directory + "/" + percent_encode(options.organization);
}

Gate::Gate(const Request& request, Collection& state, const Options& options,
           const std::vector<Token>& tokens, Traffic& traffic)
    : request_(request),
      state_(state),
      options_(options),
      tokens_(tokens),
      traffic_(traffic),
      call_{request, state, options, nullptr, "", "", nullptr, {}, query_pairs(request.query), std::nullopt} {
    const std::string host = request.header("Host");
    const std::string called = "http://" + (host.empty() ? "127.0.0.1" : host);
    call_.base = (options.origin.empty() ? called : options.origin) + root_path(options);
}

Reply Gate::answer() {
    ++traffic_.total;
    ++traffic_.activity;
    const bool localized = state_.switches.localized_errors;
    Reply reply;
    try {
        reply = enter();
    } catch (const Refusal& refusal) {
        reply = error_reply(refusal, localized);
        // Recorded: the answer of a stopped organization begins with a byte order mark.
        if (reply.status == 503) reply.body = "\xEF\xBB\xBF" + reply.body;
    } catch (const Poco::Exception& error) {
        reply = error_reply(bad_argument("The request body is not what was expected: " + error.displayText()),
                            localized);
    } catch (const std::exception& error) {
        reply = error_reply(broken(error.what()), localized);
    }
    if (reply.status >= 400) ++traffic_.refused;
    put_headers(reply);
    return reply;
}

Reply Gate::enter() {
    const auto all = path_segments(request_.path);
    const auto segments = without_root(all, options_);
    if (segments.empty()) throw no_route(percent_decode(request_.path));
    if (state_.switches.stopped) throw stopped(options_.organization);
    if (!sign_in()) return refuse_sign_in();
    if (state_.switches.throttle && state_.switches.throttle->block) {
        throw blocked(state_.switches.throttle->resource);
    }
    if (request_.method == "OPTIONS") return discover(segments);
    return dispatch(segments);
}

Reply Gate::discover(const std::vector<std::string>& segments) {
    if (segments.size() > 2 || !same(segments.front(), "_apis"))
        throw no_route(percent_decode(request_.path));
    ++traffic_.requests["options"];
    return json_reply(call_, counted(location_rows(call_, segments.size() == 2 ? segments[1] : "")));
}

Reply Gate::dispatch(const std::vector<std::string>& segments) {
    auto found = matches(segments);
    std::erase_if(found, [&](const Match& each) { return !is_present(*each.location, call_); });
    if (const auto asked = version_asked(call_); !asked.empty()) call_.version = parse_version(asked);
    const Version newest = highest(options_.level);
    // A resource that ended before the version asked for is not there any more.
    std::erase_if(found, [&](const Match& each) {
        const Version last = each.location->offer.max;
        return call_.version && last < newest && last < call_.version->version;
    });
    if (found.empty()) throw no_route(percent_decode(request_.path));
    const Match& match = choose(found);
    const Location& location = *match.location;
    const auto operation =
        std::find_if(location.operations.begin(), location.operations.end(),
                     [&](const Operation& each) { return each.method == request_.method; });
    if (operation == location.operations.end()) {
        throw Refusal(
            405, "VssServiceException",
            fmt::format("The requested resource does not support http method '{}'.", request_.method));
    }
    ++traffic_.requests[operation->name];
    if (changes_something(operation->name)) ++traffic_.writes;
    need_version(location);
    call_.captured = match.captured;
    if (const auto name = call_.part("project"); !name.empty()) {
        call_.project = state_.project(name);
        if (call_.project == nullptr) throw project_not_found(name);
    }
    return operation->handler(call_);
}

// Old and new comments share an address; the version tells which is meant.
const Match& Gate::choose(const std::vector<Match>& found) const {
    for (const Match& each : found) {
        const Offer& offer = each.location->offer;
        const bool in_range = call_.version && call_.version->version >= offer.min &&
                              call_.version->version <= max_at(offer, options_.level);
        if (in_range) return each;
    }
    return found.front();
}

void Gate::need_version(const Location& location) const {
    if (call_.version) return check_version(*call_.version, location.offer, options_.level);
    if (!is_write(request_.method) || !state_.switches.version_required_on_writes) return;
    Refusal refusal(
        400, "VssVersionNotSpecifiedException",
        fmt::format("No api-version was supplied for the \"{}\" request. The version must be supplied "
                    "either as part of the Accept header or as a query parameter.",
                    request_.method));
    refusal.event_id = 3000;
    throw refusal;
}

}  // namespace sandbox::azure_devops
