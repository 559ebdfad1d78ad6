#pragma once

#include "sandbox/exchange/exchange.h"
#include "sandbox/pages/work_side.h"

#include <string>

namespace sandbox {

class Deskpro;

/// The page to look at: tickets beside work items, both editable. "/" is the page, "/api/..." what it reads
/// and writes as JSON. It answers only callers that name a loopback host, and takes writes only as
/// application/json, so that no other page in the same browser can read or change anything here.
class Pages : public System {
public:
    /// `work_address` is shown.
    Pages(Deskpro& desk, azure_devops::AzureDevOps& work, WorkSideOptions options, std::string work_address);
    Reply handle(const Request& request) override;

private:
    Reply answer(const Request& request);
    Reply read(const Request& request, const std::vector<std::string>& parts);
    Reply write(const Request& request, const std::vector<std::string>& parts);
    Reply list(const Request& request);
    Reply choices();
    Reply ticket(const std::string& id);
    Reply item(const std::string& id);
    Reply create_ticket(const std::string& body);
    Reply edit_ticket(const std::string& id, const std::string& body);
    Reply add_message(const std::string& id, const std::string& body);
    Reply edit_item(const std::string& id, const std::string& body);
    Reply add_comment(const std::string& id, const std::string& body);

    Deskpro& desk_;
    WorkSide work_;
    const std::string desk_address_;
    const std::string work_address_;
};

/// Whether a Host header (with or without a port) names this computer by its loopback.
bool is_loopback_host(const std::string& host);

/// What a person typed, as HTML: escaped, blank lines part paragraphs, other line ends break lines.
std::string html_of_text(const std::string& text);

}  // namespace sandbox
