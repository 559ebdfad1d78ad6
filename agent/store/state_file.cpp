#include "store/state_file.h"

#include "store/migrator.h"
#include "store/private_file.h"

namespace deskbridge::store {

std::unique_ptr<Connection> open_state_file(const std::filesystem::path& file) {
    make_private_file(file);
    auto connection = std::make_unique<Connection>(file);
    migrate(*connection, released_migrations());
    return connection;
}

}  // namespace deskbridge::store
