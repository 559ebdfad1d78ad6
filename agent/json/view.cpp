#include "json/json.h"
#include "json/rapid.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <fmt/format.h>
#include <memory_resource>
#include <unordered_map>

namespace deskbridge::json {

namespace {

using Node = rapidjson::Value;

const Node* node_at(const void* place) {
    return static_cast<const Node*>(place);
}

std::string_view text_in(const Node& node) {
    return {node.GetString(), node.GetStringLength()};
}

/// Names of equal length mostly differ at their end: that spares comparing them whole.
bool is_named(const Node& name, std::string_view key) {
    const auto text = text_in(name);
    return text.size() == key.size() && (key.empty() || (text.back() == key.back() && text == key));
}

template <class Number>
std::optional<Number> number_in(std::string_view text) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || text.empty()) return {};
    return value;
}

std::optional<std::int64_t> whole(double value) {
    constexpr double beyond = 9223372036854775808.0;  // 2^63
    if (!(value >= -beyond && value < beyond) || value != std::floor(value)) return {};
    return static_cast<std::int64_t>(value);
}

}  // namespace

bool View::missing() const {
    return node_ == nullptr || node_at(node_)->IsNull();
}
bool View::is_object() const {
    return node_ != nullptr && node_at(node_)->IsObject();
}
bool View::is_array() const {
    return node_ != nullptr && node_at(node_)->IsArray();
}
bool View::is_text() const {
    return node_ != nullptr && node_at(node_)->IsString();
}
bool View::is_number() const {
    return node_ != nullptr && node_at(node_)->IsNumber();
}

View View::operator[](std::string_view key) const {
    if (!is_object()) return View();
    const Node& node = *node_at(node_);
    for (auto member = node.MemberEnd(); member != node.MemberBegin();) {
        --member;
        if (is_named(member->name, key)) return View(&member->value);
    }
    return View();
}

View View::element(std::size_t index) const {
    if (!is_array() || index >= node_at(node_)->Size()) return View();
    return View(&(*node_at(node_))[static_cast<rapidjson::SizeType>(index)]);
}

std::size_t View::size() const {
    if (is_array()) return node_at(node_)->Size();
    return members().size();
}

std::vector<View> View::items() const {
    std::vector<View> found;
    if (!is_array()) return found;
    found.reserve(node_at(node_)->Size());
    for (const Node& item : node_at(node_)->GetArray()) found.push_back(View(&item));
    return found;
}

std::vector<std::pair<std::string_view, View>> View::members() const {
    std::vector<std::pair<std::string_view, View>> found;
    if (!is_object()) return found;
    found.reserve(node_at(node_)->MemberCount());
    // most objects are small: theirs needs nothing from the heap
    std::array<std::byte, 4096> room;
    std::pmr::monotonic_buffer_resource memory(room.data(), room.size());
    std::pmr::unordered_map<std::string_view, std::size_t> places(&memory);
    places.reserve(node_at(node_)->MemberCount());
    for (const auto& member : node_at(node_)->GetObject()) {
        const auto [place, fresh] = places.emplace(text_in(member.name), found.size());
        if (fresh) {
            found.emplace_back(place->first, View(&member.value));
        } else {
            found[place->second].second = View(&member.value);
        }
    }
    return found;
}

std::string View::text(std::string_view otherwise) const {
    if (missing()) return std::string(otherwise);
    const Node& node = *node_at(node_);
    if (node.IsString()) return std::string(text_in(node));
    if (node.IsBool()) return node.GetBool() ? "true" : "false";
    if (node.IsInt64()) return fmt::format("{}", node.GetInt64());
    if (node.IsUint64()) return fmt::format("{}", node.GetUint64());
    if (node.IsNumber()) return fmt::format("{}", node.GetDouble());
    return std::string(otherwise);
}

std::optional<std::int64_t> View::integer() const {
    if (is_text()) return number_in<std::int64_t>(text_in(*node_at(node_)));
    if (!is_number()) return {};
    const Node& node = *node_at(node_);
    return node.IsInt64() ? node.GetInt64() : whole(node.GetDouble());
}

std::optional<double> View::number() const {
    if (is_number()) return node_at(node_)->GetDouble();
    if (!is_text()) return {};
    const auto value = number_in<double>(text_in(*node_at(node_)));
    return value && std::isfinite(*value) ? value : std::nullopt;
}

bool View::flag(bool otherwise) const {
    if (missing() || is_object() || is_array()) return otherwise;
    const std::string value = text();
    if (value == "true" || value == "1") return true;
    if (value == "false" || value == "0") return false;
    return otherwise;
}

std::string View::dump() const {
    if (node_ == nullptr) return "null";
    TextBuffer buffer;
    rapidjson::Writer<TextBuffer> writer(buffer);
    node_at(node_)->Accept(writer);
    return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace deskbridge::json
