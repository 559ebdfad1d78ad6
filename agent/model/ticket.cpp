#include "model/ticket.h"

namespace deskbridge {

namespace {

Value find(const Record& record, std::string_view name) {
    const auto found = record.find(name);
    return found == record.end() ? Value{} : found->second;
}

/// The text between the quotes of `custom["..."]`; empty when the path is not of that form.
std::string_view custom_name(std::string_view path) {
    constexpr std::string_view opening = "custom[";
    if (path.substr(0, opening.size()) != opening || path.size() < opening.size() + 3) return {};
    const char quote = path[opening.size()];
    const auto closing = path.substr(path.size() - 2);
    if ((quote != '"' && quote != '\'') || closing[0] != quote || closing[1] != ']') return {};
    return path.substr(opening.size() + 1, path.size() - opening.size() - 3);
}

Value part_of(const Value& value, std::string_view part) {
    const auto* person = std::get_if<Person>(&value);
    if (person == nullptr) return {};
    if (part == "name") return person->name;
    if (part == "email") return person->email;
    return {};
}

}  // namespace

Value Ticket::get(std::string_view path) const {
    if (path == "id") return id;
    if (path == "ref") return ref;
    if (path == "url") return url;
    if (const auto name = custom_name(path); !name.empty()) return find(custom, name);
    if (const auto dot = path.find('.'); dot != std::string_view::npos)
        return part_of(find(fields, path.substr(0, dot)), path.substr(dot + 1));
    return find(fields, path);
}

}  // namespace deskbridge
