#include "adapters/deskpro/messages.h"

#include "adapters/deskpro/errors.h"
#include "adapters/deskpro/files.h"
#include "adapters/deskpro/thread.h"

#include <algorithm>

namespace deskbridge::deskpro {

namespace {

/// Of all tickets of one call together; a long ticket alone comes in larger pages than among many.
constexpr std::size_t messages_of_a_call = 2'000;

int page_size(std::size_t tickets) {
    return static_cast<int>(std::clamp<std::size_t>(messages_of_a_call / tickets, 20, 100));
}

/// One look for every thread that is not done.
void look(Client& client, std::vector<Thread>& threads) {
    std::vector<Thread*> open;
    std::vector<BatchCall> calls;
    for (auto& thread : threads) {
        if (thread.done()) continue;
        open.push_back(&thread);
        calls.push_back(thread.call());
    }
    const auto answers = client.batch(calls, "read the messages of tickets");
    expect_any(answers, "read the messages of tickets");
    for (std::size_t i = 0; i < open.size(); ++i) open[i]->take(answers[i]);
}

/// A page without its files would pass for one that has none: then nothing is known of it.
void add_files(Client& client, std::vector<Thread>& threads) {
    std::vector<MessageRef> asked;
    for (auto& thread : threads)
        for (const auto i : thread.with_files())
            asked.push_back({thread.ticket_id(), thread.page().messages[i].id});
    auto lists = read_files(client, asked);
    auto list = lists.begin();
    for (auto& thread : threads) {
        for (const auto i : thread.with_files()) {
            auto& page = thread.page();
            if (list->error && !page.error) page.error = list->error;
            page.messages[i].files = std::move((list++)->files);
        }
    }
}

}  // namespace

std::vector<MessagePage> read_messages(Client& client, Lookups& lookups,
                                       std::span<const MessageQuery> queries) {
    std::vector<MessagePage> pages;
    if (queries.empty()) return pages;
    std::vector<Thread> threads;
    for (const auto& query : queries) threads.emplace_back(query, page_size(queries.size()), lookups);
    while (!std::all_of(threads.begin(), threads.end(), [](const Thread& thread) { return thread.done(); }))
        look(client, threads);
    add_files(client, threads);
    for (std::size_t i = 0; i < threads.size(); ++i) {
        auto& page = threads[i].page();
        if (page.error) page = {{}, queries[i].cursor, false, std::move(page.error)};
        pages.push_back(std::move(page));
    }
    return pages;
}

}  // namespace deskbridge::deskpro
