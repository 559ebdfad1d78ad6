// service_host.h, service_notice.h and reload_request.h for Windows: all three speak over the one status of
// the service.

#include "platform/reload_request.h"
#include "platform/service_host.h"
#include "platform/service_notice.h"
#include "platform/stop.h"

#include <atomic>
#include <exception>
#include <mutex>
#include <windows.h>

namespace deskbridge {

namespace {

/// The agent ends within ten seconds of being asked.
constexpr DWORD stop_hint_ms = 15'000;
constexpr DWORD start_hint_ms = 60'000;

std::atomic<bool> reload_asked{false};
std::atomic<bool> pause_asked{false};

/// What the service manager was told last.
struct Status {
    std::mutex mutex;
    SERVICE_STATUS_HANDLE handle = nullptr;  ///< null = not a service
    DWORD state = SERVICE_STOPPED;
    DWORD progress = 0;

    void tell(DWORD next, DWORD hint_ms = 0, DWORD code = 0) {
        const std::lock_guard lock(mutex);
        if (handle == nullptr || (state == SERVICE_STOPPED && next != SERVICE_START_PENDING)) return;
        // a stop is final: nothing that was on its way takes it back
        if (state == SERVICE_STOP_PENDING && next != SERVICE_STOP_PENDING && next != SERVICE_STOPPED) return;
        state = next;
        SERVICE_STATUS status{};
        status.dwServiceType = SERVICE_WIN32_OWN_PROCESS;
        status.dwCurrentState = next;
        const bool pending = next == SERVICE_START_PENDING || next == SERVICE_STOP_PENDING ||
                             next == SERVICE_PAUSE_PENDING || next == SERVICE_CONTINUE_PENDING;
        if (next == SERVICE_RUNNING || next == SERVICE_PAUSED || next == SERVICE_PAUSE_PENDING ||
            next == SERVICE_CONTINUE_PENDING)
            status.dwControlsAccepted = SERVICE_ACCEPT_STOP | SERVICE_ACCEPT_PRESHUTDOWN |
                                        SERVICE_ACCEPT_PAUSE_CONTINUE | SERVICE_ACCEPT_PARAMCHANGE |
                                        SERVICE_ACCEPT_POWEREVENT;
        if (code != 0) {
            status.dwWin32ExitCode = ERROR_SERVICE_SPECIFIC_ERROR;
            status.dwServiceSpecificExitCode = code;
        }
        status.dwCheckPoint = pending ? ++progress : 0;
        status.dwWaitHint = hint_ms;
        SetServiceStatus(handle, &status);
    }
};

Status& status() {
    static Status one;
    return one;
}

/// PBT_APMRESUMEAUTOMATIC: the machine was asleep, so nothing that was open is trusted any more.
constexpr DWORD resumed = 0x12;

DWORD WINAPI on_control(DWORD control, DWORD event, void*, void*) {
    switch (control) {
        case SERVICE_CONTROL_STOP:
        case SERVICE_CONTROL_SHUTDOWN:
        case SERVICE_CONTROL_PRESHUTDOWN:
            status().tell(SERVICE_STOP_PENDING, stop_hint_ms);
            request_stop();
            return NO_ERROR;
        case SERVICE_CONTROL_PAUSE:
            pause_asked = true;
            status().tell(SERVICE_PAUSE_PENDING, stop_hint_ms);
            return NO_ERROR;
        case SERVICE_CONTROL_CONTINUE:
            pause_asked = false;
            status().tell(SERVICE_CONTINUE_PENDING, start_hint_ms);
            return NO_ERROR;
        case SERVICE_CONTROL_PARAMCHANGE: request_reload(); return NO_ERROR;
        case SERVICE_CONTROL_POWEREVENT:
            if (event == resumed) request_reload();
            return NO_ERROR;
        case SERVICE_CONTROL_INTERROGATE: return NO_ERROR;
        default: return ERROR_CALL_NOT_IMPLEMENTED;
    }
}

const std::function<int()>* hosted = nullptr;
int (*code_of_failure)(const std::exception_ptr&) = nullptr;
int hosted_code = 0;
std::exception_ptr hosted_failure;

void WINAPI service_main(DWORD, wchar_t**) {
    status().handle = RegisterServiceCtrlHandlerExW(L"deskbridge", on_control, nullptr);
    status().tell(SERVICE_START_PENDING, start_hint_ms);
    try {
        hosted_code = (*hosted)();
    } catch (...) {
        hosted_failure = std::current_exception();
        hosted_code = code_of_failure(hosted_failure);
    }
    // a failure is told by main, after the dispatcher has returned, which it does once this is said
    status().tell(SERVICE_STOPPED, 0, static_cast<DWORD>(hosted_code));
}

}  // namespace

int host_service(const std::function<int()>& body, int (*code_of)(const std::exception_ptr&)) {
    hosted = &body;
    code_of_failure = code_of;
    wchar_t name[] = L"deskbridge";
    SERVICE_TABLE_ENTRYW table[] = {{name, service_main}, {nullptr, nullptr}};
    if (StartServiceCtrlDispatcherW(table) == 0) return body();  // started by a person
    if (hosted_failure) std::rethrow_exception(hosted_failure);
    return hosted_code;
}

bool pause_requested() {
    return pause_asked;
}

void notify_ended(int code) {
    status().tell(SERVICE_STOPPED, 0, static_cast<DWORD>(code));
}

void notify_paused() {
    status().tell(SERVICE_PAUSED);
}

void notify_ready(const std::string&) {
    status().tell(SERVICE_RUNNING);
}

void notify_status(const std::string&) {}

void notify_reloading() {}

void notify_stopping() {
    status().tell(SERVICE_STOP_PENDING, stop_hint_ms);
}

void notify_alive() {}

std::optional<std::chrono::microseconds> watchdog_interval() {
    return {};
}

void watch_for_reload() {}

void request_reload() {
    reload_asked = true;
}

bool take_reload_request() {
    return reload_asked.exchange(false);
}

}  // namespace deskbridge
