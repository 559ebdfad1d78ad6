#include "platform/browser.h"
#include "platform/wide_text.h"

#include <windows.h>

#include <shellapi.h>

namespace deskbridge {

// The shell starts the browser, with the person's own environment.
bool open_in_browser(const std::string& url) {
    constexpr INT_PTR highest_error = 32;
    const auto started = ShellExecuteW(nullptr, L"open", wide(url).c_str(), nullptr, nullptr, SW_SHOWNORMAL);
    return reinterpret_cast<INT_PTR>(started) > highest_error;
}

}  // namespace deskbridge
