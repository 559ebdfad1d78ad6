#include "content/markdown.h"

#include "content/canonical_html.h"
#include "content/plain_text.h"
#include "content/utf8.h"

#include <algorithm>
#include <array>
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <cstdlib>
#include <memory>

namespace deskbridge {
namespace {

constexpr size_t bytes_max = 200'000;
constexpr size_t punctuation_max = 20'000;

bool is_hostile(std::string_view markdown) {
    constexpr std::string_view punctuation = "*_[]()<>!`~|\\&";
    const auto is_punctuation = [&](char c) { return punctuation.find(c) != std::string_view::npos; };
    if (markdown.size() > bytes_max) return true;
    const auto count = std::count_if(markdown.begin(), markdown.end(), is_punctuation);
    return static_cast<size_t>(count) > punctuation_max;
}

struct Free {
    void operator()(cmark_parser* parser) const { cmark_parser_free(parser); }
    void operator()(cmark_node* node) const { cmark_node_free(node); }
    void operator()(char* text) const { std::free(text); }
};

bool extensions_ready() {
    // registering is not safe from two threads; the initialisation of a local static is
    static const bool ready = (cmark_gfm_core_extensions_ensure_registered(), true);
    return ready;
}

std::unique_ptr<cmark_parser, Free> make_parser() {
    std::unique_ptr<cmark_parser, Free> parser(cmark_parser_new(CMARK_OPT_DEFAULT));
    constexpr std::array<const char*, 4> names = {"table", "strikethrough", "autolink", "tasklist"};
    for (const char* name : names) {
        if (auto* extension = cmark_find_syntax_extension(name)) {
            cmark_parser_attach_syntax_extension(parser.get(), extension);
        }
    }
    return parser;
}

}  // namespace

std::string html_from_markdown(std::string_view markdown) {
    if (!extensions_ready() || is_hostile(markdown)) return html_from_text(markdown);
    const std::string mended = mend_utf8(markdown);
    const auto parser = make_parser();
    cmark_parser_feed(parser.get(), mended.data(), mended.size());
    const std::unique_ptr<cmark_node, Free> document(cmark_parser_finish(parser.get()));
    auto* extensions = cmark_parser_get_syntax_extensions(parser.get());
    const std::unique_ptr<char, Free> html(cmark_render_html(document.get(), CMARK_OPT_DEFAULT, extensions));
    return canonical_html(html.get());
}

}  // namespace deskbridge
