// What the system keeps of a program that crashed.
#pragma once

namespace deskbridge {

/// The memory of this process, in which secrets are, is not written to a file when it crashes. From main,
/// first.
void leave_no_core_file();

}  // namespace deskbridge
