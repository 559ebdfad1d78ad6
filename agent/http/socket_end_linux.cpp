#include "http/socket_end.h"

#include <sys/socket.h>

namespace deskbridge {

void end_connection(int socket) {
    ::shutdown(socket, SHUT_RDWR);
}

}  // namespace deskbridge
