// What the system keeps of a program that crashed.
#pragma once

namespace deskbridge {

/// The memory of this process, in which secrets are, is not written to a file when it crashes, nor to
/// be looked at by other programs of the account. From main, first.
void leave_no_core_file();

}  // namespace deskbridge
