#include "sandbox/azure_devops/calls.h"

#include <cstdio>
#include <fmt/format.h>

namespace sandbox::azure_devops {

namespace {

constexpr std::size_t hosted_limit = 60u * 1024 * 1024;
constexpr std::size_t server_limit = 4u * 1024 * 1024;
// What goes beyond this has to come in pieces.
constexpr std::size_t request_limit = 130u * 1000 * 1000;

void need_room(const Call& call, std::size_t size) {
    std::size_t limit = call.state.switches.attachment_limit;
    if (limit == 0) limit = is_hosted(call.options.level) ? hosted_limit : server_limit;
    if (size <= limit) return;
    throw Refusal(400, "AttachmentTooLargeException",
                  fmt::format("TF237082: The file you are trying to upload exceeds the supported file upload "
                              "size of {} bytes.",
                              limit));
}

void need_allowed_ending(const Call& call, const std::string& name) {
    for (const std::string& ending : call.state.switches.blocked_extensions) {
        if (lower(name).ends_with(lower(ending))) {
            throw bad_argument(fmt::format("Files of the kind '{}' cannot be attached.", ending));
        }
    }
}

std::string attachment_url(const Call& call, const Attachment& kept, bool with_name) {
    return fmt::format("{}{}{}/_apis/wit/attachments/{}{}", call.base, kept.project.empty() ? "" : "/",
                       kept.project, kept.id,
                       with_name ? "?fileName=" + percent_encode(kept.name) : std::string());
}

Reply reference(const Call& call, const Attachment& kept, bool with_name = true) {
    JsonObject out = new_object();
    out->set("id", kept.id);
    out->set("url", attachment_url(call, kept, with_name));
    return json_reply(call, out, 201);
}

// "bytes 0-39999/50000"
struct Range {
    std::size_t first = 0;
    std::size_t last = 0;
    std::size_t total = 0;
};

Range range_of(const Call& call) {
    const std::string text = trim(call.request.header("Content-Range"));
    unsigned long long first = 0, last = 0, total = 0;
    char rest = 0;
    const int read = std::sscanf(text.c_str(), "bytes %llu-%llu/%llu%c", &first, &last, &total, &rest);
    if (read != 3 || last < first || last >= total || last - first + 1 != call.request.body.size()) {
        throw bad_argument(fmt::format("The Content-Range '{}' is not valid for this body.", text));
    }
    return {static_cast<std::size_t>(first), static_cast<std::size_t>(last), static_cast<std::size_t>(total)};
}

const Attachment& kept_file(const Call& call) {
    const Attachment* kept = call.state.attachment(call.part("id"));
    if (kept == nullptr || !kept->whole) {
        throw Refusal(404, "AttachmentNotFoundException", "The attachment does not exist.");
    }
    return *kept;
}

}  // namespace

Reply upload_attachment(Call& call) {
    call.need_write();
    if (!call.part("id").empty()) throw no_route(percent_decode(call.request.path));
    const std::string name = call.asked("fileName").empty() ? "attachment" : call.asked("fileName");
    need_allowed_ending(call, name);
    const std::string project = call.project == nullptr ? "" : call.project->id;
    if (same(call.asked("uploadType"), "chunked")) {
        if (!call.request.body.empty()) throw bad_argument("A chunked upload begins without content.");
        Attachment& begun = call.state.attach(name, "", project);
        begun.whole = false;
        return reference(call, begun);
    }
    if (call.request.body.size() > request_limit) {
        throw Refusal(413, "HttpException", "Maximum request length exceeded.");
    }
    need_room(call, call.request.body.size());
    return reference(call, call.state.attach(name, call.request.body, project));
}

// One piece after the other; the last one makes the file whole.
Reply upload_piece(Call& call) {
    call.need_write();
    Attachment* begun = call.state.attachment(call.part("id"));
    if (begun == nullptr || begun->whole) {
        throw Refusal(404, "AttachmentNotFoundException", "There is no upload of that id.");
    }
    const Range range = range_of(call);
    need_room(call, range.total);
    if (range.first != begun->bytes.size() || range.total != begun->expected.value_or(range.total)) {
        throw bad_argument("The pieces of a chunked upload must follow each other.");
    }
    begun->expected = range.total;
    begun->bytes += call.request.body;
    begun->whole = begun->bytes.size() == range.total;
    return reference(call, *begun, false);
}

Reply download_attachment(Call& call) {
    const Attachment& kept = kept_file(call);
    Reply reply;
    reply.headers.emplace("Content-Type", "application/octet-stream");
    reply.headers.emplace("Content-Disposition",
                          fmt::format("attachment; filename*=UTF-8''{}", percent_encode(kept.name)));
    reply.body = kept.bytes;
    return reply;
}

}  // namespace sandbox::azure_devops
