#include "world.h"

#include "dice.h"

#include <fmt/format.h>

namespace deskbridge::simulation {

namespace {

using sandbox::azure_devops::ArtifactQuery;
using sandbox::azure_devops::BatchMode;
using Product = sandbox::azure_devops::Level;
using DeskOptions = sandbox::deskpro::Options;

/// Draws a switch and notes it when it is not the ordinary one.
class Drawing {
public:
    explicit Drawing(std::uint64_t seed) : dice_(seed, 0) {}

    World draw() {
        world_.tickets = 1 + static_cast<int>(dice_.below(3));
        world_.steps = 5 + static_cast<int>(dice_.below(21));
        auto& scene = world_.scene;
        scene.two_way = true;
        scene.batch = 1 + dice_.below(5);
        scene.desk_page = dice_.one_of({1, 2, 4, 200});
        return world_;
    }

private:
    Dice dice_;
    World world_;
};

}  // namespace

World draw_world(std::uint64_t seed) {
    return Drawing(seed).draw();
}

}  // namespace deskbridge::simulation
