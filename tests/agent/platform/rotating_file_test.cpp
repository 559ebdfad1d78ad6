#include "platform/rotating_file.h"

#include "contract/sync_error.h"
#include "platform/random_key.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>
#include <string>

using namespace deskbridge;
namespace fs = std::filesystem;

namespace {

struct Place {
    fs::path folder = fs::temp_directory_path() / ("rotating-" + random_key());
    fs::path file = folder / "agent.log";
    Place() { fs::create_directory(folder); }
    ~Place() {
        std::error_code ignored;
        fs::remove_all(folder, ignored);
    }
    std::string text(const char* end = "") const {
        std::ostringstream all;
        all << std::ifstream(file.string() + end).rdbuf();
        return all.str();
    }
    std::size_t files() const {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
    }
};

}  // namespace

TEST_CASE("a full log file makes room, lines stay whole, and no more files are kept than said") {
    const Place place;
    {
        RotatingFile out(place.file, 20, 2);
        for (int line = 1; line <= 9; ++line) out << "line number " << line << '\n' << std::flush;
    }
    CHECK(place.text() == "line number 9\n");
    CHECK(place.text(".1") == "line number 8\n");
    CHECK(place.text(".2") == "line number 7\n");
    CHECK(place.files() == 3);
}

TEST_CASE("a log file that is there already is gone on with, and counts") {
    const Place place;
    std::ofstream(place.file) << "from before\n";
    RotatingFile out(place.file, 20, 2);
    out << "x\n" << std::flush;
    CHECK(place.text() == "from before\nx\n");
    out << "too much\n" << std::flush;
    CHECK(place.text() == "too much\n");
    CHECK(place.text(".1") == "from before\nx\n");
}

TEST_CASE("a month of lines takes no more room than the files that are kept") {
    const Place place;
    constexpr std::uint64_t size = 4096;
    RotatingFile out(place.file, size, 3);
    for (int line = 0; line < 50'000; ++line) out << "a cycle of a tenant with nothing to do\n" << std::flush;
    std::uintmax_t all = 0;
    for (const auto& entry : fs::directory_iterator(place.folder)) all += entry.file_size();
    CHECK(place.files() == 4);
    CHECK(all <= 4 * size);
    CHECK(all > 3 * size);
}

TEST_CASE("a log file that cannot be written is said at the start") {
    try {
        RotatingFile out("/nowhere/at/all/agent.log");
        FAIL("no error came");
    } catch (const SyncError& error) {
        CHECK(error.trouble == Trouble::configuration);
        CHECK(std::string(error.what()).find("/nowhere/at/all/agent.log") != std::string::npos);
        CHECK(error.hint.find("--log-file") != std::string::npos);
    }
}
