#include "sandbox/faults/rule.h"

#include <Poco/Dynamic/Var.h>
#include <Poco/Exception.h>
#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>
#include <Poco/JSON/Stringifier.h>
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <functional>
#include <sstream>
#include <stdexcept>

namespace sandbox {

namespace {

using Poco::Dynamic::Var;
using Poco::JSON::Array;
using Poco::JSON::Object;

[[noreturn]] void refuse(const std::string& sentence) {
    throw std::invalid_argument(sentence);
}

template <typename Enum, std::size_t Size>
using Names = std::array<std::pair<const char*, Enum>, Size>;

constexpr Names<Act, 8> act_names{{{"status", Act::status},
                                   {"delay", Act::delay},
                                   {"drop", Act::drop},
                                   {"half", Act::half},
                                   {"stall", Act::stall},
                                   {"sign_in", Act::sign_in},
                                   {"throttle", Act::throttle},
                                   {"not_json", Act::not_json}}};
constexpr Names<Moment, 2> moment_names{{{"before", Moment::before}, {"after", Moment::after}}};
constexpr Names<SignIn, 2> sign_in_names{{{"page", SignIn::page}, {"redirect", SignIn::redirect}}};
constexpr Names<RetryAfterForm, 2> retry_names{
    {{"seconds", RetryAfterForm::seconds}, {"date", RetryAfterForm::date}}};

std::string text_of(const std::string& key, const Var& value) {
    if (!value.isString()) refuse(fmt::format("\"{}\" wants a text.", key));
    return value.extract<std::string>();
}

long long whole_number(const std::string& key, const Var& value, long long least) {
    if (!value.isInteger() || value.isBoolean() || value.convert<long long>() < least) {
        refuse(fmt::format("\"{}\" wants a whole number of at least {}.", key, least));
    }
    return value.convert<long long>();
}

template <typename Enum, std::size_t Size>
Enum choice(const std::string& key, const Var& value, const Names<Enum, Size>& names) {
    const auto wanted = text_of(key, value);
    std::string all;
    for (const auto& [name, item] : names) {
        if (wanted == name) return item;
        all += fmt::format("{}{}", all.empty() ? "" : ", ", name);
    }
    refuse(fmt::format("\"{}\" is \"{}\", but can be one of: {}.", key, wanted, all));
}

template <typename Enum, std::size_t Size>
std::string name_of(Enum item, const Names<Enum, Size>& names) {
    return std::find_if(names.begin(), names.end(), [item](const auto& pair) { return pair.second == item; })
        ->first;
}

Headers headers_of(const Var& value) {
    if (value.type() != typeid(Object::Ptr)) refuse("\"headers\" wants an object of texts.");
    Headers headers;
    for (const auto& [name, text] : *value.extract<Object::Ptr>())
        headers.emplace(name, text_of("headers", text));
    return headers;
}

std::string body_of(const Var& value) {
    if (value.isString()) return value.extract<std::string>();
    std::ostringstream out;
    Poco::JSON::Stringifier::stringify(value, out);
    return out.str();
}

double share(const Var& value) {
    const bool number = value.isNumeric() && !value.isBoolean();
    if (!number || value.convert<double>() < 0 || value.convert<double>() > 1) {
        refuse("\"probability\" wants a number from 0 to 1.");
    }
    return value.convert<double>();
}

using Reader = std::function<void(Rule&, const Var&)>;

const std::map<std::string, Reader>& readers() {
    static const std::map<std::string, Reader> table{
        {"name", [](Rule& r, const Var& v) { r.name = text_of("name", v); }},
        {"system", [](Rule& r, const Var& v) { r.condition.system = text_of("system", v); }},
        {"method", [](Rule& r, const Var& v) { r.condition.method = text_of("method", v); }},
        {"path", [](Rule& r, const Var& v) { r.condition.path = text_of("path", v); }},
        {"path_contains",
         [](Rule& r, const Var& v) { r.condition.path_contains = text_of("path_contains", v); }},
        {"body_contains",
         [](Rule& r, const Var& v) { r.condition.body_contains = text_of("body_contains", v); }},
        {"nth", [](Rule& r, const Var& v) { r.nth = whole_number("nth", v, 1); }},
        {"times", [](Rule& r, const Var& v) { r.times = whole_number("times", v, 0); }},
        {"probability", [](Rule& r, const Var& v) { r.probability = share(v); }},
        {"act", [](Rule& r, const Var& v) { r.fault.act = choice("act", v, act_names); }},
        {"moment", [](Rule& r, const Var& v) { r.fault.moment = choice("moment", v, moment_names); }},
        {"status",
         [](Rule& r, const Var& v) { r.fault.status = static_cast<int>(whole_number("status", v, 200)); }},
        {"headers", [](Rule& r, const Var& v) { r.fault.headers = headers_of(v); }},
        {"body", [](Rule& r, const Var& v) { r.fault.body = body_of(v); }},
        {"delay_ms",
         [](Rule& r, const Var& v) {
             r.fault.delay_ms = static_cast<int>(std::min(whole_number("delay_ms", v, 0), 86'400'000LL));
         }},
        {"form", [](Rule& r, const Var& v) { r.fault.sign_in = choice("form", v, sign_in_names); }},
        {"retry_after",
         [](Rule& r, const Var& v) {
             r.fault.retry_after = static_cast<int>(whole_number("retry_after", v, 0));
         }},
        {"retry_after_form",
         [](Rule& r, const Var& v) {
             r.fault.retry_after_form = choice("retry_after_form", v, retry_names);
         }},
    };
    return table;
}

void check(const Rule& rule, const Object& object) {
    const auto& fault = rule.fault;
    if (!object.has("act")) refuse("A rule wants an \"act\".");
    if (fault.act == Act::status && fault.status == 0) refuse("The act \"status\" wants a \"status\".");
    if (fault.status > 599) refuse("\"status\" wants a number from 200 to 599.");
    if (fault.act == Act::delay && fault.delay_ms == 0) refuse("The act \"delay\" wants \"delay_ms\".");
    if (fault.act == Act::throttle && fault.status != 0 && fault.status != 200 && fault.status != 429) {
        refuse("The act \"throttle\" takes \"status\" 429 or 200.");
    }
    if (fault.act == Act::half && object.has("moment") && fault.moment == Moment::before) {
        refuse("The act \"half\" comes after the effect: there is no answer to halve before it.");
    }
    Matcher{rule.condition};
}

Rule rule_of(const Var& value) {
    if (value.type() != typeid(Object::Ptr)) refuse("A rule wants to be an object.");
    const auto& object = *value.extract<Object::Ptr>();
    Rule rule;
    for (const auto& [key, item] : object) {
        const auto reader = readers().find(key);
        if (reader == readers().end()) refuse(fmt::format("A rule has no key \"{}\".", key));
        reader->second(rule, item);
    }
    check(rule, object);
    return rule;
}

std::vector<Rule> rules_of(const Array& array) {
    std::vector<Rule> rules;
    for (const auto& item : array) {
        try {
            rules.push_back(rule_of(item));
        } catch (const std::invalid_argument& error) {
            refuse(fmt::format("Rule {}: {}", rules.size() + 1, error.what()));
        }
    }
    return rules;
}

}  // namespace

std::vector<Rule> rules_from_json(const std::string& text) {
    Var document;
    try {
        document = Poco::JSON::Parser().parse(text);
    } catch (const Poco::Exception& error) {
        refuse("This is no JSON: " + error.displayText());
    }
    if (document.type() == typeid(Array::Ptr)) return rules_of(*document.extract<Array::Ptr>());
    if (document.type() != typeid(Object::Ptr)) refuse("Rules want to be an object or a list.");
    const auto& object = *document.extract<Object::Ptr>();
    if (!object.has("rules")) return {rule_of(document)};
    if (object.size() != 1 || !object.isArray("rules"))
        refuse("A document of rules has one key, \"rules\": a list.");
    return rules_of(*object.getArray("rules"));
}

std::string json_of(const Rule& rule) {
    const auto& fault = rule.fault;
    const auto& condition = rule.condition;
    Object object;
    const auto set = [&object](const char* key, const std::string& value) {
        if (!value.empty()) object.set(key, value);
    };
    set("name", rule.name);
    set("system", condition.system);
    set("method", condition.method);
    set("path", condition.path);
    set("path_contains", condition.path_contains);
    set("body_contains", condition.body_contains);
    object.set("nth", rule.nth);
    if (rule.times) object.set("times", *rule.times);
    object.set("probability", rule.probability);
    object.set("act", name_of(fault.act, act_names));
    // "half" is after the effect whatever the field says, and is refused otherwise
    object.set("moment", fault.act == Act::half ? "after" : name_of(fault.moment, moment_names));
    if (fault.status != 0) object.set("status", fault.status);
    set("body", fault.body);
    if (fault.delay_ms != 0) object.set("delay_ms", fault.delay_ms);
    if (fault.act == Act::sign_in) object.set("form", name_of(fault.sign_in, sign_in_names));
    if (fault.retry_after) {
        object.set("retry_after", *fault.retry_after);
        object.set("retry_after_form", name_of(fault.retry_after_form, retry_names));
    }
    Object headers;
    for (const auto& [name, value] : fault.headers) headers.set(name, value);
    if (headers.size() != 0) object.set("headers", headers);
    std::ostringstream out;
    object.stringify(out);
    return out.str();
}

}  // namespace sandbox
