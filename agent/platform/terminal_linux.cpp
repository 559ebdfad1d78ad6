#include "platform/terminal.h"

#include <cstdlib>
#include <string_view>
#include <unistd.h>

namespace deskbridge {

bool is_terminal() {
    const char* kind = std::getenv("TERM");
    return ::isatty(STDERR_FILENO) == 1 && kind != nullptr && std::string_view(kind) != "dumb";
}

}  // namespace deskbridge
