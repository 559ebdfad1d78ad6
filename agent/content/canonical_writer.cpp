#include "content/canonical_writer.h"

#include "content/address.h"
#include "content/reference.h"
#include "content/style.h"
#include "content/tokens.h"

#include <algorithm>
#include <array>

namespace deskbridge::html {
namespace {

const std::string* value_of(const std::vector<Attribute>& attributes, std::string_view name) {
    for (const Attribute& each : attributes) {
        if (each.name == name) return &each.value;
    }
    return nullptr;
}

void append_attribute(std::string& out, std::string_view name, std::string_view value) {
    out.append(" ").append(name).append("=\"");
    append_escaped_value(out, value);
    out += '"';
}

bool is_number(std::string_view value) {
    const bool percent = !value.empty() && value.back() == '%';
    if (percent) value.remove_suffix(1);
    return !value.empty() && value.size() <= 5 &&
           std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
}

void append_number(std::string& out, const std::vector<Attribute>& attributes, std::string_view name) {
    const std::string* value = value_of(attributes, name);
    if (value != nullptr && is_number(*value)) append_attribute(out, name, *value);
}

void append_direction(std::string& out, const std::vector<Attribute>& attributes) {
    const std::string* value = value_of(attributes, "dir");
    if (value == nullptr) return;
    const std::string direction = lower(*value);
    if (direction == "ltr" || direction == "rtl" || direction == "auto")
        append_attribute(out, "dir", direction);
}

void append_title(std::string& out, const std::vector<Attribute>& attributes) {
    const std::string* title = value_of(attributes, "title");
    if (title != nullptr && !title->empty()) append_attribute(out, "title", *title);
}

void append_style(std::string& out, std::string_view name, const std::vector<Attribute>& attributes) {
    const std::string* style = value_of(attributes, "style");
    const std::string* color = name == "font" ? value_of(attributes, "color") : nullptr;
    std::string safe = style == nullptr ? std::string() : safe_style(*style);
    if (const std::string value = color == nullptr ? std::string() : safe_color(*color); !value.empty()) {
        safe.insert(0, "color:" + value + (safe.empty() ? "" : ";"));
    }
    if (!safe.empty()) append_attribute(out, "style", safe);
}

void append_list_type(std::string& out, const std::vector<Attribute>& attributes) {
    constexpr std::array<std::string_view, 5> types = {"1", "a", "A", "i", "I"};
    const std::string* type = value_of(attributes, "type");
    if (type == nullptr || std::find(types.begin(), types.end(), *type) == types.end()) return;
    append_attribute(out, "type", *type);
}

// the attributes that belong to one element alone
void append_own(std::string& out, const Element& element, const std::vector<Attribute>& attributes) {
    if (element.as == "ol") {
        append_number(out, attributes, "start");
        append_list_type(out, attributes);
    } else if (element.part == Part::cell) {
        append_number(out, attributes, "colspan");
        append_number(out, attributes, "rowspan");
    } else if (element.part == Part::columns || element.part == Part::column) {
        append_number(out, attributes, "span");
    }
}

std::string common_attributes(const Element& element, const std::vector<Attribute>& attributes) {
    std::string out;
    if (attributes.empty()) return out;
    append_direction(out, attributes);
    append_style(out, element.name, attributes);
    append_own(out, element, attributes);
    return out;
}

// empty where the link leads nowhere that may be linked to
std::string link_attributes(const std::vector<Attribute>& attributes) {
    const std::string* value = value_of(attributes, "href");
    const auto address = value == nullptr ? std::nullopt : safe_address(*value, AddressUse::link);
    std::string out;
    if (!address) return out;
    append_attribute(out, "href", *address);
    append_title(out, attributes);
    append_attribute(out, "rel", "noopener noreferrer");
    return out;
}

}  // namespace

void CanonicalWriter::open(std::string_view name, const std::vector<Attribute>& attributes) {
    const Element* element = find_element(name);
    if (dropping_ > 0 || (element != nullptr && !element->keep_content)) {
        ++dropping_;
        return;
    }
    if (element == nullptr) return leave_out();
    if (element->as == "img") return write_picture(*element, attributes);
    if (element->name == "input") return write_box(attributes);
    std::string written = common_attributes(*element, attributes);
    if (element->part == Part::link) {
        const std::string link = link_attributes(attributes);
        if (link.empty()) return leave_out();
        written.insert(0, link);
    }
    // a span that says nothing is an editor's leftover
    if (element->as == "span" && written.empty()) return leave_out();
    keep(*element, written);
}

void CanonicalWriter::keep(const Element& element, const std::string& written_attributes) {
    out_.append("<").append(element.as).append(written_attributes).append(">");
    structure_.open(element.part);
    open_.push_back(&element);
    after_pre_ = element.part == Part::preformatted;
}

void CanonicalWriter::leave_out() {
    open_.push_back(nullptr);
}

void CanonicalWriter::write_picture(const Element& element, const std::vector<Attribute>& attributes) {
    const std::string* source = value_of(attributes, "src");
    const std::string* alt = value_of(attributes, "alt");
    const auto address = source == nullptr ? std::nullopt : safe_address(*source, AddressUse::picture);
    if (!address) {
        if (alt != nullptr) text(*alt);
        return leave_out();
    }
    std::string written;
    append_attribute(written, "src", *address);
    if (alt != nullptr) append_attribute(written, "alt", *alt);
    append_title(written, attributes);
    append_number(written, attributes, "width");
    append_number(written, attributes, "height");
    keep(element, written);
}

void CanonicalWriter::write_box(const std::vector<Attribute>& attributes) {
    const std::string* type = value_of(attributes, "type");
    if (type != nullptr && lower(*type) == "checkbox") {
        text(value_of(attributes, "checked") != nullptr ? "☑" : "☐");
    }
    leave_out();
}

void CanonicalWriter::close() {
    if (dropping_ > 0) {
        --dropping_;
        return;
    }
    const Element* element = open_.back();
    open_.pop_back();
    if (element == nullptr) return;
    structure_.close();
    after_pre_ = false;
    if (!element->is_void()) out_.append("</").append(element->as).append(">");
}

void CanonicalWriter::text(std::string_view decoded) {
    if (dropping_ > 0 || decoded.empty()) return;
    structure_.text(decoded);
    // a parser drops the line break that follows <pre>, so one that is meant needs another before it
    if (after_pre_ && (decoded[0] == '\n' || decoded[0] == '\r')) out_ += '\n';
    after_pre_ = false;
    append_escaped(out_, decoded);
}

}  // namespace deskbridge::html
