// A refusal in the desk's own error shape.
#pragma once

#include "sandbox/deskpro/json.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace sandbox::deskpro {

/// What is wrong with a form, nested as the form is: errors of its own, and those of its fields.
struct FormErrors {
    std::vector<std::pair<std::string, std::string>> own;  ///< code, message
    std::map<std::string, FormErrors> fields;

    void add(std::string code, std::string message) { own.emplace_back(std::move(code), std::move(message)); }
    bool empty() const { return own.empty() && fields.empty(); }
};

/// Thrown by whatever handles a call and turned into its answer in one place.
struct Problem {
    int status = 500;
    std::string code;
    std::string message;
    FormErrors errors;
    int retry_after_s = 0;  ///< 0: none is sent
};

/// {"status","code","message","errors"}; without details `errors` is an empty PHP map.
Json problem_json(const Problem& problem, bool empty_maps_as_lists);

Problem not_found(const std::string& what);
Problem invalid_input(FormErrors errors);

}  // namespace sandbox::deskpro
