// The desk's things as JSON, key by key as API v2 spells them.
#pragma once

#include "sandbox/deskpro/desk.h"
#include "sandbox/deskpro/json.h"
#include "sandbox/deskpro/options.h"
#include "sandbox/deskpro/params.h"

#include <map>
#include <set>
#include <string>

namespace sandbox::deskpro {

/// Writes things for one answer, and gathers what `include` asks to have beside them: `linked`, or with
/// `inline_sideloads` in the place of the id.
class Wire {
public:
    Wire(const Desk& desk, const Options& options, const Params& params);

    Json ticket(const Ticket& ticket);
    Json message(const Ticket& ticket, const Message& message);
    Json log(const Ticket& ticket, const LogEntry& entry);
    Json attachment(const Message& message, const Blob& blob);
    Json person(const Person& person) const;
    Json blob(const Blob& blob) const;
    Json status(const Status& status) const;
    Json priority(const Priority& priority) const;
    Json language(const Language& language) const;
    Json custom_field(const CustomField& field) const;
    Json named(const Named& entry) const;

    /// {type: {id: thing}} of what was included so far; an empty PHP map when nothing was.
    Json linked() const;
    Json map(Json::Object members) const;

private:
    std::string shown(const Message& message) const;
    std::string file_path(const Blob& blob) const;
    Json refer(const char* name, long long id);
    Json thing(const std::string& name, long long id) const;
    Json fields(const Ticket& ticket) const;

    const Desk& desk_;
    const Options& options_;
    std::set<std::string> include_;
    bool inline_ = false;
    std::map<std::string, std::map<long long, Json>> linked_;
};

}  // namespace sandbox::deskpro
