#include "sandbox/deskpro/problem.h"

#include <fmt/format.h>

namespace sandbox::deskpro {

namespace {

Json form_json(const FormErrors& form) {
    Json out{Json::Object()};
    if (!form.own.empty()) {
        Json::List errors;
        for (const auto& [code, message] : form.own) {
            errors.push_back(Json(Json::Object{{"code", code}, {"message", message}}));
        }
        out.put("errors", std::move(errors));
    }
    if (!form.fields.empty()) {
        Json fields;
        for (const auto& [name, nested] : form.fields) fields.put(name, form_json(nested));
        out.put("fields", std::move(fields));
    }
    return out;
}

}  // namespace

Json problem_json(const Problem& problem, bool empty_maps_as_lists) {
    Json errors = form_json(problem.errors);
    if (problem.errors.empty() && empty_maps_as_lists) errors = Json::List();
    Json out;
    out.put("status", problem.status).put("code", problem.code).put("message", problem.message);
    out.put("errors", std::move(errors));
    return out;
}

Problem not_found(const std::string& what) {
    return {404, "not_found", fmt::format("{} was not found", what), {}, 0};
}

Problem invalid_input(FormErrors errors) {
    return {400, "invalid_input", "Request input is invalid.", std::move(errors), 0};
}

}  // namespace sandbox::deskpro
