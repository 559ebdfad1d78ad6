#pragma once

#include "sandbox/faults/faults.h"

#include <functional>
#include <string>
#include <vector>

namespace sandbox {

/// A behaviour of a stand-in that can be turned while it runs, by name. Values are JSON texts ("true", "400",
/// "\"absent\"", "[7]"). `write` throws std::invalid_argument with a sentence for a value that does not fit.
/// Both are called from any thread.
struct Switch {
    std::string name;
    std::string help;
    std::function<std::string()> read;
    std::function<void(const std::string& value)> write;
};

/// The control address: reads and changes rules and switches while the sandbox runs.
///
///     GET  /faults                 rules with how often each was met and struck, and the seed
///     POST /faults                 adds a rule, a list of rules or {"rules": [...]}
///     PUT  /faults                 the same, in place of all there are; nothing changes when one is wrong
///     DELETE /faults, /faults/{id}
///     GET  /switches               name, value and help of each
///     PUT  /switches               {"name": value, ...}; all or, when one is wrong, none
///
/// A body has to be sent as application/json: that keeps pages of other origins from posting here.
class Control : public System {
public:
    Control(Faults& faults, std::vector<Switch> switches);
    Reply handle(const Request& request) override;

private:
    Reply answer(const Request& request);
    Reply faults_call(const Request& request, const std::vector<std::string>& parts);
    Reply switches_call(const Request& request);
    std::string faults_json() const;
    std::string switches_json() const;
    void turn(const std::string& text);

    Faults& faults_;
    const std::vector<Switch> switches_;
};

}  // namespace sandbox
