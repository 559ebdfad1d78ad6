#pragma once
#include "content/html_tree.h"
#include "content/structure.h"

#include <string>
#include <string_view>
#include <vector>

namespace deskbridge::html {

/// Writes the allowed part of a tree as canonical HTML: allowed elements with allowed attributes in a fixed
/// order, text escaped in one way, nothing else. Whatever it is told, it cannot write a script.
class CanonicalWriter : public HtmlEvents {
public:
    void open(std::string_view name, const std::vector<Attribute>& attributes) override;
    void close() override;
    void text(std::string_view decoded) override;

    std::string take() { return std::move(out_); }

    /// True when a parser builds from the written text exactly the tree that was written.
    bool sound() const { return structure_.sound(); }

private:
    void keep(const Element& element, const std::string& written_attributes);
    void leave_out();
    void write_picture(const Element& element, const std::vector<Attribute>& attributes);
    void write_box(const std::vector<Attribute>& attributes);

    /// The open elements of the source: those that were not written have no name.
    std::vector<const Element*> open_;
    size_t dropping_ = 0;
    bool after_pre_ = false;
    Structure structure_;
    std::string out_;
};

}  // namespace deskbridge::html
