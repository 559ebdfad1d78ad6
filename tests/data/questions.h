// Real support questions, and what a reader sees of them.
#pragma once

#include "programs/bridge.h"

#include <memory>
#include <string>

namespace programs {

/// The characters that a reader of either side sees: without markup, references decoded, without ASCII
/// blanks, which markup may make or take. Control characters and what may stand for them (U+FFFD) are not
/// seen.
std::string seen(const std::string& html);

/// A folder with the questions, unpacked, as questions.jsonl; nothing when they are not there, which is said.
std::unique_ptr<Folder> unpacked_questions();

}  // namespace programs
