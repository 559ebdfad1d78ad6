// For the tests: what the services window of Windows does with a service, and wine's programs have no word
// for.
//   control pause|continue     waits until the service deskbridge says so itself; 0 when it does
#include <cstdio>
#include <cstring>
#include <windows.h>

int main(int count, char** words) {
    const bool pause = count > 1 && std::strcmp(words[1], "pause") == 0;
    const DWORD wanted = pause ? SERVICE_PAUSED : SERVICE_RUNNING;
    const auto manager = OpenSCManagerW(nullptr, nullptr, SC_MANAGER_CONNECT);
    const auto service = OpenServiceW(manager, L"deskbridge", SERVICE_PAUSE_CONTINUE | SERVICE_QUERY_STATUS);
    SERVICE_STATUS status{};
    if (ControlService(service, pause ? SERVICE_CONTROL_PAUSE : SERVICE_CONTROL_CONTINUE, &status) == 0) {
        std::printf("refused: %lu\n", GetLastError());
        return 1;
    }
    const DWORD at_once = status.dwCurrentState;
    while (QueryServiceStatus(service, &status) != 0 && status.dwCurrentState != wanted &&
           status.dwCurrentState != SERVICE_STOPPED)
        Sleep(50);
    std::printf("%lu, then %lu\n", at_once, status.dwCurrentState);
    return status.dwCurrentState == wanted ? 0 : 1;
}
