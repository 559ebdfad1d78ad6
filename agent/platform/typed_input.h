// What people type, or give to a program by a file or a pipe.
#pragma once

#include <cstddef>
#include <string>

namespace deskbridge {

/// Standard input, whole: from a terminal one line, after `prompt` on standard error and without showing what
/// is typed; from a file or a pipe everything, at most `limit` bytes. Line ends at the end are left out.
std::string read_unseen(const std::string& prompt, std::size_t limit);

/// One line of standard input, shown as it is typed.
std::string read_line(const std::string& prompt);

}  // namespace deskbridge
