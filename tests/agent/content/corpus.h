#pragma once
#include <string>
#include <vector>

/// Real and hostile texts for tests. A set that is not on this machine is empty, after one printed line.
namespace corpus {

struct Question {
    std::string id, title, content;
};

const std::vector<Question>& questions();
const std::vector<std::string>& naughty_strings();

}  // namespace corpus
