#include "commands/plan_text.h"

#include "commands/session.h"
#include "content/clip.h"
#include "content/plain_text.h"
#include "content/utf8.h"

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

std::string headline(const Plan& plan) {
    const auto ticket = plan.ticket_ref.empty() || plan.ticket_ref == plan.ticket_id
                            ? fmt::format("ticket {}", plan.ticket_id)
                            : fmt::format("ticket {} ({})", plan.ticket_id, plan.ticket_ref);
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

}  // namespace

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
    if (as_json_) json_.object().member("tenant", tenant).key("plans").array();
}

void PlanPrinter::show(const Plan& plan) {
    if (as_json_)
        write_plan(json_, plan);
    else
        out_ << tenant_ << ": " << plan_text(plan, true);
}

void PlanPrinter::end(const CycleReport& report) {
    if (as_json_) {
        json_.end();
        json_.member("create", static_cast<std::int64_t>(report.created));
        json_.member("hold", static_cast<std::int64_t>(report.parked.size()));
        json_.member("nothing", static_cast<std::int64_t>(report.passed)).end();
        return;
    }
    out_ << fmt::format("{}: {} work items would be made, {} tickets set aside, {} need nothing\n", tenant_,
                        with_commas(report.created), with_commas(report.parked.size()),
                        with_commas(report.passed));
}

void PlanPrinter::finish() {
    if (!as_json_) return;
    json_.end().end();
    out_ << json_.take(2) << '\n';
}

}  // namespace deskbridge
