#include "mapping/fingerprint.h"

#include "content/digest.h"

#include <fmt/format.h>
#include <iterator>

namespace deskbridge {

namespace {

/// Texts with their lengths, so that no two sequences of them read the same.
class Sheet {
public:
    void add(std::string_view text) {
        fmt::format_to(std::back_inserter(text_), "{}:{};", text.size(), text);
    }
    void value(const Value& value) {
        add(kind_of(value));
        add(text_of(value));
    }
    void number(std::int64_t value) { fmt::format_to(std::back_inserter(text_), "{};", value); }
    const std::string& text() const { return text_; }

private:
    std::string text_;
};

void add_source(Sheet& sheet, const Source& source) {
    sheet.number(static_cast<int>(source.kind));
    sheet.add(source.text);
    sheet.value(source.fixed);
    for (const auto& pair : source.values) {
        sheet.add(pair.desk);
        sheet.value(pair.work);
    }
    sheet.number(static_cast<int>(source.otherwise.kind));
    sheet.value(source.otherwise.value);
    sheet.value(source.when_absent.value_or(Value{}));
    for (const auto& transform : source.transforms) {
        sheet.add(transform.name);
        sheet.number(transform.argument.value_or(-1));
    }
    for (const auto& addition : source.added) sheet.add(addition.text);
}

void add_field(Sheet& sheet, const FieldMapping& field) {
    sheet.add(field.work);
    add_source(sheet, field.source);
    sheet.number(static_cast<int>(field.flow));
    sheet.number(static_cast<int>(field.when));
    sheet.number(field.enforce ? 1 : 0);
}

}  // namespace

std::string fingerprint(const Mapping& mapping) {
    Sheet sheet;
    if (mapping.area) add_field(sheet, {"System.AreaPath", *mapping.area});
    if (mapping.iteration) add_field(sheet, {"System.IterationPath", *mapping.iteration});
    for (const auto& field : mapping.fields) add_field(sheet, field);
    return digest(sheet.text());
}

}  // namespace deskbridge
