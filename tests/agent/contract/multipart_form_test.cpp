#include "contract/multipart_form.h"

#include "contract/sync_error.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <unistd.h>

using namespace deskbridge;
namespace fs = std::filesystem;

namespace {

struct Place {
    Place() : folder(fs::temp_directory_path() / ("deskbridge-form-" + std::to_string(::getpid()))) {
        fs::create_directories(folder);
        std::ofstream(folder / "note.txt", std::ios::binary) << "0123456789";
    }
    ~Place() { fs::remove_all(folder); }
    std::string file() const { return (folder / "note.txt").string(); }
    std::string form() const { return (folder / "note.form").string(); }
    fs::path folder;
};

std::string read(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

}  // namespace

TEST_CASE("a form holds texts and files between boundaries, and is as long as it says") {
    const Place place;
    MultipartForm form(place.form());
    form.add("JSON", "application/json", "{}");
    REQUIRE(form.add_file("file", "a.JPG", media_type_of("a.JPG"), place.file(), 10));
    form.end();
    const auto body = read(form.path());
    const auto type = form.type();
    const auto line = "--" + type.substr(type.find('=') + 1);
    CHECK(body == line +
                      "\r\nContent-Disposition: form-data; name=\"JSON\"\r\nContent-Type: "
                      "application/json\r\n\r\n{}\r\n" +
                      line +
                      "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.JPG\"\r\n"
                      "Content-Type: image/jpeg\r\n\r\n0123456789\r\n" +
                      line + "--\r\n");
    CHECK(form.bytes() == body.size());
}

TEST_CASE("a form is for its owner alone", "[linux]") {
    const Place place;
    const MultipartForm form(place.form());
    CHECK((fs::status(form.path()).permissions() & (fs::perms::group_all | fs::perms::others_all)) ==
          fs::perms::none);
}

TEST_CASE("a form is gone with its object, and no two have the same boundary") {
    const Place place;
    std::string type;
    {
        MultipartForm form(place.form());
        type = form.type();
        CHECK(fs::exists(place.form()));
    }
    CHECK_FALSE(fs::exists(place.form()));
    CHECK(MultipartForm(place.form()).type() != type);
}

TEST_CASE("a file that is shorter than was told spoils the form, and a place that takes nothing is told") {
    const Place place;
    MultipartForm form(place.form());
    CHECK_FALSE(form.add_file("file", "a.txt", media_type_of("a.txt"), place.file(), 11));
    CHECK_FALSE(form.add_file("file", "a.txt", media_type_of("a.txt"), place.file() + "x", 1));
    MultipartForm nowhere((place.folder / "missing" / "note.form").string());
    nowhere.add("JSON", "application/json", "{}");
    CHECK_THROWS_AS(nowhere.end(), SyncError);
}
