// Ends a connection from outside, in the words of the operating system.
#pragma once

namespace deskbridge {

/// Ends the connection in both directions, so that whoever reads or writes it returns at once. The socket
/// itself stays open and with its owner. Any thread; a socket that is no longer connected is left as it is.
void end_connection(int socket);

}  // namespace deskbridge
