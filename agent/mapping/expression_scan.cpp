#include "mapping/expression_scan.h"

#include "model/process.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <utility>

namespace deskbridge {

namespace {

constexpr std::size_t longest = 10'000;

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}
char closing(char opening) {
    return opening == '(' ? ')' : opening == '[' ? ']' : '}';
}

template <std::size_t size>
bool among(std::string_view word, const std::array<std::string_view, size>& words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr std::array<std::string_view, 6> operators_in_words{"and", "or", "not", "nil", "true", "false"};
constexpr std::array<std::string_view, 16> statement_words{
    "break", "do", "else",  "elseif", "end",    "for",  "function", "goto",
    "if",    "in", "local", "repeat", "return", "then", "until",    "while"};

class Scanner {
public:
    Scanner(std::string_view text, const std::vector<std::string>& functions, bool in_template)
        : text_(text), functions_(functions), in_template_(in_template) {}

    ExpressionScan scan() {
        while (!scan_.problem && at_ < text_.size() && !at_close()) step();
        scan_.end = at_;
        if (scan_.problem) return std::move(scan_);
        if (pending_ticket_) scan_.reads.insert("*");
        if (in_template_ && at_ >= text_.size())
            complain(0, "'{{' is never closed with '}}'");
        else if (!open_.empty())
            complain(open_.back().second, fmt::format("'{}' is never closed", open_.back().first));
        else if (!any_)
            complain(0, "the expression is empty");
        else if (at_ > longest)
            complain(longest, fmt::format("an expression has at most {} characters", longest));
        return std::move(scan_);
    }

private:
    char now() const { return text_[at_]; }
    char next() const { return at_ + 1 < text_.size() ? text_[at_ + 1] : '\0'; }

    bool at_close() const {
        const bool inside_braces = !open_.empty() && open_.back().first == '{';
        return in_template_ && !inside_braces && now() == '}' && next() == '}';
    }

    void complain(std::size_t offset, std::string message) {
        scan_.problem = TextProblem{offset, std::move(message)};
    }

    void step() {
        if (is_blank(now())) return void(++at_);
        any_ = true;
        if (is_letter(now())) return word();
        if (now() == '\'' || now() == '"') return quoted();
        if (now() == '.' && is_letter(next())) {
            after_dot_ = true;
            return void(++at_);
        }
        settle_ticket();
        if (now() == '.' && next() == '.') return dots();
        if (is_digit(now()) || (now() == '.' && is_digit(next()))) return number();
        if (now() == '(' || now() == '[' || now() == '{') return open();
        if (now() == ')' || now() == ']' || now() == '}') return close();
        symbol();
    }

    /// `ticket` was named, and what follows does not say which part of it is meant.
    void settle_ticket() {
        const bool indexed = pending_ticket_ && now() == '[';
        if (ticket_index_ || (pending_ticket_ && !indexed)) scan_.reads.insert("*");
        pending_ticket_ = false;
        ticket_index_ = indexed;
    }

    void word() {
        const auto begin = at_;
        while (at_ < text_.size() && (is_letter(now()) || is_digit(now()))) ++at_;
        const auto name = text_.substr(begin, at_ - begin);
        const bool part = std::exchange(after_dot_, false);
        const bool of_ticket = std::exchange(pending_ticket_, false);
        if (std::exchange(ticket_index_, false) || (of_ticket && !part)) scan_.reads.insert("*");
        if (among(name, statement_words) || among(name, operators_in_words))
            return reserved(begin, name, part);
        if (part && of_ticket) return void(scan_.reads.emplace(name));
        if (part) return;
        if (name == "ticket") return void(pending_ticket_ = true);
        if (names_key()) return;
        if (std::find(functions_.begin(), functions_.end(), name) == functions_.end()) unknown(begin, name);
    }

    void reserved(std::size_t begin, std::string_view name, bool part) {
        if (part)
            return complain(begin,
                            fmt::format("'{}' is a word of the language; write [\"{}\"] instead of .{}", name,
                                        name, name));
        if (among(name, operators_in_words)) return;
        const bool choice = name == "if" || name == "then" || name == "else" || name == "elseif";
        complain(begin, fmt::format("only an expression may stand here, '{}' is not part of one{}", name,
                                    choice ? "; write `condition and one or other`" : ""));
    }

    /// {key = value}: a name of the writer's own.
    bool names_key() const {
        if (open_.empty() || open_.back().first != '{') return false;
        auto after = at_;
        while (after < text_.size() && is_blank(text_[after])) ++after;
        return after + 1 < text_.size() && text_[after] == '=' && text_[after + 1] != '=';
    }

    void unknown(std::size_t begin, std::string_view name) {
        auto names = functions_;
        names.emplace_back("ticket");
        const auto near = nearest_name(name, names);
        complain(begin,
                 near.empty()
                     ? fmt::format("'{}' is not known here; the names of a ticket are written ticket.{}",
                                   name, name)
                     : fmt::format("'{}' is not known here; did you mean '{}'?", name, near));
    }

    void quoted() {
        const auto begin = at_;
        const char quote = now();
        const bool index = std::exchange(ticket_index_, false);
        if (std::exchange(pending_ticket_, false)) scan_.reads.insert("*");
        for (++at_; at_ < text_.size() && now() != quote && now() != '\n'; ++at_)
            if (now() == '\\') ++at_;
        if (at_ >= text_.size() || now() != quote) return complain(begin, "the text in quotes has no end");
        ++at_;
        if (!index) return;
        const auto inside = text_.substr(begin + 1, at_ - begin - 2);
        scan_.reads.emplace(closes_index() && inside.find('\\') == std::string_view::npos ? inside : "*");
    }

    bool closes_index() const {
        auto after = at_;
        while (after < text_.size() && is_blank(text_[after])) ++after;
        return after < text_.size() && text_[after] == ']';
    }

    void dots() {
        if (text_.substr(at_, 3) == "...") return complain(at_, "'...' is not part of the language");
        at_ += 2;
    }

    void number() {
        while (at_ < text_.size() && (is_letter(now()) || is_digit(now()) || now() == '.')) {
            if (now() == '.' && next() == '.') return complain(at_, "put a blank between a number and '..'");
            ++at_;
        }
    }

    void open() {
        if (now() == '[' && (next() == '[' || next() == '='))
            return complain(at_, "texts stand in single or double quotes");
        open_.emplace_back(now(), at_);
        ++at_;
    }

    void close() {
        if (open_.empty() || closing(open_.back().first) != now())
            return complain(at_, fmt::format("'{}' closes nothing", now()));
        open_.pop_back();
        ++at_;
    }

    void symbol() {
        if (now() == '-' && next() == '-')
            return complain(at_, "comments are not part of an expression; put a blank between the two '-'");
        if (const auto habit = foreign_habit(); !habit.empty()) return complain(at_, std::string(habit));
        if (now() == '~' && next() != '=') return complain(at_, "'~' is not part of the language");
        if (std::string_view("+-*/%^#<>=,~").find(now()) == std::string_view::npos) return stray();
        if (assigns()) return complain(at_, "'=' compares nothing; write '==' to compare");
        at_ += (next() == '=' && std::string_view("=<>~").find(now()) != std::string_view::npos) ? 2 : 1;
    }

    /// What people bring from other languages.
    std::string_view foreign_habit() const {
        const auto two = text_.substr(at_, 2);
        if (two == "!=") return "write '~=' for 'is not'";
        if (two == "&&") return "write 'and'";
        if (two == "||") return "write 'or'";
        if (now() == '!') return "write 'not'";
        return {};
    }

    void stray() {
        const auto byte = static_cast<unsigned char>(now());
        complain(at_, byte < 0x20 || byte > 0x7e ? std::string("such a character may stand in quotes only")
                                                 : fmt::format("'{}' is not part of the language", now()));
    }

    bool assigns() const {
        const bool in_table = !open_.empty() && open_.back().first == '{';
        return now() == '=' && next() != '=' && !in_table;
    }

    std::string_view text_;
    const std::vector<std::string>& functions_;
    bool in_template_;
    std::size_t at_ = 0;
    bool any_ = false;
    bool after_dot_ = false;
    bool pending_ticket_ = false;  ///< `ticket` was the last word
    bool ticket_index_ = false;    ///< "ticket[" was the last that was read
    std::vector<std::pair<char, std::size_t>> open_;
    ExpressionScan scan_;
};

}  // namespace

ExpressionScan scan_expression(std::string_view text, const std::vector<std::string>& functions,
                               bool in_template) {
    return Scanner(text, functions, in_template).scan();
}

}  // namespace deskbridge
