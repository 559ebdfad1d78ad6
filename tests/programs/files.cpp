#include "programs/files.h"

#include <cstdlib>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace programs {

namespace fs = std::filesystem;

namespace {

fs::path named_by(const char* variable, const fs::path& otherwise) {
    const char* value = std::getenv(variable);
    return value != nullptr ? fs::path(value) : otherwise;
}

}  // namespace

Folder::Folder() {
    std::string pattern = (fs::temp_directory_path() / "deskbridge-test.XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("a folder cannot be made");
    path_ = pattern;
}

Folder::~Folder() {
    std::error_code ignored;  // what cannot be removed is no reason to fail a test
    fs::remove_all(path_, ignored);
}

std::string text_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) throw std::runtime_error(fmt::format("{} cannot be read", file.string()));
    return {std::istreambuf_iterator<char>(in), {}};
}

void write_file(const fs::path& file, const std::string& text) {
    fs::create_directories(file.parent_path());
    std::ofstream out(file, std::ios::binary);
    if (out) fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write, fs::perm_options::replace);
    out << text << std::flush;
    if (!out) throw std::runtime_error(fmt::format("{} cannot be written", file.string()));
}

std::string built_program(const std::string& name) {
    return (named_by("DESKBRIDGE_BUILD", fs::current_path()) / "bin" / name).string();
}

fs::path data_folder() {
    return named_by("DESKBRIDGE_DATA",
                    named_by("DESKBRIDGE_SOURCE", fs::current_path()) / ".." / "shared" / "data");
}

}  // namespace programs
