// A folder that goes away with the test, and sample values.
#pragma once

#include "store/sqlite_link_store.h"
#include "support/fast_place.h"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <unistd.h>

namespace deskbridge::scratch {

class Folder {
public:
    Folder() {
        static std::atomic<int> number = 0;
        path_ = fast_place() /
                ("deskbridge-store-" + std::to_string(::getpid()) + "-" + std::to_string(++number));
        std::filesystem::create_directories(path_);
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    std::filesystem::path file(const std::string& name = "state.db") const { return path_ / name; }

private:
    std::filesystem::path path_;
};

inline Time at(std::int64_t seconds) {
    return Time{std::chrono::seconds{seconds}};
}

inline AgentRole role_of(const std::filesystem::path& file) {
    return std::get<AgentRole>(AgentRole::take(file));
}

/// A file with one tenant, and an agent at work on it.
struct Desk {
    Folder folder;
    AgentRole role = role_of(folder.file());
    SqliteLinkStore store{folder.file()};
    TenantId tenant = store.tenant("acme").id;

    Desk() { store.act_as(role); }

    void collect(const std::vector<std::string>& tickets, Lane lane = Lane::live) {
        store.collect(tenant, lane, tickets, {"newest", "1"});
    }
    std::vector<std::string> ready_ids(Time now = at(0), std::size_t limit = 1000) {
        std::vector<std::string> ids;
        for (const auto& item : store.ready(tenant, now, limit)) ids.push_back(item.ticket_id);
        return ids;
    }
};

inline Intent intent_for(const std::string& ticket, Intent::Kind kind = Intent::Kind::create) {
    Intent intent;
    intent.kind = kind;
    intent.ticket_id = ticket;
    intent.ticket_url = "https://desk.example/app#/t/" + ticket;
    intent.mapping = "Ticket to bug";
    intent.key = "00ff10203040506070809000a0b0c0d0";
    intent.project = "Widgets";
    intent.base = "12:System.Title5:Hello";
    intent.written_at = at(100);
    intent.server_time = at(101);
    return intent;
}

inline Link link_for(const std::string& ticket, WorkItemId item) {
    Link link;
    link.ticket_id = ticket;
    link.mapping = "Ticket to bug";
    link.work_item = item;
    link.revision = 1;
    link.project = "Widgets";
    link.ticket_url = "https://desk.example/app#/t/" + ticket;
    link.work_item_url = "https://dev.azure.example/acme/Widgets/_workitems/edit/" + std::to_string(item);
    link.key = "00ff10203040506070809000a0b0c0d0";
    link.linked_at = at(500);
    link.link_back = LinkBackState::pending;
    link.base = {{"System.Title", "Hello: 7:x"}, {"System.State", "Active"}, {"Empty", ""}};
    return link;
}

inline bool same(const Link& a, const Link& b) {
    return a.ticket_id == b.ticket_id && a.mapping == b.mapping && a.work_item == b.work_item &&
           a.revision == b.revision && a.project == b.project && a.ticket_url == b.ticket_url &&
           a.work_item_url == b.work_item_url && a.key == b.key && a.linked_at == b.linked_at &&
           a.link_back == b.link_back && a.link_back_attempts == b.link_back_attempts &&
           a.link_back_not_before == b.link_back_not_before && a.link_back_problem == b.link_back_problem &&
           a.base == b.base;
}

inline bool same(const Intent& a, const Intent& b) {
    return a.id == b.id && a.kind == b.kind && a.state == b.state && a.ticket_id == b.ticket_id &&
           a.ticket_url == b.ticket_url && a.mapping == b.mapping && a.key == b.key &&
           a.project == b.project && a.base == b.base && a.written_at == b.written_at &&
           a.server_time == b.server_time && a.fate == b.fate && a.looks == b.looks &&
           a.looked_at == b.looked_at;
}

inline std::string bytes_in(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

inline void write_bytes(const std::filesystem::path& file, const std::string& bytes) {
    std::ofstream(file, std::ios::binary | std::ios::trunc).write(bytes.data(), std::ssize(bytes));
}

/// The error that a step ends with; fails the test when there is none.
template <class Step>
SyncError error_of(const Step& step) {
    try {
        step();
    } catch (const SyncError& error) {
        return error;
    }
    throw std::logic_error("no error came");
}

inline bool says(const SyncError& error, const std::string& words) {
    return std::string(error.what()).find(words) != std::string::npos;
}

/// The last state of a file as a killed process leaves it: what other processes see on the disk now.
inline std::filesystem::path copy_of(const Folder& folder, const std::string& name) {
    const auto copy = folder.file(name);
    for (const char* part : {"", "-wal"}) {
        const auto from = folder.file().string() + part;
        if (std::filesystem::exists(from)) std::filesystem::copy_file(from, copy.string() + part);
    }
    return copy;
}

}  // namespace deskbridge::scratch
