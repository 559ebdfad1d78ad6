#include "platform/terminal.h"

#include <windows.h>

namespace deskbridge {

// A console of Windows 10 redraws a line when it is asked to; an older one refuses, and gets plain lines.
bool is_terminal() {
    const HANDLE console = GetStdHandle(STD_ERROR_HANDLE);
    DWORD mode = 0;
    return GetConsoleMode(console, &mode) != 0 &&
           SetConsoleMode(console, mode | ENABLE_VIRTUAL_TERMINAL_PROCESSING) != 0;
}

bool is_journal() {
    return false;
}

}  // namespace deskbridge
