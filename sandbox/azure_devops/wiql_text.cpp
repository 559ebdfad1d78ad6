#include "sandbox/azure_devops/wiql_text.h"

#include "sandbox/azure_devops/refusal.h"

#include <cctype>

namespace sandbox::azure_devops {

namespace {

using Kind = WiqlWord::Kind;

Refusal open_end(std::string_view what) {
    return {400, "SyntaxException",
            "TF51006: The query statement is missing a closing " + std::string(what) + "."};
}

bool is_word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '_' || c == '-';
}

// A quote inside a text is written twice.
WiqlWord quoted(std::string_view query, std::size_t& at) {
    const char quote = query[at++];
    std::string text;
    for (; at < query.size(); ++at) {
        if (query[at] != quote) {
            text += query[at];
        } else if (at + 1 < query.size() && query[at + 1] == quote) {
            text += query[at++];
        } else {
            ++at;
            return {Kind::text, text};
        }
    }
    throw open_end("quote");
}

WiqlWord bracketed(std::string_view query, std::size_t& at) {
    const auto close = query.find(']', at);
    if (close == std::string_view::npos) throw open_end("bracket");
    const std::string name(query.substr(at + 1, close - at - 1));
    at = close + 1;
    return {Kind::field, name};
}

WiqlWord run_of(std::string_view query, std::size_t& at, Kind kind) {
    const std::size_t begin = at++;
    while (at < query.size() && is_word(query[at])) ++at;
    return {kind, std::string(query.substr(begin, at - begin))};
}

WiqlWord sign(std::string_view query, std::size_t& at) {
    const auto two = query.substr(at, 2);
    const std::size_t length = two == "<>" || two == "<=" || two == ">=" ? 2 : 1;
    const std::string text(query.substr(at, length));
    at += length;
    return {Kind::sign, text};
}

WiqlWord next(std::string_view query, std::size_t& at) {
    const char c = query[at];
    if (c == '\'' || c == '"') return quoted(query, at);
    if (c == '[') return bracketed(query, at);
    if (c == '@') return run_of(query, at, Kind::macro);
    const bool digit = std::isdigit(static_cast<unsigned char>(c)) != 0;
    if (digit) return run_of(query, at, Kind::number);
    if (is_word(c) && c != '-') return run_of(query, at, Kind::word);
    return sign(query, at);
}

}  // namespace

std::vector<WiqlWord> wiql_words(std::string_view query) {
    std::vector<WiqlWord> words;
    std::size_t at = 0;
    while (true) {
        while (at < query.size() && std::isspace(static_cast<unsigned char>(query[at])) != 0) ++at;
        if (at >= query.size()) break;
        words.push_back(next(query, at));
    }
    words.push_back({});
    return words;
}

}  // namespace sandbox::azure_devops
