// The program deskbridge with a configuration and a state file of a test's own.
#pragma once

#include "programs/process.h"
#include "programs/sandbox_program.h"

#include <filesystem>
#include <string>
#include <vector>

namespace programs {

/// What a test may want otherwise than the sandbox's own configuration has it. Empty: as it is.
struct Wishes {
    std::string desk_url;
    std::string work_url;
    std::string desk_key;    ///< the secret itself; goes into a file
    std::string work_token;  ///< the same
    std::string desk;        ///< the whole section, which may name a file desk.key; else Deskpro's
    std::string mapping;     ///< the whole file; else the preset, for every ticket
    std::string people;      ///< the whole people file; else there is none
    std::string desk_auth;   ///< instead of the key: keys of `desk`, as `"client_id": "x"`
    std::string work_auth;   ///< instead of the token: keys of `auth`
    int resend_after_seconds = 1;
    int poll_seconds = 5;
    std::string listen;  ///< address and port of health; else none
    std::string state = "state.db";
};

/// Runs the real binary with --config. The sandbox outlives it.
class Bridge {
public:
    explicit Bridge(const SandboxProgram& sandbox, const Wishes& wishes = {});

    /// Runs to the end. Throws when it takes longer than a minute.
    Outcome run(const std::vector<std::string>& arguments, const std::string& input = "/dev/null") const;
    Process start(const std::vector<std::string>& arguments, const Environment& extra = {},
                  const std::string& input = "/dev/null") const;
    /// The configuration is another one now.
    void write_config(const std::string& text) const;

    std::filesystem::path folder() const { return folder_.path(); }
    std::filesystem::path state() const { return folder() / state_; }
    std::filesystem::path config() const { return folder() / "bridge.json"; }
    void write_mapping(const std::string& text) const;

private:
    Folder folder_;
    std::string state_;
};

/// A mapping that builds on the preset, takes every ticket and has these keys besides: `"project":
/// "Gadgets"`.
std::string preset_with(const std::string& keys);

}  // namespace programs
