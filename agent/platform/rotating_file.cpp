#include "platform/rotating_file.h"

#include "contract/sync_error.h"

#include <fmt/format.h>
#include <string>

namespace deskbridge {

namespace fs = std::filesystem;

/// Gathers a line, and writes it at the flush that ends it.
class RotatingFile::Lines : public std::streambuf {
public:
    Lines(fs::path file, std::uint64_t size, int kept) : file_(std::move(file)), size_(size), kept_(kept) {}

    bool open() {
        out_.open(file_, std::ios::binary | std::ios::app);
        std::error_code unknown;
        const auto there = fs::file_size(file_, unknown);
        written_ = unknown ? 0 : there;
        return out_.is_open();
    }

protected:
    int_type overflow(int_type c) override {
        if (!traits_type::eq_int_type(c, traits_type::eof())) line_ += traits_type::to_char_type(c);
        return traits_type::not_eof(c);
    }
    std::streamsize xsputn(const char* text, std::streamsize count) override {
        line_.append(text, static_cast<std::size_t>(count));
        return count;
    }
    int sync() override {
        if (written_ > 0 && written_ + line_.size() > size_) rotate();
        if (!out_.is_open()) open();
        out_.write(line_.data(), static_cast<std::streamsize>(line_.size()));
        out_.flush();
        if (out_.good()) {
            written_ += line_.size();
        } else {
            out_.close();
            out_.clear();
        }
        line_.clear();
        return 0;
    }

private:
    fs::path numbered(int number) const {
        fs::path name = file_;
        if (number > 0) name += fmt::format(".{}", number);
        return name;
    }
    void rotate() {
        out_.close();
        std::error_code ignored;  // what cannot be moved is written on, which the next line tries to mend
        fs::remove(numbered(kept_), ignored);
        for (int number = kept_; number > 0; --number)
            fs::rename(numbered(number - 1), numbered(number), ignored);
        open();
    }

    fs::path file_;
    std::uint64_t size_;
    int kept_;
    std::ofstream out_;
    std::uint64_t written_ = 0;
    std::string line_;
};

RotatingFile::RotatingFile(fs::path file, std::uint64_t size, int kept)
    : std::ostream(nullptr), lines_(std::make_unique<Lines>(file, size, kept)) {
    if (!lines_->open())
        throw SyncError(
            Reach::run, Trouble::configuration,
            fmt::format("the log file {} cannot be written", file.string()),
            "Make its folder and let this account write to it, or name another file with --log-file.");
    rdbuf(lines_.get());
}

RotatingFile::~RotatingFile() {
    rdbuf(nullptr);
}

}  // namespace deskbridge
