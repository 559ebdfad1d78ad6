#include "chronicle.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge::simulation {

namespace {

std::string looked_up(const std::map<std::string, std::string>& map, const std::string& value) {
    const auto found = map.find(value);
    return found == map.end() ? std::string() : found->second;
}

std::string joined(const std::set<std::string>& words) {
    return fmt::format("{}", fmt::join(words, "; "));
}

}  // namespace

std::set<std::string> words_in(const std::string& text) {
    std::set<std::string> words;
    for (std::size_t from = 0; from < text.size();) {
        const auto end = std::min(text.find("; ", from), text.size());
        words.insert(text.substr(from, end - from));
        from = end + 2;
    }
    return words;
}

Values values_of(const sandbox::deskpro::TicketView& ticket) {
    static const std::map<std::string, std::string> priorities{
        {"Urgent", "1"}, {"High", "2"}, {"Normal", "3"}, {"Low", "4"}};
    static const std::map<std::string, std::string> states{{"awaiting_agent", "Active"},
                                                           {"awaiting_user", "Active"},
                                                           {"pending", "New"},
                                                           {"resolved", "Closed"}};
    std::set<std::string> labels(ticket.labels.begin(), ticket.labels.end());
    labels.erase("azure-devops");
    return {{title, ticket.subject},
            {priority, looked_up(priorities, ticket.priority)},
            {state, looked_up(states, ticket.status.substr(0, ticket.status.find('.')))},
            {tags, joined(labels)}};
}

Values values_of(const sandbox::azure_devops::ItemSeen& item) {
    Values values;
    for (const auto& name : {title, priority, state, tags}) values[name] = looked_up(item.fields, name);
    values[tags] = joined(words_in(values[tags]));
    return values;
}

Chronicle::Look Chronicle::look() const {
    Look look;
    for (const auto& ticket : sides_.desk.tickets()) look.values[{Side::desk, ticket.id}] = values_of(ticket);
    for (const auto& item : sides_.work.items()) {
        look.values[{Side::work, item.id}] = values_of(item);
        look.revisions[item.id] = item.rev;
    }
    return look;
}

void Chronicle::keep(const Look& before, const Look& after) {
    for (const auto& [holder, values] : after.values) {
        const auto old = before.values.find(holder);
        for (const auto& [field, value] : values) {
            if (old != before.values.end()) seen[holder][field].insert(old->second.at(field));
            if (value.empty() && field == state) continue;  // a hidden ticket
            if (old == before.values.end() || old->second.at(field) != value)
                written[holder].push_back({holder.first, field, value});
        }
    }
    for (const auto& [item, revision] : after.revisions) {
        const auto old = before.revisions.find(item);
        revisions[item] += revision - (old == before.revisions.end() ? 0 : old->second);
    }
}

void Chronicle::cut_power() {
    power_was_cut = true;
    for (const auto& ticket : sides_.desk.tickets()) ++deeds[ticket.id];
}

void Chronicle::set_clock_back() {
    for (const auto& ticket : sides_.desk.tickets()) ++deeds[ticket.id];
}

void Chronicle::move(long long loser, long long survivor, const Values& last) {
    auto& known = seen[{Side::desk, survivor}];
    for (const auto& [field, values] : seen[{Side::desk, loser}])
        known[field].insert(values.begin(), values.end());
    for (const auto& [field, value] : last) known[field].insert(value);
    const auto messages = sides_.desk.ticket(survivor).value().messages;
    const auto first =
        std::find_if(messages.begin(), messages.end(), [](const auto& message) { return !message.is_note; });
    for (auto& utterance : said) {
        if (utterance.side != Side::desk || (utterance.holder != loser && utterance.holder != survivor))
            continue;
        const bool opening = first != messages.end() && first->id == utterance.id;
        utterance.moved |= utterance.holder == loser || (utterance.opening && !opening);
        utterance.opening = opening;
        utterance.holder = survivor;
    }
    for (auto& file : files)
        if (file.side == Side::desk && file.holder == loser) file.holder = survivor;
    deeds[survivor] += deeds[loser] + 1;
    events[survivor] += events[loser] + 1;
}

void Chronicle::close(const std::map<std::pair<Side, long long>, Values>& agreed) {
    power_was_cut = false;
    run_over.clear();
    for (const auto& [holder, values] : agreed) {
        rested.insert(holder);
        written.erase(holder);
        seen.erase(holder);
    }
}

}  // namespace deskbridge::simulation
