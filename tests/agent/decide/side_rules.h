// Rules of systems that make something else of the values they are given.
#pragma once

#include "mapping/texts.h"
#include "pair.h"

#include <string>
#include <vector>

namespace deskbridge {

inline SideRule text_rule(const std::function<std::string(std::string)>& change) {
    return [change](const std::string& field, const Value&, const Value& given) {
        const auto* text = std::get_if<std::string>(&given);
        const bool ruled = field == "Custom.Customer" || field == "organization";
        return text == nullptr || !ruled ? given : Value{change(*text)};
    };
}

struct NamedRule {
    std::string name;
    SideRule rule;
};

/// For the customer's field of customer_pair; the first is none.
inline std::vector<NamedRule> side_rules() {
    return {{"none", {}},
            {"upper", text_rule([](const std::string& text) { return uppered(text); })},
            {"lower", text_rule([](const std::string& text) { return lowered(text); })},
            {"trim", text_rule([](const std::string& text) { return std::string(trimmed(text)); })},
            {"default", text_rule([](const std::string&) { return std::string("Default"); })},
            {"revert",
             [](const std::string& field, const Value& present, const Value& given) {
                 return field == "Custom.Customer" || field == "organization" ? present : given;
             }},
            {"prefix", text_rule([](const std::string& text) {
                 return text.rfind("A-", 0) == 0 ? text : "A-" + text;
             })},
            {"growing", text_rule([](const std::string& text) { return text + "+"; })}};
}

inline SideRule rule_named(const std::string& name) {
    for (const auto& each : side_rules())
        if (each.name == name) return each.rule;
    throw std::logic_error("no rule " + name);
}

}  // namespace deskbridge
