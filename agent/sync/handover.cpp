#include "sync/handover.h"

#include "sync/spooled.h"

#include <fmt/format.h>

namespace deskbridge {

namespace {

/// No file may fill the disk: what a server does not limit by itself is limited here.
constexpr std::uint64_t largest_file = std::uint64_t{2} * 1024 * 1024 * 1024;

/// What may be otherwise in a while.
bool may_pass(const SyncError& error) {
    return error.trouble == Trouble::unreachable;
}

}  // namespace

std::optional<std::string> Handover::hand(const Attachment& file) {
    const Spooled spooled(tenant_.spool, tenant_.spool.fresh());
    if (!fetch(file, spooled.path())) return {};
    auto kept = upload(file, spooled.path());
    if (kept.error) {
        stays(file, kept.error->what());
        return {};
    }
    files.push_back(kept.url);
    names.push_back(file.name);
    return std::move(kept.url);
}

bool Handover::fetch(const Attachment& file, const std::string& path) {
    FetchOutcome fetched;
    try {
        fetched = tenant_.work.fetch(file, path, largest_file);
    } catch (const SyncError& error) {
        if (!give_up_ || !may_pass(error) || error.reach == Reach::run) throw;
        fetched.error = error;
    }
    if (fetched.error && may_pass(*fetched.error) && !give_up_) throw *fetched.error;
    if (fetched.cut) stays(file, "it is too large");
    if (fetched.error) stays(file, fetched.error->what());
    return !fetched.cut && !fetched.error;
}

UploadOutcome Handover::upload(const Attachment& file, const std::string& path) {
    auto kept = tenant_.desk.upload(file.name, path, tenant_.spool.measure(path).bytes);
    if (kept.error && may_pass(*kept.error) && !give_up_) throw *kept.error;
    return kept;
}

void Handover::stays(const Attachment& file, std::string_view why) {
    notes.push_back(fmt::format("the file \"{}\" stays on the work item: {}", file.name, why));
}

}  // namespace deskbridge
