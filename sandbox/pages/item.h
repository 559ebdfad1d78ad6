#pragma once

#include <string>
#include <utility>
#include <vector>

namespace sandbox {

/// A work item as the page shows it; times as texts in UTC, long texts as HTML.
struct ItemView {
    struct Link {
        std::string rel, url, comment;
    };
    struct Comment {
        std::string by, created, html;
    };

    int id = 0;
    int rev = 0;
    std::string project, type, title, state;
    std::vector<std::string> tags;
    std::vector<std::string> states;
    std::vector<Link> links;
    /// Short fields that are not shown elsewhere, and the long ones, by name.
    std::vector<std::pair<std::string, std::string>> fields, texts;
    std::vector<Comment> comments;
    /// The ticket it was made from; 0: none.
    long long ticket = 0;
};

/// The number of the ticket that an address below the desk's points to, whatever the rest of it looks like:
/// the last number in it. 0 for any other address.
long long ticket_of_address(const std::string& address, const std::string& desk);

}  // namespace sandbox
