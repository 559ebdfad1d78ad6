#include "platform/silence.h"

#include <termios.h>
#include <unistd.h>

namespace deskbridge {

struct Silence::Before {
    termios settings{};
};

Silence::Silence() {
    Before before;
    if (::tcgetattr(STDIN_FILENO, &before.settings) != 0) return;
    termios now = before.settings;
    now.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    if (::tcsetattr(STDIN_FILENO, TCSAFLUSH, &now) == 0) before_ = std::make_unique<Before>(before);
}

Silence::~Silence() {
    if (before_) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_->settings);
}

bool is_typed() {
    return ::isatty(STDIN_FILENO) == 1;
}

}  // namespace deskbridge
