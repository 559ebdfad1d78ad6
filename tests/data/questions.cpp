#include "questions.h"

#include <cctype>
#include <iostream>
#include <map>
#include <stdexcept>
#include <string_view>

namespace programs {

namespace {

/// What stands for a picture where it cannot be shown.
std::string words_for_picture(const std::string& tag) {
    constexpr std::string_view alternative = " alt=\"";
    const auto start = tag.starts_with("<img") ? tag.find(alternative) : std::string::npos;
    if (start == std::string::npos) return {};
    const auto from = start + alternative.size();
    return tag.substr(from, tag.find('"', from) - from);
}

/// How many bytes there are of nothing: a blank, a control character, or what stands for one that was lost.
std::size_t unseen_bytes(std::string_view rest) {
    const auto byte = [&](std::size_t at) {
        return at < rest.size() ? static_cast<unsigned char>(rest[at]) : 0;
    };
    if (byte(0) <= ' ' || byte(0) == 0x7F) return 1;
    if (byte(0) == 0xC2 && byte(1) < 0xA0) return 2;
    return rest.starts_with("\xEF\xBF\xBD") ? 3 : 0;
}

}  // namespace

std::string seen(const std::string& html) {
    static const std::map<std::string, std::string> references{
        {"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"nbsp", "\xC2\xA0"}, {"#39", "'"}};
    std::string out;
    for (std::size_t at = 0; at < html.size();) {
        const char c = html[at];
        const auto next = at + 1 < html.size() ? html[at + 1] : ' ';
        const auto close = html.find(c == '<' ? '>' : ';', at);
        const bool tag = c == '<' && close != std::string::npos &&
                         (std::isalpha(static_cast<unsigned char>(next)) != 0 || next == '/');
        const auto reference = c == '&' && close != std::string::npos
                                   ? references.find(html.substr(at + 1, close - at - 1))
                                   : references.end();
        if (tag) out += seen(words_for_picture(html.substr(at, close - at)));
        if (reference != references.end()) out += reference->second;
        if (tag || reference != references.end()) {
            at = close + 1;
        } else if (const auto unseen = unseen_bytes(std::string_view(html).substr(at))) {
            at += unseen;
        } else {
            out += c;
            ++at;
        }
    }
    return out;
}

std::unique_ptr<Folder> unpacked_questions() {
    const auto packed = data_folder() / "sumo-questions" / "questions.jsonl.xz";
    if (!std::filesystem::exists(packed)) {
        std::cout << "skipped: there are no questions at " << packed << "\n";
        return {};
    }
    auto folder = std::make_unique<Folder>();
    const auto unpacked = run({"/usr/bin/xz", "-dc", packed.string()});
    if (unpacked.code != 0) throw std::runtime_error("the questions do not unpack: " + unpacked.err);
    write_file(folder->path() / "questions.jsonl", unpacked.out);
    return folder;
}

}  // namespace programs
