#include "http/socket_end.h"

#include <sys/socket.h>

namespace deskbridge {

void end_connection(int socket) {
    ::shutdown(socket, SHUT_RDWR);
}

bool reuse_means_left_over() {
    return true;
}

}  // namespace deskbridge
