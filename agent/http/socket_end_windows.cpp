#include "http/socket_end.h"

#include <winsock2.h>

namespace deskbridge {

void end_connection(int socket) {
    ::shutdown(static_cast<SOCKET>(socket), SD_BOTH);
}

// there it lets two programs share a port
bool reuse_means_left_over() {
    return false;
}

}  // namespace deskbridge
