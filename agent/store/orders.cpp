#include "store/orders.h"

#include <fmt/format.h>

namespace deskbridge::store {

namespace {

using State = LinkOrder::State;

/// Answers that nobody took: their commands were stopped.
constexpr int answers_kept = 100;

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t from = 0; from < text.size();) {
        const auto end = std::min(text.find('\n', from), text.size());
        lines.push_back(text.substr(from, end - from));
        from = end + 1;
    }
    return lines;
}

}  // namespace

std::int64_t Orders::add(TenantId tenant, const LinkOrder& order) {
    connection_.run(
        "INSERT INTO orders (tenant, verb, ticket, work_item, mapping, comment, state) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        tenant, order.verb, order.wish.ticket_id, order.wish.work_item, order.wish.mapping,
        order.wish.comment, State::waiting);
    return connection_.last_id();
}

std::vector<LinkOrder> Orders::unanswered(TenantId tenant) {
    std::vector<LinkOrder> orders;
    Cursor row = connection_.query(
        "SELECT id, verb, ticket, work_item, mapping, comment, state FROM orders "
        "WHERE tenant = ? AND state < 2 ORDER BY id",
        tenant);
    while (row.next())
        orders.push_back({row.integer(0),
                          row.choice(1, LinkOrder::Verb::remove),
                          {row.text(2), row.integer(3), row.text(4), row.flag(5)},
                          row.choice(6, State::answered)});
    return orders;
}

void Orders::begin(TenantId tenant, std::int64_t id) {
    connection_.run("UPDATE orders SET state = ? WHERE id = ? AND tenant = ?", State::begun, id, tenant);
}

void Orders::answer(TenantId tenant, std::int64_t id, const LinkAnswer& answer) {
    connection_.run(
        "UPDATE orders SET state = ?, error = ?, hint = ?, used = ?, url = ?, remarks = ? "
        "WHERE id = ? AND tenant = ?",
        State::answered, answer.error, answer.hint, answer.mapping, answer.work_item_url,
        fmt::format("{}", fmt::join(answer.remarks, "\n")), id, tenant);
    connection_.run("DELETE FROM orders WHERE tenant = ? AND state = ? AND id <= ?", tenant, State::answered,
                    id - answers_kept);
}

std::optional<LinkAnswer> Orders::take_answer(TenantId tenant, std::int64_t id) {
    Cursor row = connection_.query(
        "DELETE FROM orders WHERE id = ? AND tenant = ? AND state = ? "
        "RETURNING error, hint, used, url, remarks",
        id, tenant, State::answered);
    if (!row.next()) return {};
    LinkAnswer answer{row.text(0), row.text(1), row.text(2), row.text(3), lines_of(row.text(4))};
    while (row.next()) {
    }
    return answer;
}

bool Orders::withdraw(TenantId tenant, std::int64_t id) {
    return connection_.run("DELETE FROM orders WHERE id = ? AND tenant = ? AND state = ?", id, tenant,
                           State::waiting) > 0;
}

}  // namespace deskbridge::store
