#include "commands/exit_code.h"

#include <algorithm>

namespace deskbridge {

int exit_code_of(const SyncError& error) {
    switch (error.trouble) {
        case Trouble::configuration: return exit_code::configuration;
        case Trouble::sign_in:
        case Trouble::forbidden: return exit_code::sign_in;
        case Trouble::limited:
        case Trouble::unreachable: return exit_code::unreachable;
        case Trouble::store: return exit_code::store;
        case Trouble::interrupted: return exit_code::interrupted;
        case Trouble::data: break;
    }
    return error.reach == Reach::item ? exit_code::attention : exit_code::unreachable;
}

int exit_code_of(const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const SyncError& error) {
        return exit_code_of(error);
    } catch (...) {
        return exit_code::store;
    }
}

int exit_code_of(const CycleReport& report, bool anything_parked) {
    if (report.trouble) return exit_code_of(*report.trouble);
    return anything_parked ? exit_code::attention : exit_code::done;
}

int worse(int left, int right) {
    return std::max(left, right);
}

}  // namespace deskbridge
