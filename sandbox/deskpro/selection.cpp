#include "sandbox/deskpro/selection.h"

#include "sandbox/deskpro/problem.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <functional>

namespace sandbox::deskpro {

namespace {

using Test = std::function<bool(const Ticket&)>;

/// Collects the conditions of one list and how the server words them.
class Conditions {
public:
    explicit Conditions(const Desk& desk) : desk_(desk) {}

    /// Everything that one set of parameters demands; a saved filter and the call itself are two sets.
    void demand(const Params& params) {
        number(params, "person", [](const Ticket& t) { return t.person; });
        number(params, "agent", [](const Ticket& t) { return t.agent; });
        number(params, "department", [](const Ticket& t) { return t.department; });
        number(params, "organization", [](const Ticket& t) { return t.organization; });
        number(params, "language", [](const Ticket& t) { return t.language; });
        number(params, "problem", [](const Ticket&) { return 0LL; });
        labels(params);
        custom_fields(params);
        statuses(params);
    }

    void exclude_hidden_unless_asked() {
        if (!status_asked_)
            add([this](const Ticket& t) { return !desk_.hidden(t); }, "ticket.status != \"hidden\"");
    }

    void within(const SavedFilter& filter) {
        if (filter.within_seconds == 0) return;
        const auto since = desk_.now() - filter.within_seconds * 1000;
        const bool by_status = filter.date_field == "date_status";
        add([=](const Ticket& t) { return (by_status ? t.status_since : t.created) >= since; },
            fmt::format("ticket.{} >= {}", by_status ? "date_status" : "date_created", since / 1000));
    }

    bool accept(const Ticket& ticket) const {
        return std::all_of(tests_.begin(), tests_.end(), [&](const Test& test) { return test(ticket); });
    }
    std::string fql() const { return fmt::format("{}", fmt::join(words_, " AND ")); }

private:
    void add(Test test, std::string words) {
        tests_.push_back(std::move(test));
        words_.push_back(std::move(words));
    }

    /// `name=1,2`: the ticket's value is one of them; what is no number matches nothing.
    void number(const Params& params, const char* name,
                const std::function<long long(const Ticket&)>& value) {
        const auto wanted = param_list(params, name);
        if (wanted.empty()) return;
        std::vector<long long> numbers;
        numbers.reserve(wanted.size());
        for (const auto& text : wanted) numbers.push_back(whole_number(text).value_or(-1));
        auto words = numbers.size() == 1 ? fmt::format("ticket.{} = {}", name, numbers[0])
                                         : fmt::format("ticket.{} IN ({})", name, fmt::join(numbers, ", "));
        add([numbers, value](const Ticket& t) { return contains(numbers, value(t)); }, std::move(words));
    }

    void statuses(const Params& params) {
        const auto wanted = param_list(params, "status");
        const auto unwanted = param_list(params, "not_status");
        const auto matches = [this](const Ticket& t, const std::vector<std::string>& names) {
            const auto& status = desk_.status(t);
            return contains(names, status.type) || contains(names, status.code);
        };
        if (!wanted.empty()) {
            status_asked_ = true;
            add([=](const Ticket& t) { return matches(t, wanted); }, worded("IN", wanted));
        }
        if (!unwanted.empty()) {
            add([=](const Ticket& t) { return !matches(t, unwanted); }, worded("NOT IN", unwanted));
        }
    }

    void labels(const Params& params) {
        const auto wanted = param_list(params, "labels");
        if (wanted.empty()) return;
        add(
            [wanted](const Ticket& t) {
                return std::any_of(wanted.begin(), wanted.end(),
                                   [&](const auto& l) { return contains(t.labels, l); });
            },
            fmt::format("ticket.labels IN (\"{}\")", fmt::join(wanted, "\", \"")));
    }

    /// `ticket_field.5=value`; a choice is named by its id.
    void custom_fields(const Params& params) {
        static constexpr std::string_view prefix = "ticket_field.";
        for (const auto& [name, value] : params) {
            if (name.substr(0, prefix.size()) != prefix) continue;
            const auto id = whole_number(name.substr(prefix.size())).value_or(-1);
            add([id, value = value](const Ticket& t) { return holds(t, id, value); },
                fmt::format("ticket.ticket_field[{}] = \"{}\"", id, value));
        }
    }

    template <class List, class Item>
    static bool contains(const List& list, const Item& item) {
        return std::find(list.begin(), list.end(), item) != list.end();
    }
    static std::string worded(const char* how, const std::vector<std::string>& names) {
        return fmt::format("ticket.status {} (\"{}\")", how, fmt::join(names, "\", \""));
    }
    static bool holds(const Ticket& ticket, long long field, const std::string& wanted) {
        const auto found = ticket.fields.find(field);
        if (found == ticket.fields.end()) return wanted.empty();
        if (const auto* text = std::get_if<std::string>(&found->second)) return *text == wanted;
        if (const auto* truth = std::get_if<bool>(&found->second))
            return *truth == (wanted == "1" || wanted == "true");
        const auto* choices = std::get_if<std::vector<long long>>(&found->second);
        return choices && contains(*choices, whole_number(wanted).value_or(-1));
    }

    const Desk& desk_;
    bool status_asked_ = false;
    std::vector<Test> tests_;
    std::vector<std::string> words_;
};

std::vector<const Ticket*> candidates(const Desk& desk, const Params& params) {
    std::vector<const Ticket*> found;
    const auto ids = param_list(params, "ids");
    if (ids.empty()) {
        for (const auto& [id, ticket] : desk.tickets()) found.push_back(&ticket);
        return found;
    }
    for (const auto& text : ids) {
        const auto ticket = desk.tickets().find(whole_number(text).value_or(-1));
        if (ticket != desk.tickets().end()) found.push_back(&ticket->second);
    }
    std::sort(found.begin(), found.end(), [](auto* a, auto* b) { return a->id < b->id; });
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

/// No date orders before every date, as NULL does in MySQL.
using OrderValue = long long (*)(const Ticket&);
OrderValue order_value(const std::string& field) {
    static constexpr long long none = -1;
    if (field == "date_created") return [](const Ticket& t) { return t.created; };
    if (field == "date_status") return [](const Ticket& t) { return t.status_since; };
    if (field == "date_last_user_reply")
        return [](const Ticket& t) { return t.last_user_reply.value_or(none); };
    if (field == "date_last_agent_reply")
        return [](const Ticket& t) { return t.last_agent_reply.value_or(none); };
    if (field == "date_resolved") return [](const Ticket& t) { return t.resolved.value_or(none); };
    if (field == "urgency") return [](const Ticket& t) { return static_cast<long long>(t.urgency); };
    return [](const Ticket& t) { return t.id; };
}

std::string order_field(const Options& options, const Params& params) {
    auto field = param(params, "order_by");
    if (field.empty() || options.order_fields.count(field)) return field;
    if (options.unknown_order == Options::UnknownOrder::ignore) return "";
    FormErrors errors;
    errors.fields["order_by"].add("invalid_input", "This value is not valid.");
    throw invalid_input(std::move(errors));
}

void put_in_order(std::vector<const Ticket*>& tickets, const Options& options, const Params& params) {
    const auto value = order_value(order_field(options, params));
    std::sort(tickets.begin(), tickets.end(), [&](const Ticket* a, const Ticket* b) {
        return std::pair(value(*a), a->id) < std::pair(value(*b), b->id);
    });
    const auto direction = param(params, "order_dir");
    if (direction == "desc" || direction == "DESC") std::reverse(tickets.begin(), tickets.end());
}

const SavedFilter* saved_filter(const Desk& desk, const Params& params) {
    const auto name = param(params, "filter");
    if (name.empty()) return nullptr;
    const auto* filter = find_id(desk.company.filters, whole_number(name).value_or(-1));
    if (!filter) throw not_found(fmt::format("Ticket filter {}", name));
    return filter;
}

}  // namespace

bool sees(const Person* viewer, const Ticket& ticket) {
    return !viewer || viewer->sees_all || viewer->departments.count(ticket.department);
}

Selection select(const Desk& desk, const Options& options, const Params& params, const Person* viewer) {
    Conditions conditions(desk);
    conditions.demand(params);
    if (const auto* filter = saved_filter(desk, params)) {
        conditions.demand(filter->params);
        conditions.within(*filter);
    }
    conditions.exclude_hidden_unless_asked();

    Selection selection;
    selection.fql = conditions.fql();
    for (const auto* ticket : candidates(desk, params)) {
        if (sees(viewer, *ticket) && conditions.accept(*ticket)) selection.tickets.push_back(ticket);
    }
    put_in_order(selection.tickets, options, params);
    return selection;
}

}  // namespace sandbox::deskpro
