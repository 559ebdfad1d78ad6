#include "auth/secret_source.h"

namespace deskbridge {

std::string SecretSource::text() const {
    switch (kind) {
        case Kind::none: return "no secret";
        case Kind::env: return "environment variable " + name;
        case Kind::file: return "file " + name;
        case Kind::credential: return "credential '" + name + "'";
        case Kind::sealed: return "sealed secret '" + name + "'";
        case Kind::plain: return "secret in the settings";
    }
    return "no secret";
}

std::vector<SecretSource> SecretSource::each() const {
    std::vector<SecretSource> all{{kind, name, plain}};
    all.insert(all.end(), next.begin(), next.end());
    return all;
}

}  // namespace deskbridge
