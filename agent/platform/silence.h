// What is typed and must not be seen.
#pragma once

#include <memory>

namespace deskbridge {

/// The terminal at standard input shows nothing of what is typed as long as this lives; without one nothing
/// happens.
class Silence {
public:
    Silence();
    ~Silence();
    Silence(const Silence&) = delete;
    Silence& operator=(const Silence&) = delete;

private:
    struct Before;  ///< how the terminal was; none when it was left alone
    std::unique_ptr<Before> before_;
};

/// Standard input is a terminal, so that a person types there.
bool is_typed();

}  // namespace deskbridge
