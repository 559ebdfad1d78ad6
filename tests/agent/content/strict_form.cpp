#include "strict_form.h"

#include <algorithm>
#include <map>
#include <regex>
#include <set>
#include <vector>

namespace strict_form {
namespace {

const std::set<std::string> elements = {
    "a",     "abbr",  "b",   "blockquote", "br",   "caption", "cite", "code",   "col",  "colgroup",
    "dd",    "del",   "div", "dl",         "dt",   "em",      "h1",   "h2",     "h3",   "h4",
    "h5",    "h6",    "hr",  "i",          "img",  "ins",     "kbd",  "li",     "mark", "ol",
    "p",     "pre",   "q",   "s",          "samp", "small",   "span", "strong", "sub",  "sup",
    "table", "tbody", "td",  "tfoot",      "th",   "thead",   "tr",   "u",      "ul",   "var"};
const std::set<std::string> voids = {"br", "hr", "img", "col"};

bool attribute_allowed(const std::string& name, const std::string& value) {
    static const std::map<std::string, std::regex> forms = {
        {"href", std::regex("(https?|mailto):[^\\x00-\\x1f\"<>]*", std::regex::icase)},
        {"src", std::regex("https?:[^\\x00-\\x1f\"<>]*", std::regex::icase)},
        {"rel", std::regex("noopener noreferrer")},
        {"dir", std::regex("ltr|rtl|auto")},
        {"style", std::regex("((color|background-color|font-weight|font-style|text-decoration|text-align):"
                             "([a-z -]+|[0-9]+|#[0-9a-f]+|rgba?\\([0-9,.% ]+\\))(;(?!$)|$))+")},
        {"start", std::regex("[0-9]+%?")},
        {"span", std::regex("[0-9]+%?")},
        {"colspan", std::regex("[0-9]+%?")},
        {"rowspan", std::regex("[0-9]+%?")},
        {"width", std::regex("[0-9]+%?")},
        {"height", std::regex("[0-9]+%?")},
        {"type", std::regex("[1aAiI]")},
    };
    if (name == "alt" || name == "title") return value.find_first_of("\"<>") == std::string::npos;
    const auto form = forms.find(name);
    return form != forms.end() && std::regex_match(value, form->second);
}

bool references_fit(std::string_view text) {
    for (size_t at = text.find('&'); at != text.npos; at = text.find('&', at + 1)) {
        const std::string_view rest = text.substr(at);
        const bool known = rest.substr(0, 5) == "&amp;" || rest.substr(0, 4) == "&lt;" ||
                           rest.substr(0, 4) == "&gt;" || rest.substr(0, 6) == "&nbsp;" ||
                           rest.substr(0, 6) == "&quot;";
        if (!known) return false;
    }
    return text.find("\xC2\xA0") == text.npos && text.find('\r') == text.npos && text.find('\0') == text.npos;
}

std::string attributes_fault(std::string_view rest) {
    while (!rest.empty()) {
        const size_t equals = rest.find("=\"");
        const size_t end = equals == rest.npos ? rest.npos : rest.find('"', equals + 2);
        if (rest[0] != ' ' || end == rest.npos) return "attributes not in the one form";
        const std::string name(rest.substr(1, equals - 1)), value(rest.substr(equals + 2, end - equals - 2));
        // the library's regular expressions recurse on long values
        if (value.size() < 4'000 && !attribute_allowed(name, value)) return "attribute " + name + "=" + value;
        if (!references_fit(value)) return "a reference in " + name;
        rest.remove_prefix(end + 1);
    }
    return {};
}

std::string tag_fault(std::string_view inside, std::vector<std::string>& open) {
    if (inside.substr(0, 1) == "/") {
        if (open.empty() || open.back() != inside.substr(1)) return "end tag that closes nothing";
        open.pop_back();
        return {};
    }
    const size_t end = std::min(inside.find(' '), inside.size());
    const std::string name(inside.substr(0, end));
    if (elements.count(name) == 0) return "element " + name;
    if (voids.count(name) == 0) open.push_back(name);
    return attributes_fault(inside.substr(end));
}

}  // namespace

std::string fault(std::string_view html) {
    std::vector<std::string> open;
    for (size_t at = 0; at < html.size();) {
        const size_t begin = std::min(html.find_first_of("<>", at), html.size());
        if (!references_fit(html.substr(at, begin - at))) return "text at " + std::to_string(at);
        if (begin == html.size()) break;
        const size_t end = html.find('>', begin);
        if (html[begin] == '>' || end == html.npos) return "bracket at " + std::to_string(begin);
        const std::string found = tag_fault(html.substr(begin + 1, end - begin - 1), open);
        if (!found.empty()) return found + " at " + std::to_string(begin);
        at = end + 1;
    }
    return open.empty() ? "" : "unclosed " + open.back();
}

std::string words(std::string_view html) {
    static const std::vector<std::pair<std::string, std::string>> references = {
        {"&amp;", "&"},   {"&lt;", "<"},  {"&gt;", ">"},
        {"&quot;", "\""}, {"&#39;", "'"}, {"&nbsp;", "\xC2\xA0"}};
    std::string out;
    for (size_t at = 0; at < html.size();) {
        if (html[at] == '<') {
            at = std::min(html.find('>', at), html.size() - 1) + 1;
            continue;
        }
        if (html[at] == '\r') {
            out += '\n';
            at += html.substr(at + 1, 1) == "\n" ? 2 : 1;
            continue;
        }
        const auto known = std::find_if(references.begin(), references.end(), [&](const auto& each) {
            return html.substr(at, each.first.size()) == each.first;
        });
        out += known == references.end() ? std::string(1, html[at]) : known->second;
        at += known == references.end() ? 1 : known->first.size();
    }
    return out;
}

}  // namespace strict_form
