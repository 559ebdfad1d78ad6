#include "event_scene.h"

#include <algorithm>

namespace deskbridge::workbench {

Scene with_events(const std::function<void(EventRules&)>& change) {
    Scene scene;
    scene.two_way = true;
    scene.second_project = true;
    scene.desk_switches = [](auto& options) {
        options.hidden_read = sandbox::deskpro::Options::HiddenRead::hidden;
    };
    scene.remapped = [change](Mapping& mapping) {
        change(mapping.events);
        mapping.fields.pop_back();  // not every type has Repro Steps
    };
    return scene;
}

std::pair<long long, int> linked(TwoSides& sides, int number) {
    const auto ticket = add_plain(sides, number);
    sides.backfill();
    sides.run_until_quiet();
    auto& tenant = sides.tenant();
    const std::vector<std::string> ids{std::to_string(ticket)};
    return {ticket, static_cast<int>(tenant.store.links_of(tenant.record.id, ids).at(0).work_item)};
}

std::vector<Link> links(TwoSides& sides) {
    return sides.tenant().store.links(sides.tenant().record.id, 0, 100);
}

Link link_of(TwoSides& sides, long long ticket, int item) {
    for (auto& link : links(sides))
        if (link.ticket_id == std::to_string(ticket) && link.work_item == item) return link;
    return {};
}

long on_ticket(const TwoSides& sides, long long ticket, const std::string& words) {
    const auto view = sides.desk.ticket(ticket).value();
    return std::count_if(view.messages.begin(), view.messages.end(), [&](const auto& message) {
        return message.is_note && message.html.find(words) != std::string::npos;
    });
}

long on_item(const TwoSides& sides, int item, const std::string& words) {
    const auto seen = sides.work.item(item).value();
    return std::count_if(seen.comments.begin(), seen.comments.end(),
                         [&](const auto& comment) { return comment.text.find(words) != std::string::npos; });
}

std::string field(const TwoSides& sides, int item, const std::string& name) {
    const auto fields = sides.work.item(item)->fields;
    const auto found = fields.find(name);
    return found == fields.end() ? "" : found->second;
}

std::string rest(TwoSides& sides) {
    std::string text;
    for (const auto& line : sides.complaints_of_more_runs(10, false)) text += line + "\n";
    return text;
}

void move_to_gadgets(TwoSides& sides, int item) {
    sides.work.edit(item, engineer,
                    {{"System.TeamProject", "Gadgets"},
                     {"System.AreaPath", "Gadgets"},
                     {"System.IterationPath", "Gadgets"}});
}

}  // namespace deskbridge::workbench
