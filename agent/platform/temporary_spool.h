// Files on their way, in a folder of their own that goes with the process.
#pragma once

#include "contract/spool.h"

#include <filesystem>

namespace deskbridge {

/// Makes the folder (readable by this account alone) with the first file, below `place` or the system's
/// temporary folder.
class TemporarySpool : public Spool {
public:
    explicit TemporarySpool(std::filesystem::path place = {});
    ~TemporarySpool() override;
    TemporarySpool(const TemporarySpool&) = delete;
    TemporarySpool& operator=(const TemporarySpool&) = delete;

    std::string fresh() override;
    std::string hold(std::string_view content) override;
    SpooledFile measure(const std::string& path) override;
    void discard(const std::string& path) override;

private:
    std::filesystem::path place_;
    std::filesystem::path folder_;
    int count_ = 0;
};

}  // namespace deskbridge
