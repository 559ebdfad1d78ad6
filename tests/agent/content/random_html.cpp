#include "random_html.h"

#include <string_view>
#include <vector>

namespace {

using namespace std::string_literals;

const std::vector<std::string> names = {"p",        "div",      "span",      "b",
                                        "i",        "em",       "strong",    "u",
                                        "s",        "a",        "a",         "font",
                                        "code",     "pre",      "pre",       "ul",
                                        "ol",       "li",       "dl",        "dt",
                                        "dd",       "table",    "tbody",     "thead",
                                        "tr",       "td",       "th",        "caption",
                                        "col",      "colgroup", "h1",        "h2",
                                        "br",       "hr",       "img",       "blockquote",
                                        "script",   "style",    "title",     "textarea",
                                        "select",   "option",   "button",    "form",
                                        "svg",      "math",     "mi",        "foreignobject",
                                        "desc",     "template", "iframe",    "noembed",
                                        "noscript", "object",   "nobr",      "center",
                                        "listing",  "xmp",      "plaintext", "isindex",
                                        "frameset", "body",     "html",      "head",
                                        "image",    "input",    "marquee",   "section",
                                        "ruby",     "rt",       "custom-x",  "o:p",
                                        "tt",       "sub",      "video",     "annotation-xml"};

const std::vector<std::string> values = {"x",
                                         "javascript:alert(1)",
                                         "java\tscript:x",
                                         " \x01javascript:x",
                                         "https://a.example/?a=1&amp;b=2",
                                         "HTTP://b",
                                         "mailto:a@b",
                                         "data:text/html,x",
                                         "//host/path",
                                         "/relative",
                                         "#top",
                                         "color:red;background:url(x)",
                                         "color:#FF0000 ; font-weight : BOLD",
                                         "1",
                                         "200%",
                                         "rtl",
                                         "checkbox",
                                         "a\r\nb",
                                         "\"><script>x",
                                         "&quot;&lt;&copy;&#x80;",
                                         "expression(1)",
                                         "\xF0\x9F\x98\x80"};

const std::vector<std::string> attribute_names = {
    "href",  "src",   "style",   "title", "alt",    "onclick",    "dir",  "width", "start",  "type",
    "class", "color", "colspan", "id",    "data-x", "xlink:href", "span", "name",  "checked"};

const std::vector<std::string> texts = {"word",
                                        " ",
                                        "\n",
                                        "\r\n",
                                        "\r",
                                        "\t",
                                        "&amp;",
                                        "&lt;b&gt;",
                                        "&nbsp;",
                                        "\xC2\xA0",
                                        "&copy",
                                        "&#13;",
                                        "&#10;",
                                        "&#x80;",
                                        "&#0;",
                                        "&#xFFFF;",
                                        "&",
                                        "<",
                                        ">",
                                        "\"",
                                        "<!--",
                                        "-->",
                                        "<!-- x -->",
                                        "<![CDATA[",
                                        "]]>",
                                        "<?x>",
                                        "</>",
                                        "\x01",
                                        "\x0B",
                                        "\x0C",
                                        "\x7F",
                                        "\xC2\x85",
                                        "\xE2\x80\xAE",
                                        "\xE2\x80\x8D",
                                        "e\xCC\x81",
                                        "\xEF\xB7\x90",
                                        "\xEF\xBF\xBE",
                                        "\xF4\x8F\xBF\xBD",
                                        "\xF4\x8F\x80\x81",
                                        "\xF4\x8F\xBF\xBF",
                                        "\xF0\x9F\x91\xA9",
                                        "\xFF",
                                        "\xED\xA0\x80",
                                        "\0"s,
                                        "\xEE\x80\x80",
                                        "&#x10FFFD;",
                                        "&notit;",
                                        "&#",
                                        "\xE2\x80\xA8",
                                        "<!doctype x>"};

}  // namespace

std::string RandomHtml::element_name() {
    return names[below(names.size())];
}

std::string RandomHtml::attributes() {
    std::string out;
    for (size_t count = below(3); count > 0; --count) {
        const std::string quote = below(4) == 0 ? "" : below(3) == 0 ? "'" : "\"";
        out += " " + attribute_names[below(attribute_names.size())];
        if (below(8) != 0) out += "=" + quote + values[below(values.size())] + quote;
    }
    return out;
}

std::string RandomHtml::words() {
    std::string out;
    for (size_t count = 1 + below(3); count > 0; --count) out += texts[below(texts.size())];
    return out;
}

std::string RandomHtml::soup(size_t pieces) {
    std::string out;
    for (; pieces > 0; --pieces) {
        switch (below(5)) {
            case 0:
            case 1: out += "<" + element_name() + attributes() + (below(9) == 0 ? "/>" : ">"); break;
            case 2:
            case 3: out += "</" + element_name() + ">"; break;
            default: out += words();
        }
    }
    return out;
}

std::string RandomHtml::orderly(size_t depth) {
    std::string out;
    for (size_t count = 1 + below(3); count > 0; --count) {
        if (depth == 0 || below(3) == 0) {
            out += words();
            continue;
        }
        const std::string name = element_name();
        out += "<" + name + attributes() + ">" + orderly(depth - 1) + "</" + name + ">";
    }
    return out;
}

std::string RandomHtml::damaged(std::string text) {
    for (size_t count = 1 + below(4); count > 0 && !text.empty(); --count) {
        const size_t at = below(text.size()), length = below(12);
        switch (below(4)) {
            case 0: text.erase(at, length); break;
            case 1: text.insert(at, text.substr(below(text.size()), length)); break;
            case 2: text[at] = static_cast<char>(below(256)); break;
            default: text.insert(at, "<" + element_name() + attributes() + ">");
        }
    }
    return text;
}
