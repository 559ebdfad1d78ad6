#include "mapping/template_text.h"

#include "content/plain_text.h"
#include "mapping/coercion.h"

namespace deskbridge {

namespace {

constexpr std::string_view opening = "{{";
constexpr std::string_view closing = "}}";
constexpr std::size_t most_parts = 200;

std::string inserted(const Value& value, Rendering rendering) {
    const auto* html = std::get_if<Html>(&value);
    if (html != nullptr) return rendering == Rendering::html ? html->markup : plain_text(html->markup);
    return rendering == Rendering::html ? escape_html(text_of(value)) : text_of(value);
}

}  // namespace

std::optional<TemplateText> TemplateText::compile(Interpreter& interpreter, std::string_view text,
                                                  TextProblem& problem) {
    TemplateText made;
    std::size_t at = 0;
    while (at < text.size()) {
        const auto begin = std::min(text.find(opening, at), text.size());
        if (begin > at) made.parts_.emplace_back(std::string(text.substr(at, begin - at)));
        if (begin == text.size()) break;
        const auto inside = begin + opening.size();
        if (made.parts_.size() >= most_parts) {
            problem = {begin, "so many expressions do not fit into one template"};
            return {};
        }
        const auto scan = scan_expression(text.substr(inside), Interpreter::functions(), true);
        if (scan.problem) {
            problem = {inside + scan.problem->offset, scan.problem->message};
            return {};
        }
        auto expression = interpreter.compile(text.substr(inside, scan.end), problem);
        if (!expression) {
            problem.offset += inside;
            return {};
        }
        made.parts_.emplace_back(std::move(*expression));
        at = inside + scan.end + closing.size();
    }
    return made;
}

Evaluation TemplateText::render(Interpreter& interpreter, const Ticket& ticket, Rendering rendering) const {
    std::string out;
    for (const auto& part : parts_) {
        if (const auto* literal = std::get_if<std::string>(&part)) {
            out += *literal;
            continue;
        }
        auto result = interpreter.evaluate(std::get<Expression>(part), ticket);
        if (!result.problem.empty()) return result;
        out += inserted(result.value, rendering);
    }
    if (rendering == Rendering::html) return {Html{std::move(out)}, {}};
    return {std::move(out), {}};
}

std::set<std::string, std::less<>> TemplateText::reads() const {
    std::set<std::string, std::less<>> names;
    for (const auto& part : parts_)
        if (const auto* expression = std::get_if<Expression>(&part))
            names.insert(expression->reads.begin(), expression->reads.end());
    return names;
}

}  // namespace deskbridge
