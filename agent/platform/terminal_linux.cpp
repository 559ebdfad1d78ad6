#include "platform/terminal.h"

#include <cstdlib>
#include <fmt/format.h>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

namespace deskbridge {

bool is_terminal() {
    const char* kind = std::getenv("TERM");
    return ::isatty(STDERR_FILENO) == 1 && kind != nullptr && std::string_view(kind) != "dumb";
}

// systemd.exec(5): JOURNAL_STREAM is device and inode of what a service was started with; a child whose
// output was redirected inherits the variable, but not the file.
bool is_journal() {
    const char* stream = std::getenv("JOURNAL_STREAM");
    struct stat here {};
    return stream != nullptr && ::fstat(STDERR_FILENO, &here) == 0 &&
           fmt::format("{}:{}", static_cast<unsigned long long>(here.st_dev),
                       static_cast<unsigned long long>(here.st_ino)) == stream;
}

}  // namespace deskbridge
