#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace sandbox {

/// Switch values between C++ and JSON texts. The readers throw std::invalid_argument with half a sentence
/// that says what was wanted ("wants true or false").
std::string value_text(bool value);
std::string value_text(long long value);
std::string value_text(const std::string& value);
std::string value_text(const std::set<int>& value);
std::string value_text(const std::set<std::string>& value);

void read_value(const std::string& text, bool& value);
void read_value(const std::string& text, long long& value);
void read_value(const std::string& text, std::string& value);
void read_value(const std::string& text, std::set<int>& value);
void read_value(const std::string& text, std::set<std::string>& value);

/// The place of a word in a list of words.
std::size_t read_choice(const std::string& text, const std::vector<std::string>& words);

}  // namespace sandbox
