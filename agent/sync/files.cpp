#include "sync/files.h"

#include "content/clip.h"
#include "content/picture.h"
#include "sync/spooled.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge {

namespace {

/// No file may fill the disk: what a server does not limit by itself is limited here.
constexpr std::uint64_t largest_file = std::uint64_t{2} * 1024 * 1024 * 1024;

std::string megabytes(std::uint64_t bytes) {
    return fmt::format("{:.1f} MB", static_cast<double>(bytes) / (1024.0 * 1024.0));
}

/// Without what no file system or header takes, and no longer than the tracker's limit, its ending kept.
std::string name_for(const File& file, std::size_t limit) {
    std::string name = single_line(file.name);
    for (char& c : name)
        if (static_cast<unsigned char>(c) < 0x20 ||
            std::string_view("/\\:*?\"<>|").find(c) != std::string_view::npos)
            c = '_';
    if (name.empty()) name = "file";
    if (limit == 0 || length_in(Unit::utf16, name) <= limit) return name;
    const auto dot = name.rfind('.');
    const std::string ending = dot == std::string::npos || name.size() - dot > 16 ? "" : name.substr(dot);
    return clip(name.substr(0, name.size() - ending.size()), limit - ending.size()).text + ending;
}

class Carrier {
public:
    Carrier(Tenant& tenant, const FileOrder& order)
        : tenant_(tenant), order_(order), limits_(tenant.work.file_limits()) {}

    FilesCarried carry() {
        for (const auto& address : order_.shown)
            if (auto file = tenant_.desk.file_at(address)) in_text_.push_back(std::move(*file));
        for (const auto& address : picture_addresses(order_.html)) picture(address);
        for (const auto& file : order_.files)
            if (!is_in_the_text(file)) attach(file);
        if (left_out_ > 0)
            note(fmt::format("{} more file{} stay on the ticket: an item takes {}", left_out_,
                             left_out_ == 1 ? "" : "s", limits_.count));
        done_.html =
            addresses_.empty() ? order_.html : with_pictures(order_.html, [&](const std::string& address) {
                const auto found = addresses_.find(address);
                return found == addresses_.end() ? address : found->second;
            });
        return std::move(done_);
    }

private:
    void picture(const std::string& address) {
        const auto file = tenant_.desk.file_at(address);
        if (!file) return;
        in_text_.push_back(*file);
        if (const auto url = kept(*file)) addresses_[address] = *url;
    }

    bool is_in_the_text(const File& file) const {
        return std::any_of(in_text_.begin(), in_text_.end(), [&](const File& shown) {
            return shown.id == file.id || (!file.url.empty() && shown.url == file.url);
        });
    }

    void attach(const File& file) {
        const auto there = order_.there.size() + done_.attachments.size();
        if (limits_.count > 0 && there >= limits_.count) {
            ++left_out_;
            return;
        }
        const auto url = kept(file);
        if (!url || is_there(*url)) return;
        done_.attachments.push_back(
            {*url, name_for(file, limits_.name_length), std::string(carried_from_ticket)});
    }

    bool is_there(const std::string& url) const {
        const auto same = [&](const Attachment& a) {
            return a.url.substr(0, a.url.find('?')) == url.substr(0, url.find('?'));
        };
        return std::any_of(order_.there.begin(), order_.there.end(), same) ||
               std::any_of(done_.attachments.begin(), done_.attachments.end(), same);
    }

    /// Where the tracker keeps it; nothing when it stays on the ticket, which is noted.
    std::optional<std::string> kept(const File& file) {
        if (const auto known = tenant_.store.file(tenant_.record.id, order_.project, file.id))
            return known->url;
        if (limits_.bytes > 0 && file.bytes > limits_.bytes) return too_large(file, file.bytes);
        const Spooled spooled(tenant_.spool, tenant_.spool.fresh());
        if (!fetch(file, spooled.path())) return {};
        const auto content = tenant_.spool.measure(spooled.path());
        KeptFile keep{file.id, content.digest, content.bytes, {}};
        if (const auto like = tenant_.store.file_like(tenant_.record.id, order_.project, content.digest)) {
            keep.url = like->url;
        } else {
            const auto sent = tenant_.work.upload(
                {order_.project, name_for(file, limits_.name_length), spooled.path(), content.bytes});
            if (sent.error) return stays(file, sent.error->what());
            keep.url = sent.url;
        }
        tenant_.store.keep(tenant_.record.id, order_.project, keep);
        return keep.url;
    }

    bool fetch(const File& file, const std::string& path) {
        const auto limit = limits_.bytes > 0 ? limits_.bytes : largest_file;
        const auto fetched = fetch_patiently(file, path, limit);
        if (fetched.error && fetched.error->trouble == Trouble::unreachable && !order_.give_up)
            throw *fetched.error;
        if (fetched.cut) too_large(file, 0);
        if (fetched.error) stays(file, fetched.error->what());
        return !fetched.cut && !fetched.error;
    }

    /// A file that its desk fails to give again and again must not hold up the rest for ever.
    FetchOutcome fetch_patiently(const File& file, const std::string& path, std::uint64_t limit) {
        if (!order_.give_up) return tenant_.desk.fetch(file, path, limit);
        try {
            return tenant_.desk.fetch(file, path, limit);
        } catch (const SyncError& error) {
            if (error.reach == Reach::run || error.trouble == Trouble::sign_in) throw;
            return {false, error};
        }
    }

    std::nullopt_t too_large(const File& file, std::uint64_t bytes) {
        const auto limit = limits_.bytes > 0 ? limits_.bytes : largest_file;
        return stays(file, fmt::format("{}larger than the {} that are taken",
                                       bytes > 0 ? megabytes(bytes) + ", " : "", megabytes(limit)));
    }
    std::nullopt_t stays(const File& file, std::string_view why) {
        note(fmt::format("the file \"{}\" stays on the ticket: {}", name_for(file, 200), why));
        return std::nullopt;
    }
    void note(std::string sentence) { done_.notes.push_back(std::move(sentence)); }

    Tenant& tenant_;
    const FileOrder& order_;
    FileLimits limits_;
    FilesCarried done_;
    std::vector<File> in_text_;
    std::map<std::string, std::string> addresses_;
    std::size_t left_out_ = 0;
};

}  // namespace

FilesCarried carry_files(Tenant& tenant, const FileOrder& order) {
    return Carrier(tenant, order).carry();
}

std::optional<Attachment> carry_text(Tenant& tenant, const std::string& project, const TextFile& text,
                                     std::vector<std::string>& notes) {
    const auto limits = tenant.work.file_limits();
    const auto name = name_for({.id = {}, .name = text.name}, limits.name_length);
    const Spooled spooled(tenant.spool, tenant.spool.hold(text.content));
    const auto content = tenant.spool.measure(spooled.path());
    if (const auto like = tenant.store.file_like(tenant.record.id, project, content.digest))
        return Attachment{like->url, name, std::string(carried_from_ticket)};
    const auto sent = tenant.work.upload({project, name, spooled.path(), content.bytes});
    if (sent.error) {
        notes.push_back(fmt::format("the whole text is on the ticket only: {}", sent.error->what()));
        return {};
    }
    tenant.store.keep(tenant.record.id, project,
                      {"text:" + content.digest, content.digest, content.bytes, sent.url});
    return Attachment{sent.url, name, std::string(carried_from_ticket)};
}

}  // namespace deskbridge
