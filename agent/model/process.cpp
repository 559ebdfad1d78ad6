#include "model/process.h"

#include <algorithm>

namespace deskbridge {

namespace {

char lower(char c) {
    return (c >= 'A' && c <= 'Z') ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Levenshtein, ASCII case ignored.
std::size_t distance(std::string_view left, std::string_view right) {
    std::vector<std::size_t> row(right.size() + 1);
    for (std::size_t i = 0; i < row.size(); ++i) row[i] = i;
    for (std::size_t i = 0; i < left.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < right.size(); ++j) {
            const std::size_t change = diagonal + (lower(left[i]) == lower(right[j]) ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({row[j + 1] + 1, row[j] + 1, change});
        }
    }
    return row.back();
}

}  // namespace

bool same_name(std::string_view left, std::string_view right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](char a, char b) { return lower(a) == lower(b); });
}

const FieldRule* TypeRules::field(std::string_view wanted) const {
    // nearly always written as the process writes it
    const auto exact = std::find_if(fields.begin(), fields.end(),
                                    [&](const FieldRule& rule) { return rule.reference == wanted; });
    if (exact != fields.end()) return &*exact;
    const auto by_reference = std::find_if(fields.begin(), fields.end(), [&](const FieldRule& rule) {
        return same_name(rule.reference, wanted);
    });
    if (by_reference != fields.end()) return &*by_reference;
    const auto by_name = std::find_if(fields.begin(), fields.end(),
                                      [&](const FieldRule& rule) { return same_name(rule.name, wanted); });
    return by_name == fields.end() ? nullptr : &*by_name;
}

const TypeRules* Process::type(std::string_view wanted) const {
    const auto found = std::find_if(types.begin(), types.end(),
                                    [&](const TypeRules& rules) { return same_name(rules.name, wanted); });
    return found == types.end() ? nullptr : &*found;
}

std::string nearest_name(std::string_view meant, const std::vector<std::string>& candidates) {
    std::string best;
    std::size_t best_distance = std::max<std::size_t>(meant.size() / 3, 2) + 1;
    for (const auto& candidate : candidates) {
        if (const auto found = distance(meant, candidate); found < best_distance) {
            best_distance = found;
            best = candidate;
        }
    }
    return best;
}

}  // namespace deskbridge
