#include "mapping/value_map.h"

#include "content/plain_text.h"
#include "mapping/texts.h"
#include "model/process.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge {

namespace {

std::string readable(const Value& value) {
    const auto* html = std::get_if<Html>(&value);
    return html == nullptr ? text_of(value) : std::string(trimmed(plain_text(html->markup)));
}

const ValuePair* row_named(const Source& source, std::string_view text) {
    const auto row = [&](auto fits) -> const ValuePair* {
        const auto found = std::find_if(source.values.begin(), source.values.end(), fits);
        return found == source.values.end() ? nullptr : &*found;
    };
    if (const auto* exact = row([&](const ValuePair& pair) { return pair.desk == text; })) return exact;
    return row([&](const ValuePair& pair) { return same_name(pair.desk, text); });
}

const ValuePair* row_of(const Source& source, const Value& desk) {
    if (const auto* row = row_named(source, readable(desk))) return row;
    const auto* person = std::get_if<Person>(&desk);
    return person == nullptr || person->email.empty() ? nullptr : row_named(source, person->email);
}

MapAnswer map_single(const Source& source, const Value& desk) {
    if (source.values.empty()) return {MapAnswer::Kind::found, desk};
    if (const auto* row = row_of(source, desk)) return {MapAnswer::Kind::found, row->work};
    switch (source.otherwise.kind) {
        case Otherwise::Kind::keep: return {MapAnswer::Kind::keep, {}};
        case Otherwise::Kind::pass: return {MapAnswer::Kind::found, desk};
        case Otherwise::Kind::fixed: return {MapAnswer::Kind::found, source.otherwise.value};
        case Otherwise::Kind::error: break;
    }
    return {MapAnswer::Kind::missing, desk};
}

/// `map` for each word; one that is missing is the answer.
template <class Map>
MapAnswer map_words(const Words& words, Map map) {
    Words mapped;
    for (const auto& word : words) {
        const MapAnswer answer = map(Value{word});
        if (answer.kind == MapAnswer::Kind::missing) return answer;
        if (answer.kind == MapAnswer::Kind::keep || is_nothing(answer.value)) continue;
        auto text = text_of(answer.value);
        const bool known = std::any_of(mapped.begin(), mapped.end(),
                                       [&](const std::string& each) { return same_name(each, text); });
        if (!known) mapped.push_back(std::move(text));
    }
    return {MapAnswer::Kind::found, std::move(mapped)};
}

/// What the forward way makes of `desk`, the default included.
std::optional<Value> forward(const Source& source, const Value& desk) {
    if (is_nothing(desk)) return source.when_absent.value_or(Value{});
    const auto answer = map_single(source, desk);
    if (answer.kind != MapAnswer::Kind::found) return {};
    return answer.value;
}

/// True when the forward way makes `work` of `desk`.
bool means(const Source& source, const Value& desk, const Value& work) {
    const auto made = forward(source, desk);
    return made && same_value(*made, work);
}

/// The same for a value that is no word: text that passes as it is means itself only, since whoever changes
/// the case of a title means that.
bool means_exactly(const Source& source, const Value& desk, const Value& work) {
    const bool passes = !is_nothing(desk) && row_of(source, desk) == nullptr &&
                        (source.values.empty() || source.otherwise.kind == Otherwise::Kind::pass);
    if (passes && std::holds_alternative<std::string>(desk) && std::holds_alternative<std::string>(work))
        return desk == work;
    return means(source, desk, work);
}

MapAnswer single_to_desk(const Source& source, const Value& work, const Value& present) {
    if (means_exactly(source, present, work)) return {MapAnswer::Kind::found, present};
    for (const auto& row : source.values)
        if (means(source, Value{row.desk}, work)) return {MapAnswer::Kind::found, row.desk};
    const bool as_it_is = source.values.empty() || source.otherwise.kind == Otherwise::Kind::pass;
    if (as_it_is && means(source, work, work)) return {MapAnswer::Kind::found, work};
    if (means(source, Value{}, work)) return {MapAnswer::Kind::found, {}};
    const bool strict =
        source.otherwise.kind == Otherwise::Kind::error || source.otherwise.kind == Otherwise::Kind::pass;
    if (strict && !source.values.empty()) return {MapAnswer::Kind::missing, work};
    return {MapAnswer::Kind::keep, {}};
}

/// Words of the ticket that say nothing on the work side are no business of the work side.
void keep_silent_words(const Source& source, const Words& present, Value& mapped) {
    auto& words = std::get<Words>(mapped);
    for (const auto& word : present) {
        const auto answer = map_single(source, Value{word});
        const bool silent = answer.kind == MapAnswer::Kind::keep ||
                            (answer.kind == MapAnswer::Kind::found && is_nothing(answer.value));
        if (silent && std::find(words.begin(), words.end(), word) == words.end()) words.push_back(word);
    }
}

}  // namespace

MapAnswer map_to_work(const Source& source, const Value& desk) {
    if (const auto* words = std::get_if<Words>(&desk))
        return map_words(*words, [&](const Value& word) { return map_single(source, word); });
    return map_single(source, desk);
}

MapAnswer map_to_desk(const Source& source, const Value& work, const Value& present) {
    const auto* old = std::get_if<Words>(&present);
    const auto* words = std::get_if<Words>(&work);
    const Words none;
    if (words == nullptr && old != nullptr && is_nothing(work) && !source.when_absent) words = &none;
    if (words == nullptr) return single_to_desk(source, work, present);
    auto answer = map_words(*words, [&](const Value& word) {
        if (old != nullptr)
            for (const auto& each : *old)
                if (means(source, Value{each}, word)) return MapAnswer{MapAnswer::Kind::found, each};
        return single_to_desk(source, word, {});
    });
    if (old != nullptr && answer.kind == MapAnswer::Kind::found)
        keep_silent_words(source, *old, answer.value);
    return answer;
}

std::string rows_of(const Source& source) {
    constexpr std::size_t most = 20;
    std::string text;
    for (std::size_t at = 0; at < std::min(most, source.values.size()); ++at)
        text += fmt::format("{}'{}'", at == 0 ? "" : ", ", source.values[at].desk);
    if (source.values.size() > most) text += fmt::format(" and {} more", source.values.size() - most);
    return text;
}

}  // namespace deskbridge
