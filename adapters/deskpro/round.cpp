#include "adapters/deskpro/round.h"

namespace deskbridge::deskpro {

namespace {

constexpr std::size_t bytes_of_a_request = 2'000'000;

}  // namespace

std::vector<Round> portions(const Round& round) {
    std::vector<Round> out;
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < round.calls.size(); ++i) {
        bytes += round.calls[i].payload.size();
        if (out.empty() || bytes > bytes_of_a_request) {
            out.emplace_back();
            bytes = round.calls[i].payload.size();
        }
        out.back().add(round.owners[i], round.calls[i]);
    }
    return out;
}

void send(Client& client, const Round& round, const std::string& what,
          const std::function<void(std::size_t owner, const Answer& answer)>& take) {
    for (const auto& portion : portions(round)) {
        const auto answers = client.batch(portion.calls, what);
        for (std::size_t i = 0; i < answers.size(); ++i) take(portion.owners[i], answers[i]);
    }
}

}  // namespace deskbridge::deskpro
