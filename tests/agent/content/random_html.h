#pragma once
#include <cstdint>
#include <random>
#include <string>

/// Makes up HTML from the pieces that parsers stumble over. The same seed gives the same texts everywhere:
/// only the engine of <random> is used, whose numbers the standard fixes.
class RandomHtml {
public:
    explicit RandomHtml(std::uint32_t seed) : engine_(seed) {}

    /// Tags, ends, comments, references and odd characters in any order.
    std::string soup(size_t pieces);
    /// Properly nested elements, mostly where they belong.
    std::string orderly(size_t depth);
    /// A text with a few bytes cut, doubled, replaced or moved.
    std::string damaged(std::string text);

    size_t below(size_t bound) { return engine_() % bound; }

private:
    std::string element_name();
    std::string attributes();
    std::string words();

    std::mt19937 engine_;
};
