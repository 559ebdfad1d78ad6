#include "api_description.h"

#include "model/process.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace deskbridge::test {

namespace {

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string() : std::string(value);
}

std::vector<std::string> split(const std::string& text, char at) {
    std::vector<std::string> parts;
    std::string part;
    std::istringstream in(text);
    while (std::getline(in, part, at))
        if (!part.empty()) parts.push_back(part);
    return parts;
}

std::string decoded(const std::string& text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%' || i + 2 >= text.size()) {
            out += text[i];
        } else {
            out += static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16));
            i += 2;
        }
    }
    return out;
}

bool is_variable(const std::string& part) {
    return part.find('{') != std::string::npos;
}

/// "{id}", or "${type}" whose dollar stands in the address too.
bool fits(const std::string& part, const std::string& asked) {
    if (!is_variable(part)) return same_name(part, asked);
    return part.front() == '$' ? asked.size() > 1 && asked.front() == '$' : asked.front() != '$';
}

/// How well a template fits, or nothing.
std::optional<int> merit(const std::string& pattern, const Address& address) {
    const auto question = std::min(pattern.find('?'), pattern.size());
    auto parts = split(pattern.substr(0, question), '/');
    const auto apis = std::find(parts.begin(), parts.end(), "_apis");
    const auto scope = static_cast<std::size_t>(apis - parts.begin());
    if (apis == parts.end() || address.scope.size() + 1 > scope) return {};
    parts.erase(parts.begin(), apis + 1);
    // recorded: the last variable is a path, of several parts or of none
    if (!parts.empty() && parts.back() == "{path}") {
        parts.pop_back();
        if (address.path.size() < parts.size()) return {};
    } else if (parts.size() != address.path.size()) {
        return {};
    }
    int points = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (!fits(parts[i], address.path[i])) return {};
        points += is_variable(parts[i]) ? 0 : 10;
    }
    for (const auto& pair : split(pattern.substr(std::min(question + 1, pattern.size())), '&')) {
        if (!address.asked(pair.substr(0, pair.find('=')))) return {};
    }
    return points;
}

/// Paths that differ by their query only are told apart by what is asked: the fewest misfits win.
int misfits(const Operation& operation, const Address& address) {
    int count = 0;
    const auto parameters = ApiDescription::parameters(operation);
    const auto named = [&](const std::string& name) {
        return std::any_of(parameters.begin(), parameters.end(), [&](const json::View& each) {
            return each["in"].text() == "query" && each["name"].text() == name;
        });
    };
    for (const auto& [name, value] : address.query) count += named(name) ? 0 : 1;
    for (const auto& each : parameters) {
        const auto name = each["name"].text();
        const bool demanded =
            each["in"].text() == "query" && each["required"].flag() && name != "api-version";
        count += demanded && !address.asked(name) ? 1 : 0;
    }
    return count;
}

}  // namespace

std::filesystem::path official_data() {
    const auto data = variable("DESKBRIDGE_DATA");
    const auto folder = data.empty() ? variable("DESKBRIDGE_SOURCE") + "/../shared" : data + "/..";
    return std::filesystem::path(folder) / "openapi" / "azure-devops";
}

std::optional<std::string> text_of_file(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return {};
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

Address Address::of(const std::string& url) {
    Address out;
    const auto begin = url.find('/', url.find("://") + 3);
    const auto question = std::min(url.find('?'), url.size());
    bool behind = false;
    for (const auto& part : split(url.substr(begin, question - begin), '/')) {
        if (part == "_apis")
            behind = true;
        else
            (behind ? out.path : out.scope).push_back(decoded(part));
    }
    // the virtual directory, if there is one, and the collection
    const auto folder = std::find(out.scope.begin(), out.scope.end(), "tfs");
    if (folder != out.scope.end()) out.scope.erase(out.scope.begin(), folder + 1);
    if (!out.scope.empty()) out.scope.erase(out.scope.begin());
    for (const auto& pair : split(url.substr(std::min(question + 1, url.size())), '&')) {
        const auto equals = std::min(pair.find('='), pair.size());
        out.query.emplace_back(decoded(pair.substr(0, equals)),
                               decoded(pair.substr(std::min(equals + 1, pair.size()))));
    }
    return out;
}

std::optional<std::string> Address::asked(std::string_view name) const {
    for (const auto& [key, value] : query)
        if (key == name) return value;
    return {};
}

ApiDescription::ApiDescription(const std::string& json, const std::string& name)
    : document_(json::Document::parse(json, name)) {}

std::optional<Operation> ApiDescription::operation(const std::string& method, const Address& address) const {
    std::string word = method;
    std::transform(word.begin(), word.end(), word.begin(), [](unsigned char c) { return std::tolower(c); });
    std::optional<Operation> best;
    int most = 0;
    for (const char* section : {"paths", "x-ms-paths"}) {
        for (const auto& [path, methods] : document_[section].members()) {
            if (methods[word].missing()) continue;
            const auto points = merit(std::string(path), address);
            if (!points) continue;
            Operation found{methods[word]["operationId"].text(), std::string(path), methods[word],
                            document_.root()};
            const int total = *points - misfits(found, address);
            if (best && total <= most) continue;
            most = total;
            best = std::move(found);
        }
    }
    return best;
}

std::vector<json::View> ApiDescription::parameters(const Operation& operation) {
    std::vector<json::View> out;
    for (const auto& each : operation.text["parameters"].items()) {
        const auto reference = each["$ref"].text();
        out.push_back(reference.empty()
                          ? each
                          : operation.description["parameters"][reference.substr(reference.rfind('/') + 1)]);
    }
    return out;
}

}  // namespace deskbridge::test
