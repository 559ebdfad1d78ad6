#pragma once
#include "content/element.h"

#include <string_view>
#include <vector>

namespace deskbridge::html {

/// Watches elements open and close and says whether any HTML parser builds exactly this tree from their tags.
/// Strict on purpose: what it does not vouch for is parsed instead of trusted.
class Structure {
public:
    void open(Part part);
    void close();
    void text(std::string_view decoded);

    /// True while everything so far stood where the standard lets it stand unmoved.
    bool sound() const { return sound_; }
    size_t depth() const { return open_.size(); }

private:
    /// An open element, and what is open around it up to the table cell it stands in.
    struct Level {
        Part part;
        bool in_paragraph, in_heading, in_link;
    };

    bool may_stand(Part part) const;

    std::vector<Level> open_;
    bool sound_ = true;
};

}  // namespace deskbridge::html
