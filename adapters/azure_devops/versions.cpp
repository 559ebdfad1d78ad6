#include "adapters/azure_devops/versions.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>

namespace deskbridge::azure_devops {

namespace {

constexpr std::array<std::string_view, 5> ladder = {"7.1", "7.0", "6.0", "5.1", "5.0"};

struct Version {
    int major = 0;
    int minor = 0;
    auto operator<=>(const Version&) const = default;
};

constexpr Version newest{7, 1};

Version parse(std::string_view text) {
    Version out;
    const auto dot = std::min(text.find('.'), text.size());
    std::from_chars(text.data(), text.data() + dot, out.major);
    if (dot < text.size()) std::from_chars(text.data() + dot + 1, text.data() + text.size(), out.minor);
    return out;
}

std::string text_of(Version version) {
    return fmt::format("{}.{}", version.major, version.minor);
}

/// What to ask a listed resource with; "" when it is too new for us.
std::string choice_of(json::View row) {
    const auto released = parse(row["releasedVersion"].text());
    const auto highest = std::min(newest, parse(row["maxVersion"].text(row["releasedVersion"].text())));
    if (highest == Version{} || parse(row["minVersion"].text()) > newest) return {};
    if (released > Version{}) return text_of(std::min(released, highest));
    const auto number = row["resourceVersion"].integer().value_or(0);
    return number > 0 ? fmt::format("{}-preview.{}", text_of(highest), number)
                      : text_of(highest) + "-preview";
}

std::string lower(std::string text) {
    for (char& c : text) c = (c >= 'A' && c <= 'Z') ? static_cast<char>(c - 'A' + 'a') : c;
    return text;
}

constexpr std::array ours = {resource::connection_data,
                             resource::projects,
                             resource::create,
                             resource::list,
                             resource::read,
                             resource::batch,
                             resource::comments,
                             resource::old_comments,
                             resource::updates,
                             resource::revisions,
                             resource::recycle_bin,
                             resource::attachments,
                             resource::wiql,
                             resource::artifacts,
                             resource::types,
                             resource::type_states,
                             resource::type_fields,
                             resource::fields,
                             resource::trees,
                             resource::tree};

}  // namespace

bool Versions::learn(json::View locations) {
    const auto rows = locations.items();
    for (const auto& resource : ours) {
        // a list without ids still has names; two resources may share one
        auto found = std::find_if(rows.begin(), rows.end(), [&](const json::View& row) {
            return lower(row["id"].text()) == resource.location;
        });
        if (found == rows.end())
            found = std::find_if(rows.begin(), rows.end(), [&](const json::View& row) {
                return row["id"].missing() &&
                       lower(row["resourceName"].text()) == lower(std::string(resource.name));
            });
        if (found == rows.end()) continue;
        if (auto choice = choice_of(*found); !choice.empty())
            listed_[std::string(resource.location)] = std::move(choice);
    }
    told_ = !listed_.empty();
    const auto known = listed_.find(resource::create.location);
    if (known == listed_.end()) return !listed_.empty();
    const auto below = std::find_if(ladder.begin(), ladder.end(), [&](std::string_view step) {
        return parse(step) <= parse(known->second);
    });
    level_ = std::min<std::size_t>(static_cast<std::size_t>(below - ladder.begin()), ladder.size() - 1);
    return true;
}

std::string Versions::of(const Resource& resource) const {
    if (const auto found = listed_.find(resource.location); found != listed_.end()) return found->second;
    const bool preview = resource.previewed || previewed_.count(resource) != 0;
    return std::string(ladder[level_]) + (preview ? "-preview" : "");
}

bool Versions::may_have(const Resource& resource) const {
    return !told_ || listed_.count(std::string(resource.location)) != 0;
}

bool Versions::step(const Resource& resource, const ServerError& refusal) {
    if (refusal.is("NotSupportedException")) return step_around_5_0(resource);
    if (refusal.is("VssInvalidPreviewVersion")) return step_preview(resource);
    if (!refusal.is("VssVersion")) return false;
    if (const auto found = listed_.find(resource.location); found != listed_.end()) {
        // the list was wrong about this one
        const auto refused = parse(found->second);
        listed_.erase(found);
        while (level_ + 1 < ladder.size() && parse(ladder[level_]) >= refused) ++level_;
        return parse(ladder[level_]) < refused;
    }
    if (level_ + 1 == ladder.size()) return false;
    ++level_;
    return true;
}

bool Versions::step_around_5_0(const Resource& resource) {
    const auto now = of(resource);
    if (now.rfind("5.0", 0) != 0) return false;
    listed_[std::string(resource.location)] = now == "5.0" ? "5.0-preview" : "4.1";
    return true;
}

bool Versions::step_preview(const Resource& resource) {
    if (const auto found = listed_.find(resource.location); found != listed_.end()) {
        const auto bare = found->second.substr(0, found->second.find('-')) + "-preview";
        if (found->second == bare) return false;
        found->second = bare;
        return true;
    }
    return !resource.previewed && previewed_.insert(resource).second;
}

std::string_view Versions::level() const {
    return ladder[level_];
}

}  // namespace deskbridge::azure_devops
