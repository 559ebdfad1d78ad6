// Walking down one ticket's messages, page by page.
#pragma once

#include "adapters/deskpro/client.h"
#include "adapters/deskpro/lookups.h"
#include "adapters/deskpro/page.h"
#include "contract/help_desk.h"

#include <map>
#include <string>
#include <vector>

namespace deskbridge::deskpro {

/// Where the reading of a ticket's messages stands; its text is the cursor.
struct ThreadPlace {
    Walk walk;                   ///< `last`: the last message that was read
    std::int64_t described = 0;  ///< the message that is the description; 0 = it did not come yet

    static ThreadPlace parse(const std::string& cursor);
    std::string text() const;
};

/// One page of one ticket, in as many looks as it takes: call and take in turn until it is done. A walk like
/// those over tickets, see page.h. Where the instance does not list by id, the list is gone through to its
/// end for each page, and the smallest ids beyond the last one read are kept.
class Thread {
public:
    /// `size`: messages on a page, at most.
    Thread(const MessageQuery& query, int size, Lookups& lookups);

    BatchCall call() const;
    void take(const Answer& answer);
    bool done() const { return done_; }

    /// Indexes into the page's messages of those whose files have to be asked for.
    const std::vector<std::size_t>& with_files() const { return with_files_; }
    const std::string& ticket_id() const { return query_.ticket_id; }
    MessagePage& page() { return page_; }

private:
    struct Said {
        Message message;
        bool has_files = false;
        bool may_describe = false;
    };
    void fail(const Answer& answer);
    void walk_on(const json::Document& body);
    void sift(const json::Document& body);
    void begin_sifting();
    Said said(json::View message, json::View linked) const;
    void add(Said said);
    void finish(bool more);

    const MessageQuery& query_;
    Lookups& lookups_;
    ThreadPlace place_;
    MessagePage page_;
    std::vector<std::size_t> with_files_;
    bool done_ = false;

    int sifted_page_ = 1;
    int siftings_ = 0;
    std::int64_t sifted_total_ = -1;
    std::vector<std::int64_t> sifted_before_;
    std::map<std::int64_t, Said> kept_;
    bool left_out_ = false;
};

}  // namespace deskbridge::deskpro
