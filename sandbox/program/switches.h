#pragma once

#include "sandbox/faults/control.h"

#include <vector>

namespace sandbox {

namespace azure_devops {
class AzureDevOps;
}
class Deskpro;

/// The behaviours of both stand-ins that can be turned while they run, as the control address shows them:
/// "desk.maintenance", "work.batch", ... The stand-ins have to outlive them.
std::vector<Switch> switches_of(Deskpro& desk);
std::vector<Switch> switches_of(azure_devops::AzureDevOps& work);

}  // namespace sandbox
