#include "platform/service_host.h"

namespace deskbridge {

// systemd starts and stops plain programs; it knows no pause.
int host_service(const std::function<int()>& body, int (*)(const std::exception_ptr&)) {
    return body();
}

bool pause_requested() {
    return false;
}

void notify_ended(int) {}

void notify_paused() {}

}  // namespace deskbridge
