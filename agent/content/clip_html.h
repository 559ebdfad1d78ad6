#pragma once
#include "content/clip.h"

namespace deskbridge {

/// The canonical HTML, or as much of its words (as canonical HTML without form) as fits into `max` UTF-16
/// units together with a last paragraph, canonical too, that says so.
Clipped clip_html(const std::string& canonical, size_t max, const std::string& last_paragraph);

}  // namespace deskbridge
