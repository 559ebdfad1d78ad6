#include "platform/typed_input.h"

#include <iostream>
#include <termios.h>
#include <unistd.h>

namespace deskbridge {

namespace {

/// The terminal shows nothing as long as this lives.
class Silence {
public:
    Silence() {
        if (::tcgetattr(STDIN_FILENO, &before_) != 0) return;
        termios now = before_;
        now.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        changed_ = ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &now) == 0;
    }
    ~Silence() {
        if (changed_) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    }
    Silence(const Silence&) = delete;
    Silence& operator=(const Silence&) = delete;

private:
    termios before_{};
    bool changed_ = false;
};

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
    if (::isatty(STDIN_FILENO) == 1) {
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
