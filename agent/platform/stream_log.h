// Log lines on a stream, for people or for machines.
#pragma once

#include "contract/clock.h"
#include "contract/log.h"

#include <mutex>
#include <ostream>

namespace deskbridge {

/// journal: what is written down by systemd, which adds the time: the level as "<4>" (sd-daemon(3)) in front.
enum class LogFormat { text, json, journal };

/// One line for each call, flushed. Control characters and line ends of a message are escaped, so that a line
/// stays a line whatever a remote system put into an error text. Stream and clock outlive it.
class StreamLog : public Log {
public:
    StreamLog(std::ostream& out, LogFormat format, const Clock& clock, Level least = Level::info);
    void write(const LogLine& line) override;

private:
    std::string as_text(const LogLine& line) const;
    std::string as_json(const LogLine& line) const;
    std::string as_journal(const LogLine& line) const;

    std::mutex mutex_;
    std::ostream& out_;
    LogFormat format_;
    const Clock& clock_;
    Level least_;
};

}  // namespace deskbridge
