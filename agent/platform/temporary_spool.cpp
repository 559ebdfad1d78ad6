#include "platform/temporary_spool.h"

#include "contract/sync_error.h"
#include "platform/random_key.h"

#include <array>
#include <fmt/format.h>
#include <fstream>
#include <sodium.h>

namespace deskbridge {

namespace fs = std::filesystem;

namespace {

SyncError disk_trouble(const fs::path& path) {
    return SyncError(
               Reach::run, Trouble::store,
               fmt::format("files cannot be kept on their way in {}", path.string()),
               "See that the folder can be written and that the disk has room; TMPDIR names another one.")
        .with(std::chrono::seconds{10});
}

}  // namespace

TemporarySpool::TemporarySpool(fs::path place) : place_(std::move(place)) {}

TemporarySpool::~TemporarySpool() {
    std::error_code ignored;
    if (!folder_.empty()) fs::remove_all(folder_, ignored);
}

std::string TemporarySpool::fresh() {
    std::error_code error;
    if (folder_.empty()) {
        const auto parent = place_.empty() ? fs::temp_directory_path(error) : place_;
        const auto folder = parent / ("deskbridge-" + random_key());
        if (error || !fs::create_directory(folder, error) || error) throw disk_trouble(parent);
        folder_ = folder;
        fs::permissions(folder_, fs::perms::owner_all, error);
        if (error) throw disk_trouble(folder_);
    }
    const auto path = folder_ / std::to_string(++count_);
    if (!std::ofstream(path, std::ios::binary)) throw disk_trouble(folder_);
    return path.string();
}

std::string TemporarySpool::hold(std::string_view content) {
    auto path = fresh();
    std::ofstream file(path, std::ios::binary);
    file.write(content.data(), static_cast<std::streamsize>(content.size()));
    file.close();
    if (!file) throw disk_trouble(folder_);
    return path;
}

SpooledFile TemporarySpool::measure(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw disk_trouble(path);
    SpooledFile out;
    crypto_generichash_state state;
    std::array<unsigned char, 16> hash{};
    std::array<char, 65536> block;
    crypto_generichash_init(&state, nullptr, 0, hash.size());
    while (file) {
        file.read(block.data(), block.size());
        const auto count = static_cast<std::uint64_t>(file.gcount());
        crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(block.data()), count);
        out.bytes += count;
    }
    crypto_generichash_final(&state, hash.data(), hash.size());
    for (const auto byte : hash) out.digest += fmt::format("{:02x}", byte);
    return out;
}

void TemporarySpool::discard(const std::string& path) {
    std::error_code ignored;
    fs::remove(path, ignored);
}

}  // namespace deskbridge
