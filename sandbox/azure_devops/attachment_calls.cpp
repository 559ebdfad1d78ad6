#include "sandbox/azure_devops/calls.h"

#include <fmt/format.h>

namespace sandbox::azure_devops {

namespace {

constexpr std::size_t hosted_limit = 60u * 1024 * 1024;
constexpr std::size_t server_limit = 4u * 1024 * 1024;

}  // namespace

Reply upload_attachment(Call& call) {
    call.need_write();
    if (!call.part("id").empty()) throw no_route(percent_decode(call.request.path));
    if (same(call.asked("uploadType"), "chunked")) {
        throw bad_argument("Chunked upload is not supported by this stand-in.");
    }
    const std::size_t limit = is_hosted(call.options.level) ? hosted_limit : server_limit;
    if (call.request.body.size() > limit) {
        throw Refusal(
            400, "AttachmentTooLargeException",
            fmt::format("TF237082: The file you are trying to upload exceeds the supported file upload "
                        "size of {} bytes.",
                        limit));
    }
    const std::string name = call.asked("fileName").empty() ? "attachment" : call.asked("fileName");
    const Attachment& kept = call.state.attach(name, call.request.body);
    JsonObject out = new_object();
    out->set("id", kept.id);
    out->set("url", fmt::format("{}/_apis/wit/attachments/{}?fileName={}", call.base, kept.id,
                                percent_encode(name)));
    return json_reply(call, out, 201);
}

Reply download_attachment(Call& call) {
    const Attachment* kept = call.state.attachment(call.part("id"));
    if (kept == nullptr) {
        throw Refusal(404, "AttachmentNotFoundException", "The attachment does not exist.");
    }
    Reply reply;
    reply.headers.emplace("Content-Type", "application/octet-stream");
    reply.headers.emplace("Content-Disposition",
                          fmt::format("attachment; filename*=UTF-8''{}", percent_encode(kept->name)));
    reply.body = kept->bytes;
    return reply;
}

}  // namespace sandbox::azure_devops
