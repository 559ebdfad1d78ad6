#include "sandbox/azure_devops/refusal.h"

#include <fmt/format.h>

namespace sandbox::azure_devops {

Refusal item_not_found(int id) {
    return {
        404, "WorkItemUnauthorizedAccessException",
        fmt::format("TF401232: Work item {} does not exist, or you do not have permissions to read it.", id)};
}

Refusal project_not_found(const std::string& name) {
    Refusal refusal(
        404, "ProjectDoesNotExistWithNameException",
        fmt::format("TF200016: The following project does not exist: {}. Verify that the name of the "
                    "project is correct and that the project exists on the specified Azure DevOps "
                    "Server.",
                    name));
    refusal.event_id = 3000;
    refusal.space = "Microsoft.TeamFoundation.Core.WebApi";
    return refusal;
}

Refusal bad_argument(const std::string& message) {
    Refusal refusal(400, "VssPropertyValidationException", message);
    refusal.event_id = 3000;
    return refusal;
}

void refuse_characters_beyond_xml(std::string_view utf8) {
    for (; !utf8.empty(); utf8.remove_prefix(1)) {
        const int byte = static_cast<unsigned char>(utf8.front());
        const bool control = byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r';
        const bool last = utf8.starts_with("\xEF\xBF\xBE") || utf8.starts_with("\xEF\xBF\xBF");
        if (!control && !last) continue;
        throw Refusal(
            400, "ArgumentException",
            fmt::format("TF20507: The string argument contains a character that is not valid:'u{:04X}'. "
                        "Correct the argument, and then try the operation again.",
                        control ? byte : 0xFFC0 + static_cast<unsigned char>(utf8[2]) - 0x80));
    }
}

Refusal no_route(const std::string& path) {
    Refusal refusal(
        404, "HttpException",
        fmt::format("The controller for path '{}' was not found or does not implement IController.", path));
    refusal.plain = true;
    return refusal;
}

}  // namespace sandbox::azure_devops
