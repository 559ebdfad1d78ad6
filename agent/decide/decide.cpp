#include "decide/decide.h"

#include "decide/base.h"
#include "decide/discussion.h"
#include "decide/fields.h"

#include <fmt/format.h>

namespace deskbridge {

namespace {

Plan plan_for(const Ticket& ticket) {
    Plan plan;
    plan.ticket_id = ticket.id;
    plan.ticket_ref = ticket.ref;
    plan.ticket_url = ticket.url;
    return plan;
}

Plan nothing(const Ticket& ticket, std::string reason) {
    Plan plan = plan_for(ticket);
    plan.reason = std::move(reason);
    return plan;
}

Plan& hold(Plan& plan, const MappingProblem& problem) {
    plan.kind = Plan::Kind::hold;
    plan.reason = fmt::format("{}: {}", problem.field, problem.message);
    plan.hint = problem.fix;
    if (!problem.place.empty())
        plan.hint += fmt::format("{}({})", plan.hint.empty() ? "" : " ", problem.place);
    return plan;
}

/// The work item that the ticket names in its link-back field: it has one already, whoever made it.
std::string named_work_item(const Ticket& ticket, const Mapping& mapping) {
    if (!mapping.link_back || mapping.link_back->field.empty()) return {};
    const auto found = ticket.custom.find(mapping.link_back->field);
    return found == ticket.custom.end() ? std::string() : text_of(found->second);
}

MappingProblem unknown_project(const std::string& project, const Rules& rules) {
    const auto why = rules.missing_projects.find(project);
    return {"project",
            why == rules.missing_projects.end()
                ? fmt::format("the rules of project '{}' could not be read", project)
                : why->second,
            "name a project of this collection that the account may see",
            {}};
}

MappingProblem unknown_type(const std::string& type, const Process& process) {
    std::vector<std::string> names;
    for (const auto& rules : process.types) names.push_back(rules.name);
    const auto near = nearest_name(type, names);
    return {"type",
            fmt::format("project '{}' has no work item type '{}'", process.project, type),
            near.empty() ? fmt::format("it has: {}", fmt::join(names, ", "))
                         : fmt::format("did you mean '{}'?", near),
            {}};
}

/// Every cell in which a work item may be made.
Plan decide_creation(const Ticket& ticket, Translator& mapping, std::string reason, const Rules& rules) {
    Plan plan = plan_for(ticket);
    plan.mapping = mapping.mapping().name;
    plan.reason = std::move(reason);
    if (const auto named = named_work_item(ticket, mapping.mapping()); !named.empty())
        return nothing(ticket, fmt::format("the ticket names work item {} in its field '{}' already", named,
                                           mapping.mapping().link_back->field));

    if (mapping.needs_description() && !ticket.described)
        return hold(plan, {"description",
                           "the ticket's first message could not be read",
                           "it is tried again by itself",
                           {}});
    const Target target = mapping.target(ticket);
    if (!target.problems.empty()) return hold(plan, target.problems.front());
    const auto process = rules.processes.find(target.project);
    if (process == rules.processes.end()) return hold(plan, unknown_project(target.project, rules));
    const TypeRules* type = process->second.type(target.type);
    if (type == nullptr) return hold(plan, unknown_type(target.type, process->second));

    plan.kind = Plan::Kind::create;
    plan.item.project = process->second.project;
    plan.item.type = type->name;
    plan.link_back = wants_link_back(mapping.mapping()) ? LinkBackState::pending : LinkBackState::not_wanted;
    plan.talk = wants_discussion(mapping.mapping()) && ticket.more_messages;
    if (wants_files(mapping.mapping())) {
        plan.files = ticket.files;
        plan.pictures = true;
    }
    decide_fields(plan, ticket, mapping, *type, process->second, rules);
    return plan;
}

}  // namespace

Choice choose(Mappings mappings, const Ticket& ticket) {
    Choice choice;
    for (const auto& mapping : mappings) {
        const Selection selection = mapping->select(ticket);
        choice.reason += fmt::format("{}{}: {}", choice.reason.empty() ? "" : "; ", mapping->mapping().name,
                                     selection.reason);
        if (selection.problem) {
            choice.problem = selection.problem;
            return choice;
        }
        if (selection.selected) {
            choice.mapping = mapping.get();
            return choice;
        }
    }
    return choice;
}

Plan decide(const Ticket& ticket, const Link* link, Mappings mappings, const Rules& rules) {
    if (link != nullptr) return nothing(ticket, fmt::format("linked to work item {}", link->work_item));
    if (ticket.presence == Presence::deleted) return nothing(ticket, "the ticket is deleted");
    if (ticket.presence == Presence::spam) return nothing(ticket, "the ticket is spam");

    const Choice choice = choose(mappings, ticket);
    if (choice.problem) {
        Plan plan = plan_for(ticket);
        return hold(plan, *choice.problem);
    }
    if (choice.mapping == nullptr) return nothing(ticket, "no mapping selects it: " + choice.reason);
    return decide_creation(ticket, *choice.mapping, choice.reason, rules);
}

}  // namespace deskbridge
