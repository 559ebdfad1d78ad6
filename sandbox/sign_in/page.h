// The pages that a person sees.
#pragma once

#include "sandbox/exchange/exchange.h"

namespace sandbox::sign_in {

Reply page_reply(const std::string& sentence);
/// Asks whether the app may; the form goes to `path` with the whole `query` and `answer`.
Reply consent_page(const std::string& path, const std::string& query, const std::string& person,
                   const std::string& client_id);
/// Asks for the code of a device.
Reply code_page();

}  // namespace sandbox::sign_in
