// Something that must never be seen.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace deskbridge {

/// Cannot be printed, compared or formatted: whoever needs the text says `reveal`. The memory is overwritten
/// when the secret ends, is replaced or is moved away. Thread rule: a value.
class Secret {
public:
    Secret() = default;
    explicit Secret(std::string_view text);
    Secret(const Secret&) = default;
    Secret& operator=(const Secret& other);
    Secret(Secret&& other) noexcept;
    Secret& operator=(Secret&& other) noexcept;
    ~Secret();

    bool empty() const { return bytes_.empty(); }
    /// Valid as long as this secret is neither changed nor gone.
    std::string_view reveal() const { return {bytes_.data(), bytes_.size()}; }

private:
    std::vector<char> bytes_;  // not std::string, whose short texts stay behind when it is moved
};

/// Overwrites text that held a secret on its way.
void wipe(std::string& text);

}  // namespace deskbridge
