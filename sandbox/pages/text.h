#pragma once

#include <string_view>

namespace sandbox {

/// The page's own texts, served as they are. The page needs nothing from anywhere else.
extern const std::string_view page_style;
extern const std::string_view page_body;
extern const std::string_view page_script;

}  // namespace sandbox
