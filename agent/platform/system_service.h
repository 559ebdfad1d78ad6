// The agent as a service of this system: systemd, or the service manager of Windows.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace deskbridge {

/// What is to run, and how it is told. Paths are absolute.
struct ServicePlan {
    std::filesystem::path program;
    std::filesystem::path config;
    /// Another system's root (an image that is being made): only files are written there, and nothing is
    /// started. Not on Windows.
    std::filesystem::path root;
};

struct ServiceState {
    bool installed = false;
    bool running = false;
    bool starts_with_system = false;
    long long process = 0;  ///< 0 = none
    std::string text;       ///< what the agent said last, or why it is not running
};

/// Registers the service, or changes what is registered, so that it starts with the system; does not start it
/// now. What was done, a sentence each. On failure: SyncError (run, configuration) with what is missing.
std::vector<std::string> install_service(const ServicePlan& plan);

/// Stops and unregisters it; configuration and state stay where they are. What was done.
std::vector<std::string> uninstall_service(const std::filesystem::path& root);

/// Both wait for the outcome. On failure: SyncError (run, configuration), also when it is not installed.
void start_service();
void stop_service();
/// Has a running one read its configuration anew.
void reload_service();

ServiceState service_state();

/// Where this program's file is.
std::filesystem::path own_program();

}  // namespace deskbridge
