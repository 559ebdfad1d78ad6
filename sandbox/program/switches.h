#pragma once

#include "sandbox/faults/control.h"

#include <vector>

namespace sandbox {

namespace azure_devops {
class AzureDevOps;
}
namespace sign_in {
class SignIn;
}
class Deskpro;

/// The behaviours of the stand-ins that can be turned while they run, as the control address shows them:
/// "desk.maintenance", "work.batch", ... The stand-ins have to outlive them.
std::vector<Switch> switches_of(Deskpro& desk);
std::vector<Switch> switches_of(azure_devops::AzureDevOps& work);
std::vector<Switch> switches_of(sign_in::SignIn& sign_in);

}  // namespace sandbox
