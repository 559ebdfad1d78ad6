// Whether somebody is watching.
#pragma once

namespace deskbridge {

/// True when standard error is a terminal that can redraw a line.
bool is_terminal();

}  // namespace deskbridge
