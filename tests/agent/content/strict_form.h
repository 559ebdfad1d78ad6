#pragma once
#include <string>
#include <string_view>

/// Judges canonical HTML without any of the code that writes it: a recogniser for the small language that may
/// come out. Nothing a browser would run can be spelt in that language.
namespace strict_form {

/// Empty when the text is in the language; otherwise what is wrong and where.
std::string fault(std::string_view html);

/// The words: tags cut out, the five references decoded, line breaks as LF.
std::string words(std::string_view html);

}  // namespace strict_form
