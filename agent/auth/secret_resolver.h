// From where a secret is said to be to the secret itself.
#pragma once

#include "auth/secret_source.h"
#include "auth/surroundings.h"

#include <string>
#include <vector>

namespace deskbridge {

/// Thread rule: one thread at a time.
class SecretResolver {
public:
    /// The sealed secret of a name; nothing = there is none.
    using Sealed = std::function<std::optional<Secret>(const std::string& name)>;

    explicit SecretResolver(
        Environment environment = environment_variable, FileAccess access = file_access,
        Sealed sealed = [](const std::string&) { return std::nullopt; });

    /// Reads the secret anew each time. Of a file, a byte order mark and the line ends at its end are left
    /// out; of a credential, which is a file that the service manager keeps, too.
    /// On failure: SyncError of reach run, trouble configuration, naming the source and what to do; a secret
    /// is never empty and holds no control characters, which would be another header of a request.
    Secret resolve(const SecretSource& source);
    /// The same of a text of many lines, such as a certificate with its key.
    Secret resolve_text(const SecretSource& source);

    /// What was odd but did not stand in the way, such as a file that others may read; emptied by the call.
    std::vector<std::string> take_warnings();

private:
    std::string read(const SecretSource& source);
    std::string from_environment(const SecretSource& source) const;
    std::string from_file(const SecretSource& source);
    std::string from_credential(const SecretSource& source) const;
    std::string from_sealed(const SecretSource& source) const;

    Environment environment_;
    FileAccess access_;
    Sealed sealed_;
    std::vector<std::string> warnings_;
};

}  // namespace deskbridge
