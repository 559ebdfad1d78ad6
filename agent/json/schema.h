// What a file may hold, as a JSON Schema (draft 7), and what is wrong with one that does not fit.
#pragma once

#include "json/document_file.h"

#include <memory>
#include <string_view>

namespace deskbridge::json {

/// Understands local "$ref"s. A `description` beside a `pattern` explains the pattern to the reader of the
/// message. Texts are never repeated in messages, only names of keys.
/// Thread rule: may be read by several threads.
class Schema {
public:
    /// The schemas are part of the program: a broken one is a broken invariant.
    static Schema parse(std::string_view json);

    Schema(Schema&&) noexcept;
    Schema& operator=(Schema&&) noexcept;
    ~Schema();

    /// Everything that does not fit, in the order of the file; empty when it fits or cannot be read at all.
    Problems check(const DocumentFile& file) const;

private:
    struct Compiled;
    explicit Schema(std::unique_ptr<Compiled> compiled);
    std::unique_ptr<Compiled> compiled_;
};

}  // namespace deskbridge::json
