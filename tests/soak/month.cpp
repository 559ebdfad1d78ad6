#include "month.h"

#include "platform/random_key.h"
#include "store/sqlite_link_store.h"
#include "support/fast_place.h"

#include <algorithm>
#include <fmt/format.h>
#include <malloc.h>

namespace deskbridge::soak {

namespace fs = std::filesystem;
using namespace std::chrono;
using namespace workbench;

namespace {

constexpr int first_hour = 8, last_hour = 18;
constexpr int new_tickets_a_day = 10, deeds_an_hour = 6;
/// People work on what is new; an older ticket is touched now and then.
constexpr std::size_t in_hand = 60;
const std::string engineer = "maren.holt@meridian.example";
const std::string customer = "ines@nordhafen.example";

fs::path new_folder() {
    auto folder = fast_place() / ("deskbridge-soak-" + random_key());
    fs::create_directories(folder);
    return folder;
}

std::size_t entries_of(const fs::path& folder) {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

std::uintmax_t size_of(const fs::path& file) {
    std::error_code ignored;
    const auto size = fs::file_size(file, ignored);
    return ignored ? 0 : size;
}

}  // namespace

Scene Month::scene() {
    Scene scene;
    scene.two_way = true;
    scene.batch = 50;
    scene.desk_page = 50;
    return scene;
}

Month::Month()
    : sides_(scene()),
      folder_(new_folder()),
      log_file_(folder_ / "agent.log", log_size, logs_kept),
      log_(log_file_, LogFormat::text, sides_.clock, Level::debug) {
    sides_.traffic.judge = [this](const std::string&, const HttpRequest&, std::size_t) {
        if (!network_fails_ || below(3) != 0) return Passage::through;
        return mishaps()[static_cast<std::size_t>(below(static_cast<int>(mishaps().size())))];
    };
}

Month::~Month() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

// not std::uniform_int_distribution, which is another one in every library
int Month::below(int limit) {
    return static_cast<int>(chance_() % static_cast<unsigned>(limit));
}

void Month::work(int days) {
    for (int i = 0; i < days; ++i) day(day_++, true);
}

void Month::pause(int days) {
    for (int i = 0; i < days; ++i) day(day_++, false);
}

void Month::day(int number, bool people) {
    for (int at = 0; at < 24; ++at) hour(number, at, people);
}

void Month::hour(int number, int at, bool people) {
    const bool working = people && at >= first_hour && at < last_hour;
    network_fails_ = people && at == first_hour + number % (last_hour - first_hour);
    if (at == 3 && number % 3 == 0) sides_.restart();
    if (at == 12 && number % 5 == 0) sides_.clock.jump(number % 2 == 0 ? minutes{90} : minutes{-90});
    // the machine sleeps: time goes on and nothing of ours does
    if (at == 1) return sides_.clock.step(hours{1});
    for (int deed = 0; deed < deeds_an_hour; ++deed) {
        if (working) act();
        live_until(sides_.clock.now() + minutes{60 / deeds_an_hour});
    }
}

void Month::live_until(Time end) {
    while (sides_.clock.now() < end) {
        sides_.cycles(1);
        ++cycles_;
        // one for each cycle, which is more than the program says
        sides_.log.push_back({Level::info, "acme", "a cycle of a tenant", {{"seen", "12"}}});
        keep_log();
    }
}

void Month::keep_log() {
    for (const auto& line : sides_.log) log_.write(line);
    lines_ += sides_.log.size();
    sides_.log.clear();
}

void Month::act() {
    const auto tickets = sides_.desk.tickets();
    if (below((last_hour - first_hour) * deeds_an_hour) < new_tickets_a_day || tickets.empty()) {
        sides_.add({.subject = fmt::format("Subject {}", ++word_),
                    .messages = {{.html = fmt::format("<p>First words {}</p>", word_)}},
                    .department = "Engineering",
                    .priority = "Normal",
                    .labels = {"bug"},
                    .person_name = "Ines",
                    .person_email = customer},
                   {});
        return;
    }
    const auto span = static_cast<int>(below(20) == 0 ? tickets.size() : std::min(tickets.size(), in_hand));
    const auto& ticket = tickets[tickets.size() - 1 - static_cast<std::size_t>(below(span))];
    const auto item = ticket.fields.find("Work item");
    const bool linked = item != ticket.fields.end() && !item->second.empty();
    // now and then both at once
    if (!linked || below(3) != 0) on_ticket(ticket.id);
    if (linked && below(2) == 0) on_item(std::stoi(item->second));
}

void Month::on_ticket(long long ticket) {
    const auto word = fmt::format("word {}", ++word_);
    switch (below(4)) {
        case 0: sides_.desk.edit(ticket, {.subject = "Subject " + word}); break;
        case 1: sides_.desk.edit(ticket, {.priority = below(2) == 0 ? "High" : "Low"}); break;
        case 2: sides_.desk.write(ticket, {.html = "<p>" + word + "</p>", .by = customer}); break;
        default:
            sides_.desk.write(ticket,
                              {.html = "<p>" + word + "</p>",
                               .is_note = true,
                               .files = {{word + ".txt", "text/plain", "content of " + word, false}}});
    }
}

void Month::on_item(int item) {
    const auto word = fmt::format("word {}", ++word_);
    switch (below(4)) {
        case 0: sides_.work.edit(item, engineer, {{"System.Title", "Title " + word}}); break;
        case 1:
            sides_.work.edit(item, engineer, {{"Microsoft.VSTS.Common.Priority", below(2) == 0 ? "1" : "4"}});
            break;
        case 2: sides_.work.comment(item, engineer, "<div>" + word + "</div>"); break;
        default:
            sides_.work.attach(item, engineer, sides_.work.keep_file(word + ".log", "content of " + word));
    }
}

Measure Month::measure() {
    Measure out;
    {
        SqliteLinkStore store(sides_.state());
        const auto tenant = store.tenant("acme").id;
        out.links = store.count_links(tenant);
        out.waiting = store.waiting(tenant, Lane::live) + store.waiting(tenant, Lane::history);
        out.conflicts = store.conflicts(tenant, "", true).size();
    }
    out.write_ahead_log = size_of(sides_.state().string() + "-wal");
    const auto with_agent = mallinfo2().uordblks;
    sides_.kill();
    out.memory = with_agent - mallinfo2().uordblks;
    out.open_files = entries_of("/proc/self/fd");
    out.state_file = size_of(sides_.state());
    sides_.restart();
    for (const auto& file : fs::directory_iterator(folder_)) out.log += file.file_size();
    out.log_files = entries_of(folder_);
    out.cycles = cycles_;
    out.lines = lines_;
    return out;
}

}  // namespace deskbridge::soak
