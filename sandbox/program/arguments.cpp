#include "sandbox/program/arguments.h"

#include <algorithm>
#include <array>
#include <boost/program_options.hpp>
#include <fmt/format.h>
#include <ostream>

namespace sandbox {

namespace {

namespace options = boost::program_options;
using azure_devops::Level;
using azure_devops::Process;
using azure_devops::ProjectOptions;

constexpr std::array<std::pair<const char*, Level>, 7> levels{{{"services", Level::services},
                                                               {"server2022.1", Level::server2022_1},
                                                               {"server2022", Level::server2022},
                                                               {"server2020.1", Level::server2020_1},
                                                               {"server2020", Level::server2020},
                                                               {"server2019.1", Level::server2019_1},
                                                               {"server2019", Level::server2019}}};
constexpr std::array<std::pair<const char*, Process>, 4> processes{{{"agile", Process::agile},
                                                                    {"scrum", Process::scrum},
                                                                    {"basic", Process::basic},
                                                                    {"cmmi", Process::cmmi}}};

constexpr std::array<std::pair<const char*, const char*>, 8> field_types{{{"string", "string"},
                                                                          {"integer", "integer"},
                                                                          {"double", "double"},
                                                                          {"dateTime", "dateTime"},
                                                                          {"boolean", "boolean"},
                                                                          {"html", "html"},
                                                                          {"plainText", "plainText"},
                                                                          {"identity", "identity"}}};

template <typename Names>
auto named(const std::string& option, const std::string& wanted, const Names& names) {
    std::string all;
    for (const auto& [name, value] : names) {
        if (wanted == name) return value;
        all += fmt::format("{}{}", all.empty() ? "" : ", ", name);
    }
    throw BadUsage(fmt::format("{} does not know \"{}\"; it can be: {}.", option, wanted, all));
}

ProjectOptions project_of(const std::string& text) {
    const auto equals = text.find('=');
    ProjectOptions project;
    project.name = text.substr(0, equals);
    if (project.name.empty()) throw BadUsage("--project wants a name.");
    if (equals != std::string::npos) project.process = named("--project", text.substr(equals + 1), processes);
    return project;
}

/// "Widgets:Custom.Customer=identity" as a field that every type of that project requires.
void require_field(std::vector<ProjectOptions>& projects, const std::string& text) {
    const auto colon = text.find(':');
    const auto equals = text.find('=', colon == std::string::npos ? 0 : colon);
    const auto project = std::find_if(projects.begin(), projects.end(), [&](const ProjectOptions& each) {
        return each.name == text.substr(0, colon);
    });
    if (colon == std::string::npos || project == projects.end())
        throw BadUsage(
            "--required-field wants a project of this sandbox before a colon, as in "
            "Widgets:Custom.Customer.");
    azure_devops::CustomField field;
    field.reference_name = text.substr(colon + 1, equals == std::string::npos ? equals : equals - colon - 1);
    const auto dot = field.reference_name.rfind('.');
    if (dot == std::string::npos || dot + 1 == field.reference_name.size())
        throw BadUsage("--required-field wants a reference name with a dot, as in Widgets:Custom.Customer.");
    field.name = field.reference_name.substr(dot + 1);
    if (equals != std::string::npos)
        field.type = named("--required-field", text.substr(equals + 1), field_types);
    field.required = true;
    project->fields.push_back(std::move(field));
}

std::vector<ProjectOptions> default_projects() {
    return {project_of("Widgets=agile"), project_of("Gadgets=scrum")};
}

int port_of(const char* option, int port) {
    if (port < 0 || port > 65535) throw BadUsage(fmt::format("{} wants a number from 0 to 65535.", option));
    return port;
}

options::options_description described() {
    using options::value;
    options::options_description all("Options");
    auto add = all.add_options();
    add("tickets", value<std::string>()->value_name("FILE"), "tickets to begin with, one JSON object a line");
    add("listen-port-desk", value<int>()->default_value(0)->value_name("N"), "port of the desk; 0: any");
    add("listen-port-work", value<int>()->default_value(0)->value_name("N"), "port of the work side; 0: any");
    add("listen-port-sign-in", value<int>()->default_value(0)->value_name("N"),
        "port of the sign-in services; 0: any");
    add("listen-port-pages", value<int>()->value_name("N"),
        "port of the pages and of the control address; without it 8088, or any when that is taken");
    add("faults", value<std::string>()->value_name("FILE"), "rules for trouble on demand, as JSON");
    add("level", value<std::string>()->default_value("services")->value_name("LEVEL"),
        "which Azure DevOps is played: services, server2022.1, server2022, server2020.1, server2020, "
        "server2019.1, "
        "server2019");
    add("organization", value<std::string>()->default_value("sandbox")->value_name("NAME"),
        "name of the organization or collection");
    add("project", value<std::vector<std::string>>()->value_name("NAME[=PROCESS]"),
        "a project and its process (agile, scrum, basic, cmmi); may be repeated; without it Widgets=agile "
        "and "
        "Gadgets=scrum");
    add("required-field", value<std::vector<std::string>>()->value_name("PROJECT:NAME[=TYPE]"),
        "a field of its own that every type of the project requires, as in Widgets:Custom.Customer=identity; "
        "may be repeated");
    add("config", value<std::string>()->value_name("DIR"), "write a configuration for deskbridge there");
    add("ready-file", value<std::string>()->value_name("FILE"),
        "write the addresses there once all can be reached; with --config: DIR/ready");
    add("seed", value<std::uint64_t>()->value_name("N"), "seed for the rules with a probability");
    add("help,h", "say this");
    add("version", "say which version this is");
    return all;
}

std::string text_of(const options::variables_map& values, const char* name) {
    return values.contains(name) ? values[name].as<std::string>() : std::string();
}

Arguments arguments_of(const options::variables_map& values) {
    Arguments arguments;
    arguments.help = values.contains("help");
    arguments.version = values.contains("version");
    arguments.tickets = text_of(values, "tickets");
    arguments.faults = text_of(values, "faults");
    arguments.config = text_of(values, "config");
    arguments.ready_file = text_of(values, "ready-file");
    if (arguments.ready_file.empty() && !arguments.config.empty())
        arguments.ready_file = arguments.config / "ready";
    arguments.desk_port = port_of("--listen-port-desk", values["listen-port-desk"].as<int>());
    arguments.work_port = port_of("--listen-port-work", values["listen-port-work"].as<int>());
    arguments.sign_in_port = port_of("--listen-port-sign-in", values["listen-port-sign-in"].as<int>());
    if (values.contains("listen-port-pages")) {
        arguments.pages_port = port_of("--listen-port-pages", values["listen-port-pages"].as<int>());
    }
    arguments.level = named("--level", text_of(values, "level"), levels);
    arguments.organization = text_of(values, "organization");
    if (arguments.organization.empty()) throw BadUsage("--organization wants a name.");
    if (values.contains("project")) {
        for (const auto& text : values["project"].as<std::vector<std::string>>()) {
            arguments.projects.push_back(project_of(text));
        }
    } else {
        arguments.projects = default_projects();
    }
    if (values.contains("required-field")) {
        for (const auto& text : values["required-field"].as<std::vector<std::string>>()) {
            require_field(arguments.projects, text);
        }
    }
    if (values.contains("seed")) arguments.seed = values["seed"].as<std::uint64_t>();
    return arguments;
}

}  // namespace

Arguments read_arguments(int count, const char* const* values) {
    try {
        options::variables_map read;
        const auto all = described();
        // no positional words and no abbreviations: a misspelt option should not pass for another
        const int style =
            options::command_line_style::unix_style ^ options::command_line_style::allow_guessing;
        options::store(options::command_line_parser(count, values)
                           .options(all)
                           .positional(options::positional_options_description())
                           .style(style)
                           .run(),
                       read);
        return arguments_of(read);
    } catch (const options::too_many_positional_options_error&) {
        throw BadUsage("There is a word on the command line that belongs to no option.");
    } catch (const options::error& error) {
        throw BadUsage(
            fmt::format("The command line cannot be read: {}. --help says what there is.", error.what()));
    }
}

void print_help(std::ostream& out) {
    out << "Usage: deskbridge-sandbox [OPTIONS]\n\n"
           "Plays a help desk (Deskpro) and Azure DevOps on this computer, with tickets to look at, so that\n"
           "deskbridge can be tried without an account anywhere. Everything is in memory and gone at the "
           "end.\n\n"
        << described();
}

}  // namespace sandbox
