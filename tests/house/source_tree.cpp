#include "source_tree.h"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <fstream>
#include <stdexcept>
#include <string_view>

namespace house {

namespace fs = std::filesystem;

namespace {

/// Walks through C++ text and remembers where it is.
class CommentStripper {
public:
    std::string line(const std::string& text) {
        std::string out;
        for (std::size_t at = 0; at < text.size();) at += step(std::string_view(text).substr(at), out);
        if (state_ == State::line_comment || state_ == State::text) state_ = State::code;
        return out;
    }

private:
    enum class State { code, line_comment, block_comment, text, raw_text };

    std::size_t step(std::string_view rest, std::string& out) {
        switch (state_) {
            case State::line_comment: return rest.size();
            case State::block_comment:
                if (!rest.starts_with("*/")) return 1;
                state_ = State::code;
                return 2;
            case State::raw_text:
                return keep(rest, rest.starts_with(raw_end_) ? leave(raw_end_.size()) : 1, out);
            case State::text:
                if (rest.front() == '\\') return keep(rest, std::min<std::size_t>(2, rest.size()), out);
                return keep(rest, rest.front() == quote_ ? leave(1) : 1, out);
            case State::code: break;
        }
        return in_code(rest, out);
    }

    std::size_t in_code(std::string_view rest, std::string& out) {
        if (rest.starts_with("//")) {
            state_ = State::line_comment;
            return rest.size();
        }
        if (rest.starts_with("/*")) {
            state_ = State::block_comment;
            return 2;
        }
        if (rest.starts_with("R\"")) {
            const auto open = rest.find('(');
            raw_end_ = ")" + std::string(rest.substr(2, open - 2)) + "\"";
            state_ = State::raw_text;
            return keep(rest, open + 1, out);
        }
        // an apostrophe between digits separates thousands
        const bool separator =
            rest.front() == '\'' && !out.empty() && std::isxdigit(static_cast<unsigned char>(out.back()));
        if (rest.front() == '"' || (rest.front() == '\'' && !separator)) {
            quote_ = rest.front();
            state_ = State::text;
        }
        return keep(rest, 1, out);
    }

    std::size_t leave(std::size_t length) {
        state_ = State::code;
        return length;
    }
    static std::size_t keep(std::string_view rest, std::size_t length, std::string& out) {
        out += rest.substr(0, length);
        return length;
    }

    State state_ = State::code;
    char quote_ = '"';
    std::string raw_end_;
};

std::vector<Include> includes_of(const std::vector<std::string>& code) {
    constexpr std::string_view directive = "#include ";
    std::vector<Include> found;
    for (std::size_t i = 0; i < code.size(); ++i) {
        const auto start = code[i].find_first_not_of(' ');
        if (start == std::string::npos || !std::string_view(code[i]).substr(start).starts_with(directive))
            continue;
        const auto open = start + directive.size();
        const bool quoted = code[i].at(open) == '"';
        const auto close = code[i].find(quoted ? '"' : '>', open + 1);
        found.push_back({code[i].substr(open + 1, close - open - 1), quoted, i + 1});
    }
    return found;
}

Source source_of(const fs::path& file) {
    Source source;
    const auto relative = fs::relative(file, root());
    source.path = relative.generic_string();
    source.folder = relative.parent_path().generic_string();
    source.text = lines_of(file).value();
    source.code = without_comments(source.text);
    source.includes = includes_of(source.code);
    return source;
}

}  // namespace

fs::path root() {
    const char* named = std::getenv("DESKBRIDGE_SOURCE");
    return named != nullptr ? fs::path(named) : fs::current_path();
}

std::vector<Source> sources(const std::vector<std::string>& folders) {
    std::vector<fs::path> files;
    for (const auto& folder : folders) {
        if (!fs::is_directory(root() / folder))
            throw std::runtime_error(fmt::format("there is no folder {}", (root() / folder).string()));
        for (const auto& entry : fs::recursive_directory_iterator(root() / folder)) {
            const auto extension = entry.path().extension();
            if (entry.is_regular_file() && (extension == ".cpp" || extension == ".h"))
                files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    std::vector<Source> all;
    for (const auto& file : files) all.push_back(source_of(file));
    return all;
}

std::optional<std::vector<std::string>> lines_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return {};
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

std::vector<std::string> without_comments(const std::vector<std::string>& text) {
    CommentStripper stripper;
    std::vector<std::string> code;
    for (const auto& line : text) code.push_back(stripper.line(line));
    return code;
}

void Complaints::add(const std::string& path, std::size_t line, const std::string& rule) {
    lines_.push_back(fmt::format("{}:{}: {}", path, line, rule));
}

void Complaints::add(const std::string& path, const std::string& rule) {
    lines_.push_back(fmt::format("{}: {}", path, rule));
}

std::string Complaints::text() const {
    std::string all;
    for (const auto& line : lines_) all += "\n" + line;
    return all;
}

}  // namespace house
