#include "platform/typed_input.h"

#include <iostream>
#include <windows.h>

namespace deskbridge {

namespace {

/// The console shows nothing as long as this lives.
class Silence {
public:
    Silence() : console_(GetStdHandle(STD_INPUT_HANDLE)) {
        changed_ = GetConsoleMode(console_, &before_) != 0 &&
                   SetConsoleMode(console_, before_ & ~static_cast<DWORD>(ENABLE_ECHO_INPUT)) != 0;
    }
    ~Silence() {
        if (changed_) SetConsoleMode(console_, before_);
    }
    Silence(const Silence&) = delete;
    Silence& operator=(const Silence&) = delete;

private:
    HANDLE console_;
    DWORD before_ = 0;
    bool changed_ = false;
};

bool is_console() {
    DWORD mode = 0;
    return GetConsoleMode(GetStdHandle(STD_INPUT_HANDLE), &mode) != 0;
}

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
    if (is_console()) {
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
