#include "sandbox/faults/control.h"

#include <Poco/Exception.h>
#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>
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
using Poco::JSON::Object;

Reply json(int status, std::string text) {
    Reply reply;
    reply.status = status;
    reply.headers.emplace("Content-Type", "application/json; charset=utf-8");
    reply.headers.emplace("Cache-Control", "no-store");
    reply.body = std::move(text);
    return reply;
}

std::string text_of(const Var& value) {
    std::ostringstream out;
    Poco::JSON::Stringifier::stringify(value, out);
    return out.str();
}

Reply refusal(int status, const std::string& sentence) {
    Object object;
    object.set("error", sentence);
    return json(status, text_of(object));
}

Var value_of(const std::string& text) {
    // Poco reads documents only, and a document is an object or a list
    Var list = Poco::JSON::Parser().parse("[" + text + "]");
    return list.extract<Array::Ptr>()->get(0);
}

bool is_write(const Request& request) {
    return request.method == "POST" || request.method == "PUT";
}

}  // namespace

Control::Control(Faults& faults, std::vector<Switch> switches)
    : faults_(faults), switches_(std::move(switches)) {}

Reply Control::handle(const Request& request) {
    try {
        return answer(request);
    } catch (const std::invalid_argument& error) {
        return refusal(400, error.what());
    } catch (const Poco::Exception& error) {
        return refusal(400, error.displayText());
    } catch (const std::exception& error) {
        return refusal(500, error.what());
    }
}

Reply Control::answer(const Request& request) {
    const auto parts = path_segments(request.path);
    if (is_write(request) && !request.header("Content-Type").starts_with("application/json")) {
        return refusal(415, "Send the body with Content-Type: application/json.");
    }
    if (!parts.empty() && parts[0] == "faults" && parts.size() <= 2) return faults_call(request, parts);
    if (parts.size() == 1 && parts[0] == "switches") return switches_call(request);
    return refusal(404, "The control address knows /faults, /switches and /calls.");
}

Reply Control::faults_call(const Request& request, const std::vector<std::string>& parts) {
    if (parts.size() == 2) {
        if (request.method != "DELETE") return refusal(405, "A single rule can only be deleted.");
        if (!faults_.remove(std::atoi(parts[1].c_str()))) return refusal(404, "There is no such rule.");
    } else if (request.method == "DELETE") {
        faults_.clear();
    } else if (is_write(request)) {
        auto rules = rules_from_json(request.body);
        if (request.method == "PUT") faults_.clear();
        for (auto& rule : rules) faults_.add(std::move(rule));
    } else if (request.method != "GET") {
        return refusal(405, "Rules take GET, POST, PUT and DELETE.");
    }
    return json(200, faults_json());
}

Reply Control::switches_call(const Request& request) {
    if (request.method != "GET" && request.method != "PUT") return refusal(405, "Switches take GET and PUT.");
    if (request.method == "PUT") turn(request.body);
    return json(200, switches_json());
}

std::string Control::faults_json() const {
    Array rules;
    for (const auto& standing : faults_.standings()) {
        auto rule = Poco::JSON::Parser().parse(json_of(standing.rule)).extract<Object::Ptr>();
        rule->set("id", standing.id);
        rule->set("met", standing.met);
        rule->set("struck", standing.struck);
        rules.add(rule);
    }
    Object document;
    document.set("seed", faults_.seed());
    document.set("rules", rules);
    return text_of(document);
}

std::string Control::switches_json() const {
    Array list;
    for (const auto& one : switches_) {
        Object object;
        object.set("name", one.name);
        object.set("value", value_of(one.read()));
        object.set("help", one.help);
        list.add(object);
    }
    Object document;
    document.set("switches", list);
    return text_of(document);
}

void Control::turn(const std::string& text) {
    const Var document = Poco::JSON::Parser().parse(text);
    if (document.type() != typeid(Object::Ptr))
        throw std::invalid_argument("Switches want an object of values.");
    const auto wanted = document.extract<Object::Ptr>();
    const auto find = [this](const std::string& name) {
        return std::find_if(switches_.begin(), switches_.end(),
                            [&](const Switch& s) { return s.name == name; });
    };
    for (const auto& [name, value] : *wanted) {
        if (find(name) == switches_.end())
            throw std::invalid_argument(fmt::format("There is no switch \"{}\".", name));
    }
    std::vector<std::pair<const Switch*, std::string>> before;
    try {
        for (const auto& [name, value] : *wanted) {
            const Switch& one = *find(name);
            before.emplace_back(&one, one.read());
            one.write(text_of(value));
        }
    } catch (const std::invalid_argument&) {
        for (const auto& [one, value] : before) one->write(value);
        throw;
    }
}

}  // namespace sandbox
