// Who reads what is written to standard error.
#pragma once

namespace deskbridge {

/// True when it is a terminal that can redraw a line.
bool is_terminal();

/// True when it is the system's journal, which adds time and name by itself and takes the level as "<4>" in
/// front.
bool is_journal();

}  // namespace deskbridge
