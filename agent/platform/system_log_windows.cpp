#include "platform/system_log.h"
#include "platform/wide_text.h"

#include <windows.h>

namespace deskbridge {

namespace {

/// The one message of packaging/windows/events.mc: "%1".
constexpr DWORD plain_message = 1;

class EventLog : public Log {
public:
    EventLog() : source_(RegisterEventSourceW(nullptr, L"deskbridge")) {}
    ~EventLog() override {
        if (source_ != nullptr) DeregisterEventSource(source_);
    }
    EventLog(const EventLog&) = delete;
    EventLog& operator=(const EventLog&) = delete;

    void write(const LogLine& line) override {
        if (source_ == nullptr || line.level < Level::warning) return;
        const auto text = wide(line.tenant.empty() ? line.message : line.tenant + ": " + line.message);
        const wchar_t* texts[] = {text.c_str()};
        ReportEventW(source_, line.level == Level::error ? EVENTLOG_ERROR_TYPE : EVENTLOG_WARNING_TYPE, 0,
                     plain_message, nullptr, 1, 0, texts, nullptr);
    }

private:
    HANDLE source_;
};

}  // namespace

std::unique_ptr<Log> system_log() {
    return std::make_unique<EventLog>();
}

}  // namespace deskbridge
