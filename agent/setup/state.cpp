#include "setup/state.h"

#include "contract/sync_error.h"
#include "platform/random_key.h"

#include <fmt/format.h>

namespace deskbridge {

namespace fs = std::filesystem;

StateCopy::StateCopy(const fs::path& state)
    : folder_(fs::temp_directory_path() / ("deskbridge-" + random_key())), file_(folder_ / "state.db") {
    fs::create_directory(folder_);
    fs::permissions(folder_, fs::perms::owner_all);
    if (fs::exists(state)) SqliteLinkStore(state).backup(file_);
}

StateCopy::~StateCopy() {
    std::error_code ignored;  // a temporary folder that cannot be removed is no reason to fail
    fs::remove_all(folder_, ignored);
}

std::unique_ptr<SqliteLinkStore> StateCopy::open() const {
    return std::make_unique<SqliteLinkStore>(file_);
}

std::unique_ptr<SqliteLinkStore> open_existing(const fs::path& state) {
    if (!fs::exists(state))
        throw SyncError(Reach::run, Trouble::store,
                        fmt::format("there is no state file {} yet", state.string()),
                        "it is made by the first run, backfill or sync");
    return std::make_unique<SqliteLinkStore>(state);
}

}  // namespace deskbridge
