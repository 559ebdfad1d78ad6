// A file on its way, gone with the one who carries it.
#pragma once

#include "contract/spool.h"

#include <string>
#include <utility>

namespace deskbridge {

/// A path of the spool for as long as it is needed.
class Spooled {
public:
    Spooled(Spool& spool, std::string path) : spool_(spool), path_(std::move(path)) {}
    ~Spooled() { spool_.discard(path_); }
    Spooled(const Spooled&) = delete;
    Spooled& operator=(const Spooled&) = delete;
    const std::string& path() const { return path_; }

private:
    Spool& spool_;
    std::string path_;
};

}  // namespace deskbridge
