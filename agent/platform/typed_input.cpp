#include "platform/typed_input.h"

#include "platform/silence.h"

#include <iostream>

namespace deskbridge {

namespace {

void drop_line_ends(std::string& text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
}

std::string read_stream(std::size_t limit) {
    std::string text(limit, '\0');
    std::cin.read(text.data(), static_cast<std::streamsize>(limit));
    text.resize(static_cast<std::size_t>(std::cin.gcount()));
    return text;
}

}  // namespace

std::string read_unseen(const std::string& prompt, std::size_t limit) {
    std::string text;
    if (is_typed()) {
        std::cerr << prompt << std::flush;
        const Silence silence;
        std::getline(std::cin, text);
        std::cerr << '\n';
    } else {
        text = read_stream(limit);
    }
    drop_line_ends(text);
    return text;
}

std::string read_line(const std::string& prompt) {
    std::cerr << prompt << std::flush;
    std::string line;
    std::getline(std::cin, line);
    drop_line_ends(line);
    return line;
}

}  // namespace deskbridge
