#include "contract/multipart_form.h"

#include "contract/sync_error.h"
#include "model/process.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <random>

namespace deskbridge {

namespace {

namespace fs = std::filesystem;

std::string new_boundary() {
    std::random_device source;
    std::string boundary = "deskbridge-";
    for (int i = 0; i < 4; ++i) {
        std::array<char, 9> digits{};
        std::snprintf(digits.data(), digits.size(), "%08x", static_cast<unsigned>(source()));
        boundary += digits.data();
    }
    return boundary;
}

}  // namespace

MultipartForm::MultipartForm(std::string path)
    : path_(std::move(path)), boundary_(new_boundary()), out_(path_, std::ios::binary | std::ios::trunc) {
    std::error_code ignored;
    fs::permissions(path_, fs::perms::owner_read | fs::perms::owner_write, ignored);
}

MultipartForm::~MultipartForm() {
    out_.close();
    std::error_code ignored;
    fs::remove(path_, ignored);
}

void MultipartForm::write(std::string_view text) {
    out_.write(text.data(), static_cast<std::streamsize>(text.size()));
    bytes_ += text.size();
}

void MultipartForm::add(std::string_view name, std::string_view content_type, std::string_view text) {
    write("--" + boundary_ + "\r\nContent-Disposition: form-data; name=\"");
    write(name);
    write("\"\r\nContent-Type: ");
    write(content_type);
    write("\r\n\r\n");
    write(text);
    write("\r\n");
}

bool MultipartForm::add_file(std::string_view name, std::string_view file_name, std::string_view content_type,
                             const std::string& file, std::uint64_t bytes) {
    write("--" + boundary_ + "\r\nContent-Disposition: form-data; name=\"");
    write(name);
    write("\"; filename=\"");
    write(file_name);
    write("\"\r\nContent-Type: ");
    write(content_type);
    write("\r\n\r\n");
    std::ifstream in(file, std::ios::binary);
    std::array<char, 65536> block;
    while (bytes > 0 && in.good() && out_.good()) {
        in.read(block.data(), static_cast<std::streamsize>(std::min<std::uint64_t>(bytes, block.size())));
        const auto part = static_cast<std::size_t>(in.gcount());
        write({block.data(), part});
        bytes -= part;
    }
    write("\r\n");
    return bytes == 0 || !out_.good();  // a full disk is told at the end
}

void MultipartForm::end() {
    write("--" + boundary_ + "--\r\n");
    out_.close();
    if (!out_.good())
        throw SyncError(Reach::run, Trouble::store, "a file on its way could not be written to disk",
                        "make room on the disk of the temporary folder");
}

std::string_view media_type_of(std::string_view file_name) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> types{
        {{".png", "image/png"},
         {".jpg", "image/jpeg"},
         {".jpeg", "image/jpeg"},
         {".gif", "image/gif"},
         {".webp", "image/webp"},
         {".bmp", "image/bmp"}}};
    const auto dot = std::min(file_name.rfind('.'), file_name.size());
    for (const auto& [ending, type] : types)
        if (same_name(file_name.substr(dot), ending)) return type;
    return "application/octet-stream";
}

}  // namespace deskbridge
