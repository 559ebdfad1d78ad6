#include "commands/plan_text.h"

#include "commands/session.h"
#include "content/clip.h"
#include "content/plain_text.h"
#include "content/utf8.h"
#include "decide/base.h"

#include <array>
#include <fmt/format.h>

namespace deskbridge {

namespace {

std::string_view name_of(Plan::Kind kind) {
    static constexpr std::array<std::string_view, 3> names{"nothing", "create", "hold"};
    return names[static_cast<std::size_t>(kind)];
}

std::string_view name_of(FieldVerdict::Kind kind) {
    static constexpr std::array<std::string_view, 4> names{"set", "cut", "left", "problem"};
    return names[static_cast<std::size_t>(kind)];
}

std::string shown(const Value& value) {
    const auto* html = std::get_if<Html>(&value);
    const auto text = single_line(html != nullptr ? plain_text(html->markup) : text_of(value));
    return clip(text, 100, Unit::code_points).text;
}

std::string field_line(const FieldVerdict& verdict) {
    std::string line = fmt::format("    {:<8}{}", name_of(verdict.kind), verdict.field);
    if (!is_nothing(verdict.value)) line += " = " + shown(verdict.value);
    if (!verdict.reason.empty()) line += fmt::format("  ({})", verdict.reason);
    if (!verdict.hint.empty()) line += fmt::format("\n            what to do: {}", verdict.hint);
    return line + "\n";
}

std::string ticket_name(const std::string& id, const std::string& ref) {
    return ref.empty() || ref == id ? fmt::format("ticket {}", id) : fmt::format("ticket {} ({})", id, ref);
}

std::string headline(const Plan& plan) {
    const auto ticket = ticket_name(plan.ticket_id, plan.ticket_ref);
    switch (plan.kind) {
        case Plan::Kind::create:
            return fmt::format("{}: make a {} in {}  ({})\n", ticket, plan.item.type, plan.item.project,
                               plan.reason);
        case Plan::Kind::hold:
            return fmt::format("{}: set aside: {}\n{}", ticket, plan.reason,
                               plan.hint.empty() ? "" : fmt::format("    what to do: {}\n", plan.hint));
        case Plan::Kind::nothing: break;
    }
    return fmt::format("{}: nothing: {}\n", ticket, plan.reason);
}

std::string_view name_of(LinkPreview::Kind kind) {
    static constexpr std::array<std::string_view, 3> names{"nothing", "carry", "hold"};
    return names[static_cast<std::size_t>(kind)];
}

std::string_view name_of(FieldPlan::Kind kind) {
    static constexpr std::array<std::string_view, 8> names{"same",   "to_work", "to_desk",  "both_ways",
                                                           "agreed", "left",    "conflict", "problem"};
    return names[static_cast<std::size_t>(kind)];
}

/// What a person reads before the field's name.
std::string_view words_of(FieldPlan::Kind kind) {
    static constexpr std::array<std::string_view, 8> words{"same",   "to work item", "to ticket", "both ways",
                                                           "agreed", "left",         "conflict",  "problem"};
    return words[static_cast<std::size_t>(kind)];
}

std::string count_of(std::size_t number, const char* one, const char* many) {
    return fmt::format("{} {}", number, number == 1 ? one : many);
}

void add_part(std::string& text, std::size_t number, const char* one, const char* many) {
    if (number == 0) return;
    text += (text.empty() ? "" : ", ") + count_of(number, one, many);
}

std::string public_part(const SayingSight& sight) {
    return sight.open == 0 ? std::string() : fmt::format(" ({} of them public)", sight.open);
}

/// "2 fields and 1 message to the work item; ..." for each way that has something.
std::string summary(const LinkPreview& preview) {
    std::string to_work, to_desk;
    add_part(to_work, preview.plan.to_work.size(), "field", "fields");
    add_part(to_work, preview.to_work.fresh, "message", "messages");
    to_work += public_part(preview.to_work);
    add_part(to_work, preview.to_work.edited, "edited message", "edited messages");
    add_part(to_work, preview.to_work.removed, "message taken back", "messages taken back");
    add_part(to_desk, preview.plan.to_desk.size(), "field", "fields");
    add_part(to_desk, preview.to_desk.fresh, "comment", "comments");
    to_desk += public_part(preview.to_desk);
    add_part(to_desk, preview.to_desk.edited, "edited comment", "edited comments");
    add_part(to_desk, preview.to_desk.removed, "comment taken back", "comments taken back");
    add_part(to_desk, preview.to_desk.files, "file", "files");
    std::string text;
    if (!to_work.empty()) text = to_work + " to the work item";
    if (!to_desk.empty()) text += (text.empty() ? "" : "; ") + to_desk + " to the ticket";
    return text;
}

std::string link_headline(const LinkPreview& preview) {
    const auto pair = fmt::format("{} and work item {}", ticket_name(preview.ticket.id, preview.ticket.ref),
                                  preview.link.work_item);
    const auto carried = summary(preview);
    const auto rest = carried.empty() ? std::string() : ": " + carried;
    switch (preview.kind) {
        case LinkPreview::Kind::carry: return pair + rest + "\n";
        case LinkPreview::Kind::hold:
            return fmt::format("{}{}: set aside: {}\n{}", pair, rest, preview.reason,
                               preview.hint.empty() ? "" : fmt::format("    what to do: {}\n", preview.hint));
        case LinkPreview::Kind::nothing: break;
    }
    return fmt::format("{}: nothing: {}\n", pair, preview.reason);
}

std::string agreed_text(const FieldSight& field) {
    if (!field.agreed) return "(nothing yet)";
    if (is_digest(*field.agreed)) return "(a longer text)";
    return field.agreed->empty() ? "(nothing)" : shown(Value{*field.agreed});
}

std::string held_text(const Value& value) {
    return is_nothing(value) ? "(nothing)" : shown(value);
}

/// What would stand on the side that is written.
std::string carried_text(const LinkPreview& preview, const FieldSight& field) {
    std::string text;
    if (const auto found = preview.plan.to_work.find(field.plan.field); found != preview.plan.to_work.end())
        text += " = " + held_text(found->second);
    if (field.path.empty()) return text;
    if (const auto found = preview.plan.to_desk.find(field.path); found != preview.plan.to_desk.end())
        text += fmt::format(" -> {} = {}", field.path, held_text(found->second));
    return text;
}

std::string sight_line(const LinkPreview& preview, const FieldSight& field, bool both_sides) {
    auto line = fmt::format("    {:<13}{}{}", words_of(field.plan.kind), field.plan.field,
                            carried_text(preview, field));
    if (!field.plan.reason.empty()) line += fmt::format("  ({})", field.plan.reason);
    if (!field.plan.hint.empty()) line += fmt::format("\n            what to do: {}", field.plan.hint);
    if (both_sides)
        line += fmt::format("\n        {:<13}{}\n        {:<13}{}\n        {:<13}{}",
                            field.path.empty() ? "ticket" : field.path, held_text(field.desk), "work item",
                            held_text(field.work), "agreed", agreed_text(field));
    return line + "\n";
}

void write_sayings(json::Writer& out, const SayingSight& sight) {
    const auto number = [&](const char* name, std::size_t value) {
        out.member(name, static_cast<std::int64_t>(value));
    };
    number("new", sight.fresh);
    number("public", sight.open);
    number("edited", sight.edited);
    number("removed", sight.removed);
    number("files", sight.files);
}

void write_way(json::Writer& out, const Record& fields, const SayingSight& sight) {
    out.object().key("fields").object();
    for (const auto& [name, value] : fields) {
        out.key(name);
        is_nothing(value) ? out.null() : out.text(text_of(value));
    }
    out.end().key("said").object();
    write_sayings(out, sight);
    out.end().end();
}

void write_sight(json::Writer& out, const FieldSight& field) {
    out.object().member("field", field.plan.field).member("path", field.path);
    out.member("verdict", name_of(field.plan.kind));
    out.member("desk", text_of(field.desk)).member("work", text_of(field.work)).key("agreed");
    if (!field.agreed || is_digest(*field.agreed))
        out.null();
    else
        out.text(*field.agreed);
    out.member("reason", field.plan.reason).member("hint", field.plan.hint).end();
}

}  // namespace

std::string link_text(const LinkPreview& preview, bool both_sides) {
    std::string text = link_headline(preview);
    if (preview.follower)
        text += "    an older link of the same work item rules its fields; this one follows\n";
    for (const auto& field : preview.fields)
        if (both_sides ||
            (field.plan.kind != FieldPlan::Kind::same && field.plan.kind != FieldPlan::Kind::left))
            text += sight_line(preview, field, both_sides);
    return text;
}

void write_link_preview(json::Writer& out, const LinkPreview& preview) {
    static constexpr std::array<std::string_view, 3> states{"active", "ticket_gone", "item_gone"};
    const auto& link = preview.link;
    out.object()
        .member("ticket", preview.ticket.id)
        .member("ref", preview.ticket.ref)
        .member("action", name_of(preview.kind));
    out.member("work_item", link.work_item).member("url", link.work_item_url).member("mapping", link.mapping);
    out.member("reason", preview.reason).member("hint", preview.hint);
    out.member("state", states[static_cast<std::size_t>(link.state)]).member("follower", preview.follower);
    out.member("agreed_revision", link.revision);
    if (preview.item) out.member("present_revision", preview.item->revision);
    out.key("fields").array();
    for (const auto& field : preview.fields) write_sight(out, field);
    out.end().key("states_on_the_way").array();
    for (const auto& state : preview.plan.states) out.text(state);
    out.end();
    write_way(out.key("to_work"), preview.plan.to_work, preview.to_work);
    write_way(out.key("to_desk"), preview.plan.to_desk, preview.to_desk);
    out.end();
}

std::string plan_text(const Plan& plan, bool with_fields) {
    std::string text = headline(plan);
    if (!with_fields) return text;
    for (const auto& verdict : plan.fields) text += field_line(verdict);
    if (!plan.files.empty()) text += fmt::format("    files   {}\n", plan.files.size());
    if (plan.talk) text += "    further messages follow as comments\n";
    return text;
}

void write_plan(json::Writer& out, const Plan& plan) {
    out.object()
        .member("ticket", plan.ticket_id)
        .member("ref", plan.ticket_ref)
        .member("action", name_of(plan.kind));
    out.member("mapping", plan.mapping).member("reason", plan.reason).member("hint", plan.hint);
    out.member("project", plan.item.project).member("type", plan.item.type).key("fields").array();
    for (const auto& verdict : plan.fields) {
        out.object().member("field", verdict.field).member("verdict", name_of(verdict.kind));
        out.member("value", text_of(verdict.value))
            .member("reason", verdict.reason)
            .member("hint", verdict.hint)
            .end();
    }
    out.end().member("files", static_cast<std::int64_t>(plan.files.size()));
    out.member("messages_follow", plan.talk).end();
}

PlanPrinter::PlanPrinter(std::ostream& out, bool as_json) : out_(out), as_json_(as_json) {
    if (as_json_) json_.object().key("tenants").array();
}

void PlanPrinter::begin(const std::string& tenant) {
    tenant_ = tenant;
    carries_ = 0;
    if (as_json_) json_.object().member("tenant", tenant).key("plans").array();
}

void PlanPrinter::show(const Plan& plan) {
    if (as_json_)
        write_plan(json_, plan);
    else
        out_ << tenant_ << ": " << plan_text(plan, true);
}

void PlanPrinter::show(const LinkPreview& preview, bool all) {
    carries_ += preview.kind == LinkPreview::Kind::carry ? 1 : 0;
    if (preview.kind == LinkPreview::Kind::nothing && !all) return;
    if (as_json_)
        write_link_preview(json_, preview);
    else
        out_ << tenant_ << ": " << link_text(preview, false);
}

void PlanPrinter::end(const CycleReport& report) {
    if (as_json_) {
        json_.end();
        json_.member("create", static_cast<std::int64_t>(report.created));
        json_.member("carry", static_cast<std::int64_t>(carries_));
        json_.member("hold", static_cast<std::int64_t>(report.parked.size()));
        json_.member("nothing", static_cast<std::int64_t>(report.passed)).end();
        return;
    }
    out_ << fmt::format(
        "{}: {} work items would be made, {} linked tickets have something to carry, {} tickets set aside, "
        "{} "
        "need nothing\n",
        tenant_, with_commas(report.created), with_commas(carries_), with_commas(report.parked.size()),
        with_commas(report.passed));
}

void PlanPrinter::finish() {
    if (!as_json_) return;
    json_.end().end();
    out_ << json_.take(2) << '\n';
}

}  // namespace deskbridge
