#include "sandbox/program/command_line.h"

#include <windows.h>

#include <shellapi.h>

namespace sandbox {

namespace {

std::string utf8(const wchar_t* text) {
    const int bytes = WideCharToMultiByte(CP_UTF8, 0, text, -1, nullptr, 0, nullptr, nullptr);
    if (bytes <= 0) return {};
    std::string out(static_cast<std::size_t>(bytes), '\0');
    WideCharToMultiByte(CP_UTF8, 0, text, -1, out.data(), bytes, nullptr, nullptr);
    out.pop_back();  // the zero at its end
    return out;
}

}  // namespace

// main's own words are in the system's code page, which has not every letter.
std::vector<std::string> command_line(int, char**) {
    int count = 0;
    wchar_t** words = CommandLineToArgvW(GetCommandLineW(), &count);
    std::vector<std::string> line;
    for (int i = 0; words != nullptr && i < count; ++i) line.push_back(utf8(words[i]));
    LocalFree(words);
    return line;
}

}  // namespace sandbox
