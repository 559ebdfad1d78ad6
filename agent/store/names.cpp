#include "store/names.h"

#include "store/failure.h"

#include <charconv>
#include <optional>
#include <string_view>

namespace deskbridge::store {

namespace {

/// Names are few, unless a desk's addresses are all different before their ids.
constexpr std::size_t most_remembered = 10'000;

/// Takes "<digits>:" off the front; nothing when there is none.
std::optional<std::int64_t> take_number(std::string_view& text) {
    std::int64_t number = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || stop == end || *stop != ':' || number < 0) return {};
    text.remove_prefix(static_cast<std::size_t>(stop - text.data()) + 1);
    return number;
}

}  // namespace

std::int64_t Names::number(const std::string& name) {
    if (const auto known = numbers_.find(name); known != numbers_.end()) return known->second;
    connection_.run("INSERT INTO names (name) VALUES (?) ON CONFLICT DO NOTHING", name);
    const auto number = connection_.number("SELECT id FROM names WHERE name = ?", name);
    if (numbers_.size() >= most_remembered) numbers_.clear();
    numbers_.emplace(name, number);
    return number;
}

std::string Names::name(std::int64_t number) {
    if (const auto known = names_.find(number); known != names_.end()) return known->second;
    Cursor row = connection_.query("SELECT name FROM names WHERE id = ?", number);
    if (!row.next()) throw damaged(connection_.file(), "a link refers to a name that is not there");
    if (names_.size() >= most_remembered) names_.clear();
    return names_.emplace(number, row.text(0)).first->second;
}

std::string Names::packed(const Base& base) {
    std::string text;
    for (const auto& [field, value] : base)
        text += std::to_string(number(field)) + ":" + std::to_string(value.size()) + ":" + value;
    return text;
}

Base Names::unpacked(const std::string& text) {
    Base base;
    std::string_view rest = text;
    while (!rest.empty()) {
        const auto field = take_number(rest);
        const auto length = field ? take_number(rest) : std::nullopt;
        if (!length || static_cast<std::size_t>(*length) > rest.size())
            throw damaged(connection_.file(), "the agreed values of a link cannot be read");
        base.emplace(name(*field), rest.substr(0, static_cast<std::size_t>(*length)));
        rest.remove_prefix(static_cast<std::size_t>(*length));
    }
    return base;
}

std::string Names::packed_address(const std::string& address, const std::string& id) {
    if (!address.ends_with(id)) return "=" + address;
    return std::to_string(number(address.substr(0, address.size() - id.size()))) + ":";
}

std::string Names::unpacked_address(const std::string& text, const std::string& id) {
    if (text.starts_with('=')) return text.substr(1);
    std::string_view rest = text;
    const auto front = take_number(rest);
    if (!front || !rest.empty()) throw damaged(connection_.file(), "an address of a link cannot be read");
    return name(*front) + id;
}

void Names::forget() {
    numbers_.clear();
    names_.clear();
}

}  // namespace deskbridge::store
