#include "commands/exit_code.h"
#include "commands/options.h"
#include "commands/session.h"
#include "config/mapping_cases.h"
#include "config/mapping_file.h"
#include "decide/inspect.h"
#include "decide/inspect_desk.h"
#include "setup/ending_notes.h"
#include "sync/counts.h"
#include "sync/held.h"
#include "sync/link_back.h"

#include <algorithm>
#include <fmt/format.h>
#include <iostream>

namespace deskbridge {

namespace {

/// One line of the report. ok lines say what was found in order.
struct Line {
    enum class Kind { ok, warning, error } kind = Kind::ok;
    std::string about;
    std::string message;
    std::string fix;
};

/// Everything that was looked at for one tenant.
class Report {
public:
    void ok(std::string about, std::string message) {
        lines_.push_back({Line::Kind::ok, std::move(about), std::move(message), {}});
    }
    void add(Line line) { lines_.push_back(std::move(line)); }
    void fail(std::string about, const SyncError& error) {
        lines_.push_back({Line::Kind::error, std::move(about), error.what(), error.hint});
        code_ = worse(code_, exit_code_of(error));
    }
    void warn_of_end(Line line) {
        lines_.push_back(std::move(line));
        code_ = worse(code_, exit_code::attention);
    }
    int code() const {
        const bool errors = std::any_of(lines_.begin(), lines_.end(),
                                        [](const Line& line) { return line.kind == Line::Kind::error; });
        return errors && code_ <= exit_code::attention ? exit_code::configuration : code_;
    }
    const std::vector<Line>& lines() const { return lines_; }

private:
    std::vector<Line> lines_;
    int code_ = exit_code::done;
};

const char* word(Line::Kind kind) {
    if (kind == Line::Kind::ok) return "ok";
    return kind == Line::Kind::warning ? "warning" : "error";
}

bool check_sides(Tenant& tenant, Report& report) {
    bool both = true;
    try {
        const auto desk = tenant.desk.identify();
        tenant.signed_in("desk", desk.account);
        report.ok("help desk", fmt::format("{}, signed in as {}", desk.product, desk.account));
    } catch (const SyncError& error) {
        report.fail("help desk", error);
        both = false;
    }
    try {
        const auto work = tenant.work.identify();
        tenant.signed_in("work", work.account);
        report.ok("work tracker", fmt::format("{}, signed in as {}", work.product, work.account));
        const auto remark = tenant.work.read_news(tenant.work.cursor_from_now()).remark;
        if (!remark.empty()) report.add({Line::Kind::warning, "work tracker", remark, {}});
    } catch (const SyncError& error) {
        report.fail("work tracker", error);
        both = false;
    }
    return both;
}

void check_desk(Tenant& tenant, const Translator& mapping, Report& report) {
    LinkBack wanted;
    if (mapping.mapping().link_back) {
        wanted.field = mapping.mapping().link_back->field;
        wanted.label = mapping.mapping().link_back->label;
    }
    for (const auto& doubt : tenant.desk.doubts(wanted, mapping.mapping().find))
        report.add({Line::Kind::error, mapping.mapping().name, doubt, {}});
}

void add_findings(const std::string& about, const std::vector<Finding>& findings, Report& report) {
    for (const auto& finding : findings)
        report.add({finding.severity == Finding::Severity::error ? Line::Kind::error : Line::Kind::warning,
                    about, fmt::format("{}: {}", finding.field, finding.message), finding.fix});
}

/// What flows back has to be something that the desk can write.
void check_way_to_desk(Tenant& tenant, const Translator& mapping, Report& report) {
    const auto about = mapping.mapping().name;
    const bool flows = flows_to_desk(mapping.mapping());
    const auto writable = flows ? tenant.desk.writable_fields() : std::vector<std::string>();
    const auto findings = inspect_way_to_desk(mapping, writable);
    add_findings(about, findings, report);
    if (flows && findings.empty())
        report.ok(about, "every field that flows to the ticket can be written there");
}

void check_type(Tenant& tenant, const Translator& mapping, const Process& process, const std::string& name,
                Report& report) {
    const auto about = mapping.mapping().name;
    const auto* type = process.type(name);
    if (type == nullptr) {
        std::vector<std::string> names;
        for (const auto& known : process.types) names.push_back(known.name);
        report.add({Line::Kind::error, about,
                    fmt::format("project '{}' has no work item type '{}'", process.project, name),
                    fmt::format("it has: {}", fmt::join(names, ", "))});
        return;
    }
    auto names = tenant.desk.ticket_fields();
    if (!names.empty()) names.insert(names.end(), {items_name, tickets_name});
    auto findings = inspect(mapping, *type, process, names);
    for (auto& finding : inspect_states(mapping, *type)) findings.push_back(std::move(finding));
    add_findings(about, findings, report);
    if (findings.empty())
        report.ok(about, fmt::format("{} in {}: {} fields fit the process", type->name, process.project,
                                     mapping.rules().size()));
}

void check_mapping(Tenant& tenant, const Translator& mapping, Report& report) {
    const auto about = mapping.mapping().name;
    try {
        check_desk(tenant, mapping, report);
        check_way_to_desk(tenant, mapping, report);
        const auto project = fixed_project(mapping.mapping());
        const auto types = types_of(mapping.mapping());
        if (project.empty() || types.empty()) {
            report.add({Line::Kind::warning,
                        about,
                        "project or type comes from the ticket; it is checked for each ticket",
                        {}});
            return;
        }
        const auto process = tenant.work.read_process(project, types);
        for (const auto& type : types) check_type(tenant, mapping, process, type, report);
    } catch (const SyncError& error) {
        report.fail(about, error);
    }
}

void check_cases(const TenantSettings& settings, Report& report) {
    for (const auto& file : settings.mappings) {
        const auto mapping = read_mapping(file);
        const auto run = run_mapping_cases(mapping);
        if (!run) continue;
        std::size_t passed = 0;
        for (const auto& result : run->results) {
            if (result.passed()) {
                ++passed;
                continue;
            }
            report.add({Line::Kind::error,
                        mapping.mapping.name,
                        fmt::format("case '{}' ({}): {}", result.name, result.place,
                                    fmt::join(result.differences, "; ")),
                        {}});
        }
        if (passed == run->results.size())
            report.ok(mapping.mapping.name, fmt::format("{} cases pass", passed));
    }
}

/// Two secrets for the same: which one is used, and what became of the other.
void check_choice(SecretChoice& choice, Report& report) {
    const auto standings = choice.standings();
    for (const auto& note : choice_notes(standings))
        report.warn_of_end({Line::Kind::warning, "sign-in", note,
                            "Take it out of the list; or, if it is the new one, look whether it is whole."});
    for (const auto& one : standings)
        if (standings.size() > 1 && one.refused_at == Time{})
            report.ok("sign-in", fmt::format("{}: {}", one.source, one.in_use ? "in use" : "not used yet"));
}

Report check_tenant(Session& session, const TenantSettings& settings, const StateCopy& copy) {
    Report report;
    try {
        check_cases(settings, report);
        const auto built = build_on_copy(session, settings, copy);
        for (const auto& note : ending_notes(built->endings(), session.clock.now()))
            report.warn_of_end({Line::Kind::warning, "sign-in", note.text, note.hint});
        Tenant& tenant = built->tenant();
        tenant.record = tenant.store.tenant(tenant.name);
        for (const auto& note : orphan_notes(tenant))
            report.add({Line::Kind::warning, "links", note.text, note.hint});
        const bool both = check_sides(tenant, report);
        for (const auto& choice : built->choices()) check_choice(*choice, report);
        if (both)
            for (const auto& mapping : tenant.mappings) check_mapping(tenant, *mapping, report);
    } catch (const SyncError& error) {
        report.fail("configuration", error);
    }
    return report;
}

void print(const std::string& tenant, const Report& report) {
    std::cout << tenant << '\n';
    for (const auto& line : report.lines()) {
        std::cout << fmt::format("  {:<8}{}: {}\n", word(line.kind), line.about, line.message);
        if (!line.fix.empty()) std::cout << fmt::format("          what to do: {}\n", line.fix);
    }
}

void write(json::Writer& out, const std::string& tenant, const Report& report) {
    out.object().member("tenant", tenant).member("exit_code", report.code()).key("findings").array();
    for (const auto& line : report.lines())
        out.object()
            .member("kind", word(line.kind))
            .member("about", line.about)
            .member("message", line.message)
            .member("fix", line.fix)
            .end();
    out.end().end();
}

}  // namespace

int run_check(const Call& call) {
    po::options_description described("options");
    described.add_options()("tenant", po::value<std::string>(), "this tenant only")("json",
                                                                                    "as one JSON document");
    const auto options =
        parse_options(call,
                      {"deskbridge check [--tenant T] [--json]",
                       "Reads the configuration, runs the mappings' cases, signs in on both "
                       "sides, and holds every mapping\n"
                       "against the live process and desk: fields, allowed values, required "
                       "fields, states and the ways\n"
                       "between them, areas, iterations, and what flows to the ticket. Writes "
                       "nothing."},
                      described);
    if (!options) return exit_code::done;
    Session session(call);
    const StateCopy copy(session.state());
    json::Writer out;
    out.object().key("tenants").array();
    int code = exit_code::done;
    for (const auto* settings : session.assembly.chosen(text_option(*options, "tenant"))) {
        const auto report = check_tenant(session, *settings, copy);
        code = worse(code, report.code());
        write(out, settings->name, report);
        if (options->count("json") == 0) print(settings->name, report);
    }
    out.end().end();
    if (options->count("json") != 0) std::cout << out.take(2) << '\n';
    return code;
}

}  // namespace deskbridge
