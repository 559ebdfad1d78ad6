#include "decide/state_path.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge {

namespace {

const std::vector<std::string>* moves_of(const TypeRules& type, const std::string& from) {
    for (const auto& [state, moves] : type.transitions)
        if (same_name(state, from)) return &moves;
    return nullptr;
}

struct Step {
    std::string state;
    std::size_t before;
};

std::vector<std::string> way_to(const std::vector<Step>& steps, std::size_t last) {
    std::vector<std::string> way;
    for (auto at = last; at != 0; at = steps[at].before) way.push_back(steps[at].state);
    std::reverse(way.begin(), way.end());
    return way;
}

}  // namespace

std::optional<std::vector<std::string>> state_path(const TypeRules& type, const std::string& from,
                                                   const std::string& to) {
    if (type.transitions.empty() || same_name(from, to)) return std::vector<std::string>();
    std::vector<Step> steps = {{from, 0}};
    for (std::size_t at = 0; at < steps.size(); ++at) {
        const auto* moves = moves_of(type, steps[at].state);
        if (moves == nullptr) continue;
        for (const auto& next : *moves) {
            if (same_name(next, to)) return way_to(steps, at);
            const bool known = std::any_of(steps.begin(), steps.end(),
                                           [&](const Step& step) { return same_name(step.state, next); });
            if (!known) steps.push_back({next, at});
        }
    }
    return {};
}

std::string moves_from(const TypeRules& type, const std::string& from) {
    const auto* moves = moves_of(type, from);
    if (moves == nullptr || moves->empty())
        return fmt::format("from '{}' an item of type {} may go nowhere", from, type.name);
    return fmt::format("from '{}' an item of type {} may go to {}", from, type.name, fmt::join(*moves, ", "));
}

}  // namespace deskbridge
