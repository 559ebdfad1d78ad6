#include "sandbox/program/switch_value.h"

#include <Poco/Exception.h>
#include <Poco/JSON/Array.h>
#include <Poco/JSON/Parser.h>
#include <Poco/JSON/Stringifier.h>
#include <algorithm>
#include <fmt/format.h>
#include <sstream>
#include <stdexcept>

namespace sandbox {

namespace {

using Poco::Dynamic::Var;
using Poco::JSON::Array;

Var parsed(const std::string& text) {
    try {
        // Poco reads documents only, and a document is an object or a list
        return Poco::JSON::Parser().parse("[" + text + "]").extract<Array::Ptr>()->get(0);
    } catch (const Poco::Exception&) {
        throw std::invalid_argument("wants a JSON value");
    }
}

long long number_of(const Var& value) {
    if (!value.isInteger() || value.isBoolean() || value.convert<double>() < 0) {
        throw std::invalid_argument("wants a whole number of 0 or more");
    }
    return value.convert<long long>();
}

std::string string_of(const Var& value) {
    if (!value.isString()) throw std::invalid_argument("wants a text");
    return value.extract<std::string>();
}

Array::Ptr list_of(const Var& value) {
    if (value.type() != typeid(Array::Ptr)) throw std::invalid_argument("wants a list");
    return value.extract<Array::Ptr>();
}

std::string json_text(const Var& value) {
    std::ostringstream out;
    Poco::JSON::Stringifier::stringify(value, out);
    return out.str();
}

template <typename Set>
std::string set_text(const Set& values) {
    Array list;
    for (const auto& value : values) list.add(value);
    return json_text(list);
}

}  // namespace

std::string value_text(bool value) {
    return value ? "true" : "false";
}
std::string value_text(long long value) {
    return std::to_string(value);
}
std::string value_text(const std::string& value) {
    return json_text(value);
}
std::string value_text(const std::set<int>& value) {
    return set_text(value);
}
std::string value_text(const std::set<std::string>& value) {
    return set_text(value);
}

void read_value(const std::string& text, bool& value) {
    const auto read = parsed(text);
    if (!read.isBoolean()) throw std::invalid_argument("wants true or false");
    value = read.extract<bool>();
}

void read_value(const std::string& text, long long& value) {
    value = number_of(parsed(text));
}

void read_value(const std::string& text, std::string& value) {
    value = string_of(parsed(text));
}

void read_value(const std::string& text, std::set<int>& value) {
    std::set<int> read;
    const auto list = list_of(parsed(text));
    for (const auto& item : *list) read.insert(static_cast<int>(number_of(item)));
    value = std::move(read);
}

void read_value(const std::string& text, std::set<std::string>& value) {
    std::set<std::string> read;
    const auto list = list_of(parsed(text));
    for (const auto& item : *list) read.insert(string_of(item));
    value = std::move(read);
}

std::size_t read_choice(const std::string& text, const std::vector<std::string>& words) {
    const auto wanted = string_of(parsed(text));
    const auto found = std::find(words.begin(), words.end(), wanted);
    if (found == words.end())
        throw std::invalid_argument(fmt::format("can be one of: {}", fmt::join(words, ", ")));
    return static_cast<std::size_t>(found - words.begin());
}

}  // namespace sandbox
