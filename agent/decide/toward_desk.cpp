#include "decide/toward_desk.h"

#include "mapping/texts.h"

#include <algorithm>

namespace deskbridge {

namespace {

using Kind = FieldPlan::Kind;

/// The person of the desk whose account it is, by the people file; of several the first.
Value desk_person(const Value& value, const People& people) {
    const auto* person = std::get_if<Person>(&value);
    if (person == nullptr) return value;
    for (const auto& [address, account] : people)
        if (account && (same_name(*account, person->email) || same_name(*account, person->name)))
            return Person{person->name, address, {}};
    return value;
}

WorkItem wanted_item(const std::vector<FieldMove>& moves, const LinkView& view, const People& people) {
    WorkItem item;
    if (view.item != nullptr) item = *view.item;
    for (const auto& [state, move] : moves)
        if (move.to_desk) item.fields[state.name] = desk_person(*move.to_desk, people);
    return item;
}

void accept(Move& move, Kind kind, std::string reason) {
    move.to_desk.reset();
    if (move.both_ways) {
        move.both_ways = false;
        move.kind = Kind::to_work;
        move.work_entry.reset();
        return;
    }
    move.kind = kind;
    move.accepted = true;
    if (move.conflict) move.conflict->reason += "; " + reason;
    move.reason = std::move(reason);
}

void refuse(Move& move, const MappingProblem& problem) {
    move = {};
    move.kind = Kind::problem;
    move.reason = problem.message;
    move.hint = problem.place.empty() ? problem.fix : problem.fix + " (" + problem.place + ")";
}

void answer(LinkPlan& plan, FieldMove& field, const DeskResult& result, const Ticket& ticket) {
    using Verdict = FieldResult::Verdict;
    if (result.verdict == Verdict::problem) return refuse(field.move, result.problem);
    if (result.verdict == Verdict::leave) return accept(field.move, Kind::left, result.reason);
    if (base_value(result.value) == base_value(ticket.get(result.desk)))
        return accept(field.move, Kind::agreed, "what the ticket says means that already");
    plan.to_desk[result.desk] = result.value;
}

void set_entries(LinkPlan& plan, const FieldState& state, const Move& move, const std::string& told) {
    const auto& name = state.name;
    const auto rewritten = move.put_back       ? move.put_back
                           : state.base.owed() ? state.base.rewritten
                                               : std::nullopt;
    const auto desk = move.desk_entry.value_or(told);
    plan.after_desk[name] = state.work_key;
    plan.after_desk["<" + name] = desk;
    if (move.both_ways) plan.after_desk["+<" + name] = "=" + told;
    if (rewritten && *rewritten != desk)
        plan.after_desk["^" + name] = "=" + *rewritten;
    else if (state.base.rewritten)
        plan.after_desk["^" + name] = {};
    if (state.base.cut && !move.both_ways) plan.after_desk["!" + name] = {};
    if (state.base.behind) plan.after_desk["*" + name] = {};
}

/// What the ticket will say once it has been told is agreed, so that it is no change of the desk's then.
void foresee(LinkPlan& plan, const std::vector<FieldMove>& moves, const LinkView& view, Translator& mapping,
             const TypeRules& type, const Process& process, const Rules& rules) {
    Ticket told = view.ticket;
    for (const auto& [path, value] : plan.to_desk) told = with_value(std::move(told), path, value);
    const auto results = mapping.to_work(told, Stage::compare, &type);
    for (std::size_t at = 0; at < moves.size(); ++at) {
        const auto& [state, move] = moves[at];
        if (move.to_desk)
            set_entries(plan, state, move, desk_key_of(state, results[at], told, type, process, rules));
    }
}

}  // namespace

Ticket with_value(Ticket ticket, const std::string& path, const Value& value) {
    const auto bracket = path.find('[');
    const auto dot = path.find('.');
    if (path.rfind("custom[", 0) == 0 && path.size() > bracket + 4) {
        ticket.custom[path.substr(bracket + 2, path.size() - bracket - 4)] = value;
    } else if (dot != std::string::npos) {
        auto& whole = ticket.fields[path.substr(0, dot)];
        Person person = std::holds_alternative<Person>(whole) ? std::get<Person>(whole) : Person{};
        (path.substr(dot + 1) == "email" ? person.email : person.name) = text_of(value);
        whole = person;
    } else {
        ticket.fields[path] = value;
    }
    return ticket;
}

void toward_desk(LinkPlan& plan, std::vector<FieldMove>& moves, const LinkView& view, Translator& mapping,
                 const TypeRules& type, const Process& process, const Rules& rules) {
    const auto carries = [](const FieldMove& field) { return field.move.to_desk.has_value(); };
    if (std::none_of(moves.begin(), moves.end(), carries)) return;
    const auto results = mapping.to_desk(wanted_item(moves, view, rules.people), &view.ticket, &type);
    for (auto& field : moves) {
        if (!field.move.to_desk) continue;
        const auto result = std::find_if(results.begin(), results.end(),
                                         [&](const auto& each) { return each.rule == field.state.rule; });
        if (result != results.end()) answer(plan, field, *result, view.ticket);
    }
    foresee(plan, moves, view, mapping, type, process, rules);
}

}  // namespace deskbridge
