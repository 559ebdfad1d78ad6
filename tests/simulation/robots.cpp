#include "robots.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge::simulation {

namespace {

const std::string name = "maren.holt@meridian.example";
constexpr int answers_at_most = 5;

std::string capitals(std::string text) {
    std::transform(text.begin(), text.begin() + std::min<std::ptrdiff_t>(4, std::ssize(text)), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return text;
}

}  // namespace

void Robot::act() {
    if (kind_ == World::Robot::none) return;
    kind_ == World::Robot::desk_capitals ? on_tickets() : on_items();
}

void Robot::on_items() {
    for (const auto& item : sides_.work.items()) {
        if (item.deleted) continue;
        const auto values = values_of(item);
        if (kind_ == World::Robot::capitals && values.at(title) != capitals(values.at(title)))
            do_it([&] { sides_.work.edit(item.id, name, {{title, capitals(values.at(title))}}); });
        if (kind_ == World::Robot::reverter && values.at(priority) != "3")
            do_it([&] { sides_.work.edit(item.id, name, {{priority, "3"}}); });
        if (kind_ == World::Robot::tagger && words_in(values.at(tags)).count("seen") == 0)
            do_it([&] { sides_.work.edit(item.id, name, {{tags, values.at(tags) + "; seen"}}); });
        if (kind_ == World::Robot::commenter && answered_[item.id] < answers_at_most &&
            item.rev > static_cast<int>(item.comments.size()) + answered_[item.id] + 2) {
            ++answered_[item.id];
            do_it([&] { sides_.work.comment(item.id, name, fmt::format("<p>robot saw {}</p>", item.rev)); });
        }
    }
}

void Robot::on_tickets() {
    for (const auto& ticket : sides_.desk.tickets()) {
        if (ticket.status.rfind("hidden", 0) == 0 || ticket.subject == capitals(ticket.subject)) continue;
        do_it([&] { sides_.desk.edit(ticket.id, {.subject = capitals(ticket.subject)}); });
        ++chronicle_.deeds[ticket.id];
    }
}

}  // namespace deskbridge::simulation
