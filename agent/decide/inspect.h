// A mapping against the live process and the live desk, before anything is written.
#pragma once

#include "mapping/translator.h"
#include "model/process.h"

#include <span>
#include <string>
#include <vector>

namespace deskbridge {

/// error: some or all tickets of this mapping cannot become work items. warning: it will work, though perhaps
/// not as meant.
struct Finding {
    enum class Severity { warning, error } severity = Severity::error;
    std::string field;
    std::string message;
    std::string fix;
};

/// Everything about the mapping that its process and its desk do not bear: unknown or read-only fields,
/// values that are not allowed, required fields left out, paths that do not exist, desk names that the desk
/// does not have (`ticket_fields`; empty = not known). Pure; `type` must be of `process`.
std::vector<Finding> inspect(const Translator& mapping, const TypeRules& type, const Process& process,
                             std::span<const std::string> ticket_fields);

/// The types that a mapping can lead to: the fixed one, or every value of its map and its default.
std::vector<std::string> types_of(const Mapping& mapping);

/// The project when it is the same for every ticket; else empty.
std::string fixed_project(const Mapping& mapping);

}  // namespace deskbridge
