// Where a secret is to be found.
#pragma once

#include "auth/secret.h"

#include <filesystem>
#include <string>
#include <vector>

namespace deskbridge {

/// What the settings say about one secret. `sealed` is in the state file, under a key. `plain` stands in the
/// settings themselves.
struct SecretSource {
    enum class Kind { none, env, file, credential, sealed, plain };

    Kind kind = Kind::none;
    std::string name;  ///< of the variable, the credential or the sealed secret; the path of the file
    Secret plain;
    /// What is good beside it while people change it; at most one.
    std::vector<SecretSource> next = {};

    /// For messages: "environment variable ENTRA_SECRET", "file /etc/deskbridge/acme.key"; never the value.
    std::string text() const;
    /// This one and the next, each by itself.
    std::vector<SecretSource> each() const;
};

}  // namespace deskbridge
