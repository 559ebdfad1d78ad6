#include "platform/program_arguments.h"
#include "platform/wide_text.h"

#include <windows.h>

#include <shellapi.h>

namespace deskbridge {

// main's own arguments are in the system's code page, which has not every letter.
std::vector<std::string> program_arguments(int, char**) {
    SetConsoleOutputCP(CP_UTF8);
    int count = 0;
    wchar_t** words = CommandLineToArgvW(GetCommandLineW(), &count);
    std::vector<std::string> arguments;
    for (int i = 1; words != nullptr && i < count; ++i) arguments.push_back(narrow(words[i]));
    LocalFree(words);
    return arguments;
}

std::filesystem::path system_config() {
    const wchar_t* data = _wgetenv(L"ProgramData");
    return std::filesystem::path(data != nullptr ? data : L"C:\\ProgramData") / "deskbridge" /
           "deskbridge.json";
}

}  // namespace deskbridge
