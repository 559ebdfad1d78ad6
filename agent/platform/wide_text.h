// Texts as Windows takes them, and its errors as sentences. Only for files ..._windows.cpp.
#pragma once

#include <string>
#include <string_view>

namespace deskbridge {

std::wstring wide(std::string_view utf8);
std::string narrow(std::wstring_view text);

/// "Access is denied. (5)" for an error number of Windows.
std::string windows_error(unsigned long code);

}  // namespace deskbridge
