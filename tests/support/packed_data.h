// Data that tests are given packed, and that is not part of the project.
#pragma once

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>

namespace support {

/// What `file` (....xz) holds. Where it lies unpacked beside it, that is read: Windows has no xz. Else
/// std::runtime_error, so that a test never takes nothing for something.
inline std::string unpacked(const std::filesystem::path& file) {
    auto plain = file;
    if (std::ifstream stream(plain.replace_extension(), std::ios::binary); stream)
        return {std::istreambuf_iterator<char>(stream), {}};
    const auto close = [](std::FILE* pipe) { pclose(pipe); };
    const std::string command = "xz -dc '" + file.string() + "'";
    const std::unique_ptr<std::FILE, decltype(close)> pipe(popen(command.c_str(), "r"), close);
    std::string text;
    std::array<char, 65'536> block;
    while (const auto got = pipe ? std::fread(block.data(), 1, block.size(), pipe.get()) : 0)
        text.append(block.data(), got);
    if (text.empty()) throw std::runtime_error("cannot unpack " + file.string() + ": is there an xz?");
    return text;
}

}  // namespace support
