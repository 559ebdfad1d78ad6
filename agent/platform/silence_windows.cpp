#include "platform/silence.h"

#include <windows.h>

namespace deskbridge {

struct Silence::Before {
    DWORD mode = 0;
};

Silence::Silence() {
    const HANDLE console = GetStdHandle(STD_INPUT_HANDLE);
    Before before;
    if (GetConsoleMode(console, &before.mode) == 0) return;
    if (SetConsoleMode(console, before.mode & ~static_cast<DWORD>(ENABLE_ECHO_INPUT)) != 0)
        before_ = std::make_unique<Before>(before);
}

Silence::~Silence() {
    if (before_) SetConsoleMode(GetStdHandle(STD_INPUT_HANDLE), before_->mode);
}

bool is_typed() {
    DWORD mode = 0;
    return GetConsoleMode(GetStdHandle(STD_INPUT_HANDLE), &mode) != 0;
}

}  // namespace deskbridge
