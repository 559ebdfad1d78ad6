// The keys that seal what the state file keeps.
#pragma once

#include "auth/seal.h"
#include "auth/surroundings.h"

#include <filesystem>
#include <vector>

namespace deskbridge {

/// Keys stand in a file, one a line, "id:base64"; new texts are sealed under the first, all of them open. The
/// file is the systemd credential "deskbridge.key" where there is one (another hand makes and changes it), or
/// else one beside the state file, made with the first secret. Read anew each time, so that another process
/// may change it. On Windows that file is bound to the machine (machine_seal.h). Thread rule: any thread.
/// On failure: SyncError of reach run; trouble configuration for a file that others may read or that holds no
/// keys, never repeating it.
class KeyRing {
public:
    explicit KeyRing(std::filesystem::path file, Environment environment = environment_variable,
                     FileAccess access = file_access);

    /// Empty when there is no file yet.
    std::vector<SealKey> keys() const;
    /// The key to seal with; the first call of all makes it.
    SealKey current();

    /// A new key goes before the others. A credential is not ours to change: nothing happens.
    void add();
    /// Only the first key stays. A credential stays as it is.
    void drop_others();

    std::filesystem::path file() const;
    bool is_credential() const;

    /// A line of such a file with a new key, for who makes a credential.
    static Secret new_line();

private:
    void replace(const std::vector<SealKey>& keys);

    std::filesystem::path own_;
    Environment environment_;
    FileAccess access_;
};

}  // namespace deskbridge
