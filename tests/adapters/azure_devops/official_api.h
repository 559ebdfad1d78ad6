// What goes over the wire against the official descriptions of Azure DevOps, version by version.
#pragma once

#include "api_description.h"
#include "contract/http.h"
#include "schema_check.h"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace deskbridge::test {

/// Reads descriptions when they are first wanted. Requests outside of any description, with the reason, are
/// in the source. Thread rule: one thread at a time.
class OfficialApi {
public:
    /// The one of this process.
    static OfficialApi& shared();
    static bool is_at_hand();

    /// What does not fit: no such address in that version, undeclared or missing query parameters and values
    /// out of range, another content type, a body or an answer against its schema. The parts of a `$batch`
    /// are examined like requests. Nothing to say where the descriptions are not at hand.
    Complaints examine(const HttpRequest& request, const HttpResponse& answer);

    /// "7.1 POST wit/workitems/${type}": every operation examined since the last `forget`.
    const std::set<std::string>& seen() const { return seen_; }
    void forget() { seen_.clear(); }

private:
    std::vector<const ApiDescription*> descriptions(const std::string& version);
    void examine_part(const HttpRequest& request, const HttpResponse& answer, Complaints& out);
    void examine_batch(const HttpRequest& request, const HttpResponse& answer, Complaints& out);

    std::map<std::string, std::unique_ptr<ApiDescription>> read_;
    std::set<std::string> seen_;
};

}  // namespace deskbridge::test
