#include "platform/system_log.h"

namespace deskbridge {

std::unique_ptr<Log> system_log() {
    return nullptr;
}

}  // namespace deskbridge
