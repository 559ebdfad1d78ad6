#include "sandbox/azure_devops/routes.h"

#include <algorithm>

namespace sandbox::azure_devops {

namespace {

using Segments = std::vector<std::string>;
using Captured = std::map<std::string, std::string, HeaderLess>;

Segments split(const std::string& route) {
    Segments parts;
    std::size_t begin = 0;
    while (begin <= route.size()) {
        const auto end = std::min(route.find('/', begin), route.size());
        parts.push_back(route.substr(begin, end - begin));
        begin = end + 1;
    }
    return parts;
}

bool is_variable(const std::string& part) {
    return part.size() > 2 && part.front() == '{' && part.back() == '}';
}

std::string literal(const Location& location, std::string part) {
    for (const auto& [name, value] :
         {std::pair<std::string, std::string>{"{area}", location.area}, {"{resource}", location.resource}}) {
        if (const auto at = part.find(name); at != std::string::npos) part.replace(at, name.size(), value);
    }
    return part;
}

std::string joined(const Segments& segments, std::size_t from) {
    std::string all;
    for (std::size_t i = from; i < segments.size(); ++i) all += (i == from ? "" : "/") + segments[i];
    return all;
}

// The part behind _apis. Variables at the end may be missing.
bool fits(const Location& location, const Segments& route, std::size_t route_at, const Segments& segments,
          std::size_t at, Captured& captured) {
    for (; route_at < route.size(); ++route_at, ++at) {
        const std::string part = literal(location, route[route_at]);
        if (part.rfind("{*", 0) == 0) {
            captured[part.substr(2, part.size() - 3)] = joined(segments, at);
            return true;
        }
        if (at >= segments.size()) return is_variable(part) && route_at + 1 == route.size();
        if (is_variable(part)) {
            captured[part.substr(1, part.size() - 2)] = segments[at];
        } else if (part.rfind("${", 0) == 0) {
            if (segments[at].front() != '$') return false;
            captured[part.substr(2, part.size() - 3)] = segments[at].substr(1);
        } else if (!same(part, segments[at])) {
            return false;
        }
    }
    return at == segments.size();
}

std::size_t apis_at(const Segments& segments) {
    const auto found = std::find_if(segments.begin(), segments.end(),
                                    [](const std::string& part) { return same(part, "_apis"); });
    return static_cast<std::size_t>(found - segments.begin());
}

}  // namespace

std::vector<Match> matches(const std::vector<std::string>& segments) {
    const std::size_t apis = apis_at(segments);
    std::vector<Match> found;
    if (apis == segments.size()) return found;
    for (const Location& location : locations()) {
        const Segments route = split(location.route);
        const std::size_t scope = apis_at(route);
        if (apis > scope || (apis == 0 && location.needs_project)) continue;
        Captured captured;
        for (std::size_t i = 0; i < apis; ++i) {
            captured[route[i].substr(1, route[i].size() - 2)] = segments[i];
        }
        if (fits(location, route, scope + 1, segments, apis + 1, captured)) {
            found.push_back({&location, std::move(captured)});
        }
    }
    return found;
}

bool is_present(const Location& location, const Call& call) {
    const Switches& switches = call.state.switches;
    if (location.resource == "batch" && switches.batch == BatchMode::absent) return false;
    if (location.resource == "artifactUriQuery" && switches.artifact_query == ArtifactQuery::absent)
        return false;
    if (location.resource == "comments" && switches.comment_calls == CommentCalls::absent) return false;
    return exists_at(location.offer, call.options.level);
}

JsonArray location_rows(const Call& call, const std::string& area) {
    JsonArray rows = new_array();
    for (const Location& location : locations()) {
        if (!is_present(location, call) || (!area.empty() && !same(area, location.area))) continue;
        const Version released = released_at(location.offer, call.options.level);
        JsonObject row = new_object();
        row->set("id", location.id);
        row->set("area", location.area);
        row->set("resourceName", location.resource);
        row->set("routeTemplate", location.route);
        row->set("resourceVersion", resource_at(location.offer, call.options.level));
        row->set("minVersion", version_text(location.offer.min));
        row->set("maxVersion", version_text(max_at(location.offer, call.options.level)));
        row->set("releasedVersion", version_text(released));
        rows->add(row);
    }
    return rows;
}

}  // namespace sandbox::azure_devops
