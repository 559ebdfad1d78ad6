#include "platform/program_arguments.h"

namespace deskbridge {

std::vector<std::string> program_arguments(int argc, char** argv) {
    return {argv + (argc > 0 ? 1 : 0), argv + argc};
}

std::filesystem::path system_config() {
    return "/etc/deskbridge/deskbridge.json";
}

}  // namespace deskbridge
