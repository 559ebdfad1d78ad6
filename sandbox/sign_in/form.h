// The fields of a form or a query.
#pragma once

#include "sandbox/exchange/exchange.h"

#include <map>
#include <string>

namespace sandbox::sign_in {

/// A field that stands twice counts once, the first time. "" for one that is not there.
class Form {
public:
    explicit Form(std::string_view encoded) {
        for (auto& [name, value] : query_pairs(encoded)) fields_.emplace(std::move(name), std::move(value));
    }
    std::string operator[](const std::string& name) const {
        const auto found = fields_.find(name);
        return found == fields_.end() ? std::string() : found->second;
    }
    bool has(const std::string& name) const { return fields_.contains(name); }

private:
    std::map<std::string, std::string> fields_;
};

}  // namespace sandbox::sign_in
