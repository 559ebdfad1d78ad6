#pragma once
#include <string>
#include <string_view>

namespace deskbridge {

/// GitHub-flavoured Markdown (tables, strike-through, bare links, task lists), as newer Azure DevOps fields
/// hold it, as canonical HTML. HTML inside the Markdown is left out. A text that is too large or has more
/// punctuation than any writer needs is taken as plain text: its reading time grows with the square of that.
/// Total, and safe from several threads.
std::string html_from_markdown(std::string_view markdown);

}  // namespace deskbridge
