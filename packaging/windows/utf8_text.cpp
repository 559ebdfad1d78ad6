// Texts of one byte a letter are UTF-8 in this program. The C library of Windows knows no such locale, and
// libstdc++ 12 asks it (mbrtowc) when a std::filesystem::path is made from a std::string, while
// path::string() gives UTF-8. So this stands in the C library's place; it is an object of the program, since
// an archive would be searched too late.

#include <cerrno>
#include <cwchar>

namespace {

constexpr std::size_t wrong = static_cast<std::size_t>(-1);
constexpr std::size_t unfinished = static_cast<std::size_t>(-2);

struct Letter {
    std::size_t bytes = 0;
    unsigned long code = 0;
};

Letter first_byte(unsigned char byte) {
    if (byte < 0x80) return {1, byte};
    if (byte >= 0xC2 && byte < 0xE0) return {2, byte & 0x1FUL};
    if (byte >= 0xE0 && byte < 0xF0) return {3, byte & 0x0FUL};
    if (byte >= 0xF0 && byte < 0xF5) return {4, byte & 0x07UL};
    return {};
}

std::size_t refused() {
    errno = EILSEQ;
    return wrong;
}

}  // namespace

// Of a letter beyond 16 bits the first call takes three bytes and gives the first half, the second the fourth
// byte.
extern "C" std::size_t mbrtowc(wchar_t* to, const char* from, std::size_t count, mbstate_t* state) {
    static mbstate_t own;
    if (state == nullptr) state = &own;
    if (from == nullptr) {
        *state = {};
        return 0;
    }
    if (count == 0) return unfinished;
    if (*state != 0) {
        if (to != nullptr) *to = static_cast<wchar_t>(*state);
        *state = {};
        return 1;
    }
    Letter letter = first_byte(static_cast<unsigned char>(*from));
    if (letter.bytes == 0) return refused();
    if (letter.bytes > count) return unfinished;
    for (std::size_t i = 1; i < letter.bytes; ++i) {
        const auto next = static_cast<unsigned char>(from[i]);
        if ((next & 0xC0) != 0x80) return refused();
        letter.code = letter.code << 6 | (next & 0x3FUL);
    }
    if (letter.code > 0xFFFF) {
        letter.code -= 0x10000;
        if (to != nullptr) *to = static_cast<wchar_t>(0xD800 + (letter.code >> 10));
        *state = static_cast<mbstate_t>(0xDC00 + (letter.code & 0x3FF));
        return 3;
    }
    if (to != nullptr) *to = static_cast<wchar_t>(letter.code);
    return letter.code == 0 ? 0 : letter.bytes;
}

extern "C" std::size_t mbrlen(const char* from, std::size_t count, mbstate_t* state) {
    static mbstate_t own;
    return mbrtowc(nullptr, from, count, state == nullptr ? &own : state);
}

extern "C" std::size_t mbsrtowcs(wchar_t* to, const char** from, std::size_t count, mbstate_t* state) {
    static mbstate_t own;
    if (state == nullptr) state = &own;
    const char* at = *from;
    std::size_t written = 0;
    while (to == nullptr || written < count) {
        wchar_t letter = 0;
        const auto bytes = mbrtowc(&letter, at, 4, state);
        if (bytes == wrong || bytes == unfinished) return refused();
        if (to != nullptr) to[written] = letter;
        if (bytes == 0) {
            if (to != nullptr) *from = nullptr;
            return written;
        }
        at += bytes;
        ++written;
    }
    *from = at;
    return written;
}
