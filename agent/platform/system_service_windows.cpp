#include "contract/service_account.h"
#include "contract/sync_error.h"
#include "platform/system_service.h"
#include "platform/wide_text.h"

#include <array>
#include <fmt/format.h>
#include <memory>
#include <windows.h>

#include <aclapi.h>
#include <sddl.h>

namespace deskbridge {

namespace fs = std::filesystem;

namespace {

constexpr const wchar_t* name = L"deskbridge";
constexpr const wchar_t* account = L"NT SERVICE\\deskbridge";
constexpr const wchar_t* source_key =
    L"SYSTEM\\CurrentControlSet\\Services\\EventLog\\Application\\deskbridge";
constexpr const wchar_t* description =
    L"Keeps help-desk tickets and Azure DevOps work items in step. Configuration, state and log: "
    L"ProgramData\\deskbridge.";
constexpr DWORD patience_ms = 60'000;
constexpr DWORD look_every_ms = 50;

struct CloseService {
    void operator()(SC_HANDLE handle) const { CloseServiceHandle(handle); }
};
using Service = std::unique_ptr<std::remove_pointer_t<SC_HANDLE>, CloseService>;

[[noreturn]] void fail(const std::string& what, unsigned long code) {
    throw SyncError(Reach::run, Trouble::configuration, fmt::format("{}: {}", what, windows_error(code)),
                    code == ERROR_SERVICE_DOES_NOT_EXIST ? "deskbridge service install"
                                                         : "This needs an administrator's prompt.");
}

Service manager(DWORD rights) {
    Service handle(OpenSCManagerW(nullptr, nullptr, rights));
    if (!handle) fail("the service manager refuses", GetLastError());
    return handle;
}

Service opened(DWORD rights) {
    Service handle(OpenServiceW(manager(SC_MANAGER_CONNECT).get(), name, rights));
    if (!handle) fail("the service deskbridge cannot be opened", GetLastError());
    return handle;
}

SERVICE_STATUS_PROCESS status_of(SC_HANDLE service) {
    SERVICE_STATUS_PROCESS status{};
    DWORD needed = 0;
    if (QueryServiceStatusEx(service, SC_STATUS_PROCESS_INFO, reinterpret_cast<BYTE*>(&status), sizeof status,
                             &needed) == 0)
        fail("the service's status cannot be read", GetLastError());
    return status;
}

/// False when it did not get there in time, or ended on the way.
bool wait_for(SC_HANDLE service, DWORD state) {
    for (DWORD waited = 0; waited < patience_ms; waited += look_every_ms) {
        const auto now = status_of(service).dwCurrentState;
        if (now == state) return true;
        if (now == SERVICE_STOPPED) return false;
        Sleep(look_every_ms);
    }
    return false;
}

/// The program of the service, to be waited for: "stopped" is said while it still ends, and until then its
/// file cannot be replaced or removed.
class Program {
public:
    explicit Program(DWORD process)
        : handle_(process == 0 ? nullptr : OpenProcess(SYNCHRONIZE, FALSE, process)) {}
    ~Program() {
        if (handle_ != nullptr) CloseHandle(handle_);
    }
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    void wait_for_end() const {
        if (handle_ != nullptr) WaitForSingleObject(handle_, patience_ms);
    }

private:
    HANDLE handle_;
};

std::wstring quoted(const fs::path& path) {
    return L"\"" + path.wstring() + L"\"";
}

/// ServiceMain's arguments are those of the start alone, so everything stands in the command line.
std::wstring command_line(const ServicePlan& plan, const fs::path& folder) {
    return quoted(plan.program) + L" --config " + quoted(plan.config) + L" --log-file " +
           quoted(folder / "log" / "deskbridge.log") + L" run";
}

/// A setting that an older Windows may not know is a remark, not a failure.
void configure(SC_HANDLE service, DWORD what, void* value, const char* meaning,
               std::vector<std::string>& done) {
    if (ChangeServiceConfig2W(service, what, value) == 0)
        done.push_back(fmt::format("{} could not be set: {}", meaning, windows_error(GetLastError())));
}

void configure_all(SC_HANDLE service, std::vector<std::string>& done) {
    SERVICE_DESCRIPTIONW told{const_cast<wchar_t*>(description)};
    configure(service, SERVICE_CONFIG_DESCRIPTION, &told, "the description", done);
    SERVICE_DELAYED_AUTO_START_INFO delayed{TRUE};
    configure(service, SERVICE_CONFIG_DELAYED_AUTO_START_INFO, &delayed, "the delayed start", done);
    std::array<SC_ACTION, 3> steps{
        {{SC_ACTION_RESTART, 15'000}, {SC_ACTION_RESTART, 60'000}, {SC_ACTION_RESTART, 300'000}}};
    SERVICE_FAILURE_ACTIONSW actions{};
    actions.dwResetPeriod = 24 * 60 * 60;
    actions.cActions = static_cast<DWORD>(steps.size());
    actions.lpsaActions = steps.data();
    configure(service, SERVICE_CONFIG_FAILURE_ACTIONS, &actions, "the restart after a failure", done);
    SERVICE_FAILURE_ACTIONS_FLAG also{TRUE};
    configure(service, SERVICE_CONFIG_FAILURE_ACTIONS_FLAG, &also, "the restart after an error", done);
    SERVICE_SID_INFO sid{SERVICE_SID_TYPE_UNRESTRICTED};
    configure(service, SERVICE_CONFIG_SERVICE_SID_INFO, &sid, "the service's own identity", done);
    SERVICE_PRESHUTDOWN_INFO shutdown{15'000};
    configure(service, SERVICE_CONFIG_PRESHUTDOWN_INFO, &shutdown, "the time at shutdown", done);
}

Service registered(const ServicePlan& plan, const fs::path& folder, std::vector<std::string>& done) {
    const auto manager_handle = manager(SC_MANAGER_CONNECT | SC_MANAGER_CREATE_SERVICE);
    const auto command = command_line(plan, folder);
    Service service(CreateServiceW(manager_handle.get(), name, L"deskbridge", SERVICE_ALL_ACCESS,
                                   SERVICE_WIN32_OWN_PROCESS, SERVICE_AUTO_START, SERVICE_ERROR_NORMAL,
                                   command.c_str(), nullptr, nullptr, L"Tcpip\0", account, nullptr));
    if (service) {
        done.push_back("registered the service deskbridge, to start with the system");
        return service;
    }
    if (GetLastError() != ERROR_SERVICE_EXISTS) fail("the service cannot be registered", GetLastError());
    service = opened(SERVICE_ALL_ACCESS);
    if (ChangeServiceConfigW(service.get(), SERVICE_NO_CHANGE, SERVICE_AUTO_START, SERVICE_NO_CHANGE,
                             command.c_str(), nullptr, nullptr, nullptr, nullptr, nullptr, nullptr) == 0)
        fail("the service cannot be changed", GetLastError());
    done.push_back("changed the service deskbridge, which was there already");
    return service;
}

/// The event viewer finds the text of messages in the program itself.
void register_event_source(const fs::path& program) {
    HKEY key = nullptr;
    if (RegCreateKeyExW(HKEY_LOCAL_MACHINE, source_key, 0, nullptr, 0, KEY_SET_VALUE, nullptr, &key,
                        nullptr) != ERROR_SUCCESS)
        return;
    const auto file = program.wstring();
    const DWORD types = EVENTLOG_ERROR_TYPE | EVENTLOG_WARNING_TYPE | EVENTLOG_INFORMATION_TYPE;
    RegSetValueExW(key, L"EventMessageFile", 0, REG_EXPAND_SZ, reinterpret_cast<const BYTE*>(file.c_str()),
                   static_cast<DWORD>((file.size() + 1) * sizeof(wchar_t)));
    RegSetValueExW(key, L"TypesSupported", 0, REG_DWORD, reinterpret_cast<const BYTE*>(&types), sizeof types);
    RegCloseKey(key);
}

/// System, administrators and the service itself; nobody else, since secrets may be beside the configuration.
void close_folder(const fs::path& folder, std::vector<std::string>& done) {
    const auto rights = std::wstring(L"D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1301bf;;;") +
                        service_account_sid + L")";
    PSECURITY_DESCRIPTOR wanted = nullptr;
    BOOL present = FALSE, defaulted = FALSE;
    PACL list = nullptr;
    DWORD code = ERROR_SUCCESS;
    if (ConvertStringSecurityDescriptorToSecurityDescriptorW(rights.c_str(), SDDL_REVISION_1, &wanted,
                                                             nullptr) == 0 ||
        GetSecurityDescriptorDacl(wanted, &present, &list, &defaulted) == 0)
        code = GetLastError();
    else
        code = SetNamedSecurityInfoW(const_cast<wchar_t*>(folder.wstring().c_str()), SE_FILE_OBJECT,
                                     DACL_SECURITY_INFORMATION | PROTECTED_DACL_SECURITY_INFORMATION, nullptr,
                                     nullptr, list, nullptr);
    LocalFree(wanted);
    done.push_back(
        code == ERROR_SUCCESS
            ? fmt::format("{} is open to administrators and the service alone", folder.string())
            : fmt::format("{} could not be closed to others: {}", folder.string(), windows_error(code)));
}

const char* word_for(DWORD state) {
    switch (state) {
        case SERVICE_RUNNING: return "running";
        case SERVICE_PAUSED: return "paused";
        case SERVICE_START_PENDING: return "starting";
        case SERVICE_STOP_PENDING: return "stopping";
        case SERVICE_STOPPED: return "stopped";
        default: return "on its way";
    }
}

void control(DWORD what, DWORD rights, const char* sentence) {
    SERVICE_STATUS status{};
    const auto service = opened(rights | SERVICE_QUERY_STATUS);
    if (ControlService(service.get(), what, &status) == 0) fail(sentence, GetLastError());
}

}  // namespace

std::vector<std::string> install_service(const ServicePlan& plan) {
    if (!plan.root.empty())
        throw SyncError(Reach::run, Trouble::configuration, "--root is for systems that run under systemd",
                        "Leave it out.");
    std::vector<std::string> done;
    const auto folder = plan.config.parent_path();
    std::error_code ignored;
    fs::create_directories(folder / "log", ignored);
    const auto service = registered(plan, folder, done);
    configure_all(service.get(), done);
    register_event_source(plan.program);
    close_folder(folder, done);
    done.push_back("now: deskbridge service start");
    return done;
}

std::vector<std::string> uninstall_service(const fs::path&) {
    const auto service = opened(SERVICE_STOP | SERVICE_QUERY_STATUS | DELETE);
    SERVICE_STATUS status{};
    const Program program(status_of(service.get()).dwProcessId);
    ControlService(service.get(), SERVICE_CONTROL_STOP, &status);
    // a file that still runs cannot be removed: whoever uninstalls waits for the end, whoever asked for it
    for (DWORD waited = 0; waited < patience_ms && status_of(service.get()).dwCurrentState != SERVICE_STOPPED;
         waited += look_every_ms)
        Sleep(look_every_ms);
    program.wait_for_end();
    if (DeleteService(service.get()) == 0) fail("the service cannot be removed", GetLastError());
    RegDeleteKeyW(HKEY_LOCAL_MACHINE, source_key);
    return {"removed the service deskbridge", "configuration, state and log are left as they are"};
}

void start_service() {
    const auto service = opened(SERVICE_START | SERVICE_QUERY_STATUS);
    if (StartServiceW(service.get(), 0, nullptr) == 0 && GetLastError() != ERROR_SERVICE_ALREADY_RUNNING)
        fail("the service cannot be started", GetLastError());
    if (!wait_for(service.get(), SERVICE_RUNNING))
        throw SyncError(Reach::run, Trouble::configuration, "the service did not get to work",
                        "Its log (log\\deskbridge.log beside the configuration) and the event log say why.");
}

void stop_service() {
    const auto service = opened(SERVICE_STOP | SERVICE_QUERY_STATUS);
    SERVICE_STATUS status{};
    const Program program(status_of(service.get()).dwProcessId);
    if (ControlService(service.get(), SERVICE_CONTROL_STOP, &status) == 0 &&
        GetLastError() != ERROR_SERVICE_NOT_ACTIVE)
        fail("the service cannot be stopped", GetLastError());
    if (status_of(service.get()).dwCurrentState != SERVICE_STOPPED &&
        !wait_for(service.get(), SERVICE_STOPPED) &&
        status_of(service.get()).dwCurrentState != SERVICE_STOPPED)
        throw SyncError(Reach::run, Trouble::configuration, "the service did not stop within a minute",
                        "Look into its log.");
    program.wait_for_end();
}

void reload_service() {
    control(SERVICE_CONTROL_PARAMCHANGE, SERVICE_PAUSE_CONTINUE, "the service does not take new parameters");
}

ServiceState service_state() {
    ServiceState state;
    Service service(
        OpenServiceW(manager(SC_MANAGER_CONNECT).get(), name, SERVICE_QUERY_STATUS | SERVICE_QUERY_CONFIG));
    if (!service) {
        if (GetLastError() == ERROR_SERVICE_DOES_NOT_EXIST) return state;
        fail("the service cannot be looked at", GetLastError());
    }
    state.installed = true;
    const auto status = status_of(service.get());
    state.running = status.dwCurrentState == SERVICE_RUNNING;
    state.process = status.dwProcessId;
    state.text = word_for(status.dwCurrentState);
    if (status.dwWin32ExitCode == ERROR_SERVICE_SPECIFIC_ERROR)
        state.text += fmt::format(", ended with {}", status.dwServiceSpecificExitCode);
    alignas(QUERY_SERVICE_CONFIGW) std::array<BYTE, 8192> raw{};
    auto* config = reinterpret_cast<QUERY_SERVICE_CONFIGW*>(raw.data());
    DWORD needed = 0;
    if (QueryServiceConfigW(service.get(), config, raw.size(), &needed) != 0)
        state.starts_with_system = config->dwStartType == SERVICE_AUTO_START;
    return state;
}

fs::path own_program() {
    std::wstring path(32'768, L'\0');
    path.resize(GetModuleFileNameW(nullptr, path.data(), static_cast<DWORD>(path.size())));
    return path;
}

}  // namespace deskbridge
