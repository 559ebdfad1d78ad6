#include "platform/core_files.h"

#include <windows.h>

namespace deskbridge {

// Error reporting would keep a dump, and show a window that nobody of a service closes.
void leave_no_core_file() {
    SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX);
}

}  // namespace deskbridge
