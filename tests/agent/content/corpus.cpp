#include "corpus.h"

#include "content/utf8.h"
#include "support/packed_data.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

namespace corpus {
namespace {

std::filesystem::path data_folder() {
    if (const char* data = std::getenv("DESKBRIDGE_DATA")) return data;
    const char* source = std::getenv("DESKBRIDGE_SOURCE");
    return std::filesystem::path(source == nullptr ? "." : source) / "../shared/data";
}

bool absent(const std::filesystem::path& file) {
    if (std::filesystem::exists(file)) return false;
    std::cout << "skipped: " << file.filename().string() << " is not on this machine\n";
    return true;
}

unsigned hex4(const std::string& text, size_t at) {
    return static_cast<unsigned>(std::stoul(text.substr(at, 4), nullptr, 16));
}

// Reads a JSON string whose opening quote is at `at`; leaves `at` behind the closing one.
std::string json_string(const std::string& text, size_t& at) {
    const std::string letters = "\"\\/bfnrt", meant = "\"\\/\b\f\n\r\t";
    std::string out;
    for (++at; text[at] != '"'; ++at) {
        if (text[at] != '\\') {
            out += text[at];
            continue;
        }
        if (text[++at] != 'u') {
            out += meant[letters.find(text[at])];
            continue;
        }
        char32_t c = hex4(text, at + 1);
        at += 4;
        if (c >= 0xD800 && c < 0xDC00 && text.compare(at + 1, 2, "\\u") == 0) {
            c = 0x10000 + ((c - 0xD800) << 10u) + (hex4(text, at + 3) - 0xDC00);
            at += 6;
        }
        deskbridge::append_utf8(out, c);
    }
    ++at;
    return out;
}

std::string member(const std::string& line, const std::string& key) {
    size_t at = line.find("\"" + key + "\":\"");
    if (at == std::string::npos) return {};
    at += key.size() + 3;
    return json_string(line, at);
}

std::vector<Question> read_questions() {
    const auto file = data_folder() / "sumo-questions/questions.jsonl.xz";
    std::vector<Question> found;
    if (absent(file)) return found;
    std::istringstream lines(support::unpacked(file));
    for (std::string line; std::getline(lines, line);) {
        const size_t id = line.find(':') + 1;
        found.push_back(
            {line.substr(id, line.find(',') - id), member(line, "title"), member(line, "content")});
    }
    return found;
}

std::vector<std::string> read_naughty() {
    const auto file = data_folder() / "corpora/blns.json";
    std::vector<std::string> found;
    if (absent(file)) return found;
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    const std::string all = text.str();
    for (size_t at = all.find('"'); at != std::string::npos; at = all.find('"', at)) {
        found.push_back(json_string(all, at));
    }
    return found;
}

}  // namespace

const std::vector<Question>& questions() {
    static const std::vector<Question> all = read_questions();
    return all;
}

const std::vector<std::string>& naughty_strings() {
    static const std::vector<std::string> all = read_naughty();
    return all;
}

}  // namespace corpus
