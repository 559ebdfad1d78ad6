#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace deskbridge::html {

/// Lays words out in lines: keeps the line breaks that are still owed, a blank that may turn out to be
/// needless, and what every new line begins with.
class PlainWriter {
public:
    /// Adds text with its blanks folded into single ones.
    void words(std::string_view text);
    /// Adds text as it stands, line breaks included.
    void verbatim(std::string_view text);

    /// Wants at least this many line breaks before the next word.
    void part(size_t breaks);
    /// One more line break.
    void line_break();

    /// A list item: the bullet at once, the lines after it indented by its width.
    void begin_item(std::string_view bullet);
    void begin_quote();
    void end_indent();

    /// A table row is one line whatever stands in its cells.
    void begin_row();
    void begin_cell();
    void end_row();

    /// Where the next word will stand, and what was written from there on.
    size_t size() const { return out_.size(); }
    std::string_view since(size_t position) const;

    std::string take() { return std::move(out_); }

private:
    void settle();

    std::string out_;
    std::vector<std::string> indents_;
    size_t breaks_ = 0;
    size_t rows_ = 0;
    bool begun_ = false;
    bool blank_ = false;
    bool at_front_ = false;
    bool first_cell_ = false;
};

}  // namespace deskbridge::html
