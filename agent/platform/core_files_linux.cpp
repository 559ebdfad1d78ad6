#include "platform/core_files.h"

#include <sys/resource.h>

namespace deskbridge {

void leave_no_core_file() {
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
}

}  // namespace deskbridge
