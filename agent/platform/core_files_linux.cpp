#include "platform/core_files.h"

#include <sys/prctl.h>
#include <sys/resource.h>

namespace deskbridge {

void leave_no_core_file() {
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    // a core that goes through a pipe to a program of the system knows no limit (core(5))
    ::prctl(PR_SET_DUMPABLE, 0);
}

}  // namespace deskbridge
