// What sockets need to be told in the words of the operating system.
#pragma once

namespace deskbridge {

/// Ends the connection in both directions, so that whoever reads or writes it returns at once. The socket
/// itself stays open and with its owner. Any thread; a socket that is no longer connected is left as it is.
void end_connection(int socket);

/// True where SO_REUSEADDR takes over the left-overs of connections that have ended, and nothing that lives.
bool reuse_means_left_over();

}  // namespace deskbridge
