#include "adapters/request_tracker/fetch.h"

#include "adapters/request_tracker/base64.h"
#include "adapters/request_tracker/errors.h"
#include "adapters/request_tracker/parts.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>

namespace deskbridge::request_tracker {

namespace {

constexpr const char* fetching = "fetch a file";
/// What stands around the content in an answer, headers of the part included.
constexpr std::uint64_t room_around = 256 * 1024;

SyncError unfetchable(const std::string& why, Trouble trouble = Trouble::data) {
    return SyncError(Reach::item, trouble, fmt::format("Request Tracker: {} ({})", why, fetching),
                     "open the ticket and look whether the file is there");
}

/// Goes through the text of an answer and passes the value of its member "Content" on, without ever holding
/// all of it: what stands inside of other texts does not count.
class ContentScanner {
public:
    /// The base64 of the content that is in these characters.
    std::string take(std::string_view text) {
        std::string out;
        for (const char c : text) step(c, out);
        return out;
    }
    bool found() const { return found_; }
    bool whole() const { return depth_ == 0 && opened_; }

private:
    void step(char c, std::string& out) {
        if (in_text_) return in_text(c, out);
        if (c == '"') {
            in_text_ = true;
            is_content_ = depth_ == 1 && after_colon_ && key_ == "Content";
            found_ = found_ || is_content_;
            if (!after_colon_) key_.clear();
        } else if (c == '{' || c == '[') {
            ++depth_;
            opened_ = true;
            after_colon_ = false;
        } else if (c == '}' || c == ']') {
            --depth_;
        } else if (c == ':' || c == ',') {
            after_colon_ = c == ':';
        }
    }

    /// "\n" and "\/" are all that is escaped in base64.
    void in_text(char c, std::string& out) {
        if (escaped_) {
            escaped_ = false;
            if (c == '/' && is_content_) out += c;
        } else if (c == '\\') {
            escaped_ = true;
        } else if (c == '"') {
            in_text_ = false;
        } else if (is_content_) {
            out += c;
        } else if (!after_colon_ && key_.size() < 32) {
            key_ += c;
        }
    }

    int depth_ = 0;
    bool opened_ = false;
    bool in_text_ = false;
    bool escaped_ = false;
    bool after_colon_ = false;
    bool is_content_ = false;
    bool found_ = false;
    std::string key_;
};

/// False when the answer is none, or broken off.
bool read_out(const std::string& answer, const std::string& path, std::uint64_t limit, bool& cut) {
    std::ifstream in(answer, std::ios::binary);
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    ContentScanner scanner;
    Base64Reader reader;
    std::uint64_t written = 0;
    std::array<char, 65536> block;
    while (in && !cut) {
        in.read(block.data(), block.size());
        auto bytes = reader.take(scanner.take({block.data(), static_cast<std::size_t>(in.gcount())}));
        cut = written + bytes.size() > limit;
        if (cut) bytes.resize(limit - written);
        written += bytes.size();
        out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    }
    out.close();
    return out && (cut || (scanner.found() && scanner.whole()));
}

/// What is not the file's own trouble is thrown.
SyncError trouble_of(Client& client, const HttpResponse& response) {
    if (!is_of_one(response.status)) throw error_of(response.status, response.headers, fetching);
    if (response.status >= 500) client.get("/rt", {}, "see whether Request Tracker answers");
    return unfetchable(fmt::format("the file cannot be had, status {}", response.status),
                       response.status == 403   ? Trouble::forbidden
                       : response.status >= 500 ? Trouble::unreachable
                                                : Trouble::data);
}

}  // namespace

FetchOutcome fetch(Client& client, const File& file, const std::string& path, std::uint64_t limit) {
    const auto own = file_at(client.url(), file.url);
    if (!own) return {false, unfetchable("the file lies on another host")};
    const auto answer = path + ".answer";
    const auto response = client.download("/attachment/" + own->id, answer, limit + limit / 2 + room_around);
    FetchOutcome outcome;
    if (response.status < 200 || response.status > 299)
        outcome.error = trouble_of(client, response);
    else if (!response.is_json())
        outcome.error = no_answer(fetching);
    else if (!read_out(answer, path, limit, outcome.cut) && !response.cut)
        outcome.error = unfetchable("the answer is not whole", Trouble::unreachable);
    outcome.cut = outcome.cut || (response.cut && !outcome.error);
    std::error_code ignored;
    std::filesystem::remove(answer, ignored);
    if (outcome.error && outcome.error->reach == Reach::side) throw *outcome.error;
    return outcome;
}

}  // namespace deskbridge::request_tracker
