#include "sandbox/deskpro/json.h"

#include <Poco/Exception.h>
#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>
#include <Poco/JSON/ParseHandler.h>
#include <Poco/JSON/Parser.h>
#include <fmt/format.h>
#include <type_traits>

namespace sandbox::deskpro {

namespace {

using Poco::Dynamic::Var;

Json convert(const Var& value);

Json convert_object(const Poco::JSON::Object& object) {
    Json::Object members;
    for (const auto& name : object.getNames()) members.push_back({name, convert(object.get(name))});
    return members;
}

Json convert_number(const Var& value) {
    if (value.isInteger()) {
        try {
            return static_cast<long long>(value.convert<Poco::Int64>());
        } catch (const Poco::RangeException&) {
            return value.convert<double>();
        }
    }
    return value.convert<double>();
}

Json convert(const Var& value) {
    if (value.isEmpty()) return nullptr;
    if (value.type() == typeid(Poco::JSON::Object::Ptr)) {
        return convert_object(*value.extract<Poco::JSON::Object::Ptr>());
    }
    if (value.type() == typeid(Poco::JSON::Array::Ptr)) {
        Json::List items;
        for (const auto& item : *value.extract<Poco::JSON::Array::Ptr>()) items.push_back(convert(item));
        return items;
    }
    if (value.isBoolean()) return value.convert<bool>();
    if (value.isNumeric()) return convert_number(value);
    return value.convert<std::string>();
}

void write_text(const std::string& text, std::string& out) {
    out += '"';
    for (const char c : text) {
        switch (c) {
            case '"': out += "\\\""; break;
            case '\\': out += "\\\\"; break;
            case '\b': out += "\\b"; break;
            case '\f': out += "\\f"; break;
            case '\n': out += "\\n"; break;
            case '\r': out += "\\r"; break;
            case '\t': out += "\\t"; break;
            default:
                if (static_cast<unsigned char>(c) < 0x20) {
                    out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
                } else {
                    out += c;
                }
        }
    }
    out += '"';
}

void write_value(const Json& value, std::string& out);

void write_list(const Json::List& items, std::string& out) {
    out += '[';
    const char* comma = "";
    for (const auto& item : items) {
        out += comma;
        write_value(item, out);
        comma = ",";
    }
    out += ']';
}

void write_object(const Json::Object& members, std::string& out) {
    out += '{';
    const char* comma = "";
    for (const auto& member : members) {
        out += comma;
        write_text(member.name, out);
        out += ':';
        write_value(member.value, out);
        comma = ",";
    }
    out += '}';
}

void write_value(const Json& value, std::string& out) {
    if (value.is_null()) out += "null";
    if (const auto* truth = value.boolean()) out += *truth ? "true" : "false";
    if (const auto* number = value.integer()) out += std::to_string(*number);
    if (const auto* number = value.real()) out += fmt::format("{}", *number);
    if (const auto* text = value.text()) write_text(*text, out);
    if (const auto* items = value.list()) write_list(*items, out);
    if (const auto* members = value.object()) write_object(*members, out);
}

}  // namespace

// not in the class: there a list of members would still be a list of something unfinished
Json::Json() = default;
Json::Json(std::nullptr_t) {}
Json::Json(bool value) : value_(value) {}
Json::Json(int value) : value_(static_cast<long long>(value)) {}
Json::Json(long long value) : value_(value) {}
Json::Json(double value) : value_(value) {}
Json::Json(const char* value) : value_(std::string(value)) {}
Json::Json(std::string value) : value_(std::move(value)) {}
Json::Json(List value) : value_(std::move(value)) {}
Json::Json(Object value) : value_(std::move(value)) {}

const Json* Json::find(std::string_view name) const {
    if (const auto* members = object()) {
        for (const auto& member : *members) {
            if (member.name == name) return &member.value;
        }
    }
    return nullptr;
}

Json& Json::put(std::string name, Json value) {
    if (is_null()) value_ = Object();
    std::get<Object>(value_).push_back({std::move(name), std::move(value)});
    return *this;
}

Json read_json(const std::string& text) {
    try {
        Poco::JSON::ParseHandler::Ptr handler = new Poco::JSON::ParseHandler(true);
        Poco::JSON::Parser parser(handler);
        return convert(parser.parse(text));
    } catch (const Poco::Exception& error) {
        throw JsonError(error.message().empty() ? error.displayText() : error.message());
    }
}

std::string write_json(const Json& value) {
    std::string out;
    write_value(value, out);
    return out;
}

}  // namespace sandbox::deskpro
