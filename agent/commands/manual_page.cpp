#include "commands/manual_page.h"

#include <algorithm>
#include <fmt/format.h>
#include <sstream>

namespace deskbridge {

namespace {

/// Text that troff takes as it is.
std::string troff(const std::string& text) {
    std::string out;
    bool line_start = true;
    for (const char c : text) {
        if (line_start && (c == '.' || c == '\'')) out += "\\&";
        if (c == '\\')
            out += "\\e";
        else if (c == '-')
            out += "\\-";
        else
            out += c;
        line_start = c == '\n';
    }
    return out;
}

std::string option_lines(const po::options_description& options) {
    std::string text;
    for (const auto& option : options.options()) {
        const auto value = option->semantic()->max_tokens() > 0 ? " " + option->format_parameter() : "";
        text += fmt::format(".TP\n.B {}\n{}\n", troff(option->format_name() + value),
                            troff(option->description()));
    }
    return text;
}

/// Lines of a text keep their breaks where it has a layout of its own.
std::string paragraphs(const std::string& text) {
    return text.find("  ") == std::string::npos ? troff(text) + "\n" : ".nf\n" + troff(text) + "\n.fi\n";
}

std::string without_brackets(const std::string& text) {
    std::string out;
    int depth = 0;
    for (const char c : text) {
        if (c == '[') ++depth;
        if (depth == 0) out += c;
        if (c == ']') --depth;
    }
    return out;
}

std::string joined(const std::vector<std::string>& words) {
    return fmt::format("{}", fmt::join(words, " "));
}

std::vector<std::string> long_names(const po::options_description& options) {
    std::vector<std::string> names;
    for (const auto& option : options.options()) names.push_back("--" + option->long_name());
    return names;
}

/// Options of the whole program whose value is a file name.
bool takes_file(const po::option_description& option) {
    return option.semantic()->max_tokens() > 0 && option.format_parameter().find("FILE") != std::string::npos;
}

constexpr const char* completion_script =
    R"(# bash completion for deskbridge, made by `deskbridge manual bash`
_deskbridge() {{
    local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} verb= i
    COMPREPLY=()
    case $before in
        {files}) COMPREPLY=($(compgen -f -- "$word")); return ;;
        --log-format) COMPREPLY=($(compgen -W "text json" -- "$word")); return ;;
    esac
    for ((i = 1; i < COMP_CWORD; ++i)); do
        case ${{COMP_WORDS[i]}} in
            {values}) ((++i)) ;;
            -*) ;;
            *) verb=${{COMP_WORDS[i]}}; break ;;
        esac
    done
    case $verb in
        "") COMPREPLY=($(compgen -W "{verbs} {options}" -- "$word")) ;;
{cases}    esac
}}
complete -o default -F _deskbridge deskbridge
)";

}  // namespace

std::vector<std::string> words_after(const VerbManual& verb) {
    auto usage = without_brackets(verb.manual.usage);
    const auto front = "deskbridge " + verb.name;
    if (!usage.starts_with(front)) return {};
    usage = usage.substr(front.size());
    usage = usage.substr(0, usage.find(" --"));
    std::vector<std::string> words;
    std::istringstream alternatives(usage);
    for (std::string alternative; std::getline(alternatives, alternative, '|');) {
        std::string word;
        std::istringstream(alternative) >> word;
        const bool plain = std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
        if (plain && !word.empty()) words.push_back(word);
    }
    return words;
}

std::string man_page(const std::vector<VerbManual>& verbs) {
    std::string text =
        ".TH DESKBRIDGE 1 \"\" \"deskbridge\" \"User Commands\"\n"
        ".SH NAME\ndeskbridge \\- keeps help\\-desk tickets and Azure DevOps work items in step\n"
        ".SH SYNOPSIS\n.B deskbridge\n[\\fIoptions\\fR] \\fIcommand\\fR [\\fIoptions of the command\\fR]\n"
        ".SH DESCRIPTION\n"
        "deskbridge polls a help desk, makes a work item in Azure DevOps of each ticket that a mapping "
        "selects, and "
        "carries\nlater changes of either side to the other. Each command has\n.BR \\-\\-help .\n"
        ".SH OPTIONS\n";
    text += option_lines(global_options());
    text += ".SH COMMANDS\n";
    for (const auto& verb : verbs) {
        text += fmt::format(".SS {}\n{}.\n.PP\n.B {}\n.PP\n{}", troff(verb.name), troff(verb.summary),
                            troff(verb.manual.usage), paragraphs(verb.manual.text));
        text += option_lines(verb.options);
    }
    text +=
        ".SH EXIT STATUS\n.nf\n0    done\n1    done, but something is set aside or in conflict\n"
        "2    usage or configuration\n3    sign\\-in refused\n4    a side cannot be reached or limits\n"
        "5    state file\n130  interrupted\n.fi\n"
        ".SH FILES\n.TP\n.I /etc/deskbridge/deskbridge.json\nthe configuration\n"
        ".TP\n.I /var/lib/deskbridge/deskbridge.db\nthe state file of the service\n"
        ".SH ENVIRONMENT\n.TP\n.B DESKBRIDGE_CONFIG\nthe configuration, when\n.B \\-\\-config\ndoes not name "
        "it\n"
        ".TP\n.B STATE_DIRECTORY\nwhere the state file is, when the configuration does not name it\n"
        ".TP\n.BR HTTPS_PROXY \", \" NO_PROXY\nthe proxy, when the configuration names none\n"
        ".SH SIGNALS\nSIGTERM and SIGINT end the agent within ten seconds; SIGHUP has it read the "
        "configuration anew.\n"
        ".SH SEE ALSO\n.BR systemctl (1),\n.BR journalctl (1)\n";
    return text;
}

std::string bash_completion(const std::vector<VerbManual>& verbs) {
    std::vector<std::string> files, values, names;
    const auto global = global_options();
    for (const auto& option : global.options()) {
        const auto both = option->canonical_display_name(po::command_line_style::allow_dash_for_short);
        if (option->semantic()->max_tokens() == 0) continue;
        values.push_back("--" + option->long_name());
        if (both != values.back() && both.starts_with('-')) values.push_back(both);
        if (takes_file(*option)) files.push_back("--" + option->long_name());
        if (takes_file(*option) && both != files.back() && both.starts_with('-')) files.push_back(both);
    }
    std::string cases;
    for (const auto& verb : verbs) {
        names.push_back(verb.name);
        cases += fmt::format("        {}) COMPREPLY=($(compgen -W \"{} {}\" -- \"$word\")) ;;\n", verb.name,
                             joined(words_after(verb)), joined(long_names(verb.options)));
    }
    return fmt::format(completion_script, fmt::arg("files", fmt::join(files, "|")),
                       fmt::arg("values", fmt::join(values, "|")), fmt::arg("verbs", joined(names)),
                       fmt::arg("options", joined(long_names(global))), fmt::arg("cases", cases));
}

}  // namespace deskbridge
