// The log of the system besides our own: what an administrator looks at first.
#pragma once

#include "contract/log.h"

#include <memory>

namespace deskbridge {

/// On Windows the event log: warnings and errors, by the source that `service install` registers. Elsewhere
/// null, because standard error is the journal's already.
std::unique_ptr<Log> system_log();

/// Writes to both; the second one may be null. They outlive it.
class BothLogs : public Log {
public:
    BothLogs(Log& first, Log* second) : first_(first), second_(second) {}
    void write(const LogLine& line) override {
        first_.write(line);
        if (second_ != nullptr) second_->write(line);
    }

private:
    Log& first_;
    Log* second_;
};

}  // namespace deskbridge
