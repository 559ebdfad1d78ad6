#pragma once

#include "sandbox/faults/control.h"
#include "sandbox/program/switch_value.h"

#include <fmt/format.h>
#include <functional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace sandbox {

/// Makes switches of the members of a struct of options: one line each.
template <typename Options>
class Panel {
public:
    using Look = std::function<Options()>;
    using Change = std::function<void(const std::function<void(Options&)>&)>;

    Panel(std::string prefix, Look look, Change change)
        : prefix_(std::move(prefix)), look_(std::move(look)), change_(std::move(change)) {}

    /// A bool, a number of 0 or more, a text, or a set of numbers or texts.
    template <typename Value>
    void add(const std::string& name, Value Options::*member, std::string help) {
        add_switch(
            name, std::move(help),
            [member](const Options& options) {
                return value_text(static_cast<Wire<Value>>(options.*member));
            },
            [member](const std::string& text) -> Edit {
                Wire<Value> value{};
                read_value(text, value);
                return [member, value](Options& options) { options.*member = static_cast<Value>(value); };
            });
    }

    /// One of several, whose words are given in the order of the enumeration.
    template <typename Choice>
    void add(const std::string& name, Choice Options::*member, std::vector<std::string> words,
             std::string help) {
        help += fmt::format(" One of: {}.", fmt::join(words, ", "));
        add_switch(
            name, std::move(help),
            [member, words](const Options& options) {
                return value_text(words.at(static_cast<std::size_t>(options.*member)));
            },
            [member, words](const std::string& text) -> Edit {
                const auto choice = static_cast<Choice>(read_choice(text, words));
                return [member, choice](Options& options) { options.*member = choice; };
            });
    }

    std::vector<Switch> switches() && { return std::move(switches_); }

private:
    using Edit = std::function<void(Options&)>;
    template <typename Value>
    using Wire =
        std::conditional_t<std::is_integral_v<Value> && !std::is_same_v<Value, bool>, long long, Value>;

    template <typename Read, typename Parse>
    void add_switch(const std::string& name, std::string help, Read read, Parse parse) {
        const std::string full = prefix_ + name;
        switches_.push_back({full, std::move(help), [look = look_, read] { return read(look()); },
                             [change = change_, parse, full](const std::string& text) {
                                 try {
                                     change(parse(text));
                                 } catch (const std::invalid_argument& error) {
                                     throw std::invalid_argument(
                                         fmt::format("\"{}\" {}.", full, error.what()));
                                 }
                             }});
    }

    std::string prefix_;
    Look look_;
    Change change_;
    std::vector<Switch> switches_;
};

}  // namespace sandbox
