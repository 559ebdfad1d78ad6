#include "decide/word_merge.h"

#include "model/process.h"

#include <algorithm>

namespace deskbridge {

namespace {

bool holds(const Words& words, std::string_view word) {
    return std::any_of(words.begin(), words.end(), [&](const auto& each) { return same_name(each, word); });
}

Words without(const Words& words, const Words& others) {
    Words rest;
    for (const auto& word : words)
        if (!holds(others, word) && !holds(rest, word)) rest.push_back(word);
    return rest;
}

}  // namespace

WordChange change_of(const Words& before, const Words& now) {
    return {without(now, before), without(before, now)};
}

Words changed(Words words, const WordChange& change) {
    Words result = without(words, change.removed);
    for (const auto& word : change.added)
        if (!holds(result, word)) result.push_back(word);
    return result;
}

bool same_words(const Words& left, const Words& right) {
    return change_of(left, right).empty();
}

Words words_of_entry(std::string_view entry) {
    constexpr std::string_view between = "; ";
    Words words;
    while (!entry.empty()) {
        const auto end = entry.find(between);
        if (end != 0) words.emplace_back(entry.substr(0, end));
        entry = end == std::string_view::npos ? std::string_view() : entry.substr(end + between.size());
    }
    return words;
}

}  // namespace deskbridge
