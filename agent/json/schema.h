// What a file may hold, as a JSON Schema (draft 7), and what is wrong with one that does not fit.
#pragma once

#include "json/document_file.h"

#include <memory>
#include <string_view>

namespace deskbridge::json {

/// Understands local "$ref"s. Texts are never repeated in messages, only names of keys. `pattern`,
/// `patternProperties` and `format` are not to be used: std::regex, with which valijson matches them, runs
/// out of stack on a long text. What they would say is said by whoever reads the file. Thread rule: may be
/// read by several threads.
class Schema {
public:
    /// The schemas are part of the program: a broken one, or one with patterns, is a broken invariant.
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
