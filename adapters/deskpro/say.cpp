#include "adapters/deskpro/say.h"

#include "adapters/deskpro/blob_token.h"
#include "adapters/deskpro/errors.h"
#include "adapters/deskpro/round.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge::deskpro {

namespace {

constexpr const char* saying = "say a message on a ticket";
constexpr const char* editing = "edit a message";
constexpr const char* removing = "remove a message";

std::string messages_path(const std::string& ticket) {
    return "/tickets/" + url_encode(ticket) + "/messages";
}

std::string message_path(const std::string& ticket, const std::string& message) {
    return messages_path(ticket) + "/" + url_encode(message);
}

/// The desk takes files by number, or in a list that can also say which are shown in the text: the second
/// only where it is needed.
void put_files(json::Writer& out, const Html& text, const std::vector<BlobToken>& files) {
    const auto is_shown = [&](const BlobToken& file) {
        return text.markup.find(file.text()) != std::string::npos;
    };
    if (files.empty()) return;
    if (std::none_of(files.begin(), files.end(), is_shown)) {
        out.key("attachments").object();
        for (const auto& file : files)
            out.key(file.blob_id).object().member("blob_auth", file.blob_auth).end();
        out.end();
        return;
    }
    out.key("attachments").array();
    for (const auto& file : files)
        out.object().member("blob_auth", file.blob_auth).member("is_inline", is_shown(file)).end();
    out.end();
}

/// Each once; nothing when a file is none that the desk keeps.
std::optional<std::vector<BlobToken>> tokens_of(const std::vector<std::string>& urls) {
    std::vector<BlobToken> files;
    for (const auto& url : urls) {
        auto token = BlobToken::parse(url);
        if (!token) return {};
        const auto same = [&](const BlobToken& known) { return known.blob_id == token->blob_id; };
        if (std::none_of(files.begin(), files.end(), same)) files.push_back(std::move(*token));
    }
    return files;
}

std::optional<std::string> payload_of(const NewMessage& message) {
    const auto files = tokens_of(message.files);
    if (!files) return {};
    json::Writer out;
    out.object().member("message", without_tokens(message.text.markup)).member("format", "html");
    out.member("is_note", message.visibility != Visibility::everyone);
    put_files(out, message.text, *files);
    return out.end().take();
}

std::optional<std::string> payload_of(const MessageEdit& edit) {
    const auto files = tokens_of(edit.files);
    if (!files) return {};
    json::Writer out;
    out.object().member("message", without_tokens(edit.text.markup)).member("format", "html");
    put_files(out, edit.text, *files);
    return out.end().take();
}

SyncError not_kept() {
    return SyncError(Reach::item, Trouble::data, "Deskpro: a file of a message was not kept by this desk",
                     "it has to be uploaded before the message is said");
}

SayOutcome outcome_of(const Answer& answer) {
    if (answer.ok()) {
        auto id = answer.body["data"]["id"].text();
        // Said it was, but under which id only the ticket's messages tell.
        if (id.empty()) return {{}, item_error(answer, saying)};
        return {std::move(id), {}};
    }
    auto error = item_error(answer, saying);
    // An equal one was made just before: an earlier attempt may have been it.
    if (is_duplicate(answer.body.root())) error.with(Fate::closed);
    return {{}, std::move(error)};
}

/// The saying of many messages. After the first that ends in trouble of the desk none is sent any more.
class Saying {
public:
    Saying(Client& client, std::size_t count) : client_(client), outcomes_(count) {}

    void refuse(std::size_t message, SyncError error) { outcomes_[message].error = std::move(error); }

    std::vector<SayOutcome> run(const Round& round) {
        for (const auto& portion : portions(round)) {
            if (trouble_)
                leave(portion, 0);
            else
                say_portion(portion);
        }
        // Its fate is then that of all.
        if (trouble_ && !any_said_ && !any_unclear_) throw *trouble_;
        return std::move(outcomes_);
    }

private:
    void say_portion(const Round& portion) {
        std::optional<std::vector<Answer>> answers;
        try {
            answers = client_.in_one(portion.calls, saying);
        } catch (const SyncError& error) {
            trouble_ = error;
            for (const auto owner : portion.owners) fail(owner, error);
            return;
        }
        if (!answers) return say_alone(portion);
        for (std::size_t i = 0; i < answers->size(); ++i) take(portion.owners[i], (*answers)[i]);
    }

    void say_alone(const Round& portion) {
        for (std::size_t i = 0; i < portion.calls.size(); ++i) {
            if (trouble_) return leave(portion, i);
            const auto& call = portion.calls[i];
            const auto owner = portion.owners[i];
            try {
                take(owner, client_.call(call.method, call.path, call.query, call.payload, saying));
            } catch (const SyncError& error) {
                if (is_of_the_desk(error))
                    trouble_ = error;
                else
                    any_unclear_ = true;
                fail(owner, error);
            }
        }
    }

    /// An internal error may be about this one message: then the desk answers to something else.
    bool is_of_the_desk(const SyncError& error) {
        if (error.fate != Fate::closed || error.trouble != Trouble::unreachable) return true;
        try {
            client_.get("/me", {}, "see whether the help desk answers");
            return false;
        } catch (const SyncError&) {
            return true;
        }
    }

    void take(std::size_t owner, const Answer& answer) {
        if (is_of_all(answer.status)) trouble_ = error_of(answer.status, {}, answer.body.root(), saying);
        auto& outcome = outcomes_[owner] = outcome_of(answer);
        any_said_ = any_said_ || !outcome.error;
        any_unclear_ = any_unclear_ || (outcome.error && outcome.error->fate == Fate::closed);
    }

    void fail(std::size_t owner, SyncError error) {
        error.reach = Reach::item;
        outcomes_[owner].error = std::move(error);
    }

    /// What was not sent because the desk is in trouble.
    void leave(const Round& portion, std::size_t from) {
        for (auto i = from; i < portion.owners.size(); ++i) {
            auto error = *trouble_;
            fail(portion.owners[i], error.with(Fate::not_sent));
        }
    }

    Client& client_;
    std::vector<SayOutcome> outcomes_;
    std::optional<SyncError> trouble_;
    bool any_said_ = false;
    bool any_unclear_ = false;  ///< beside what the trouble itself left unclear
};

}  // namespace

std::vector<SayOutcome> say(Client& client, std::span<const NewMessage> messages) {
    Saying saying_all(client, messages.size());
    Round round;
    for (std::size_t i = 0; i < messages.size(); ++i) {
        auto payload = payload_of(messages[i]);
        if (!payload)
            saying_all.refuse(i, not_kept());
        else
            round.add(i,
                      {"POST", messages_path(messages[i].ticket_id), {{"follow_location", "1"}}, *payload});
    }
    return saying_all.run(round);
}

std::vector<WriteOutcome> edit(Client& client, std::span<const MessageEdit> edits) {
    std::vector<WriteOutcome> outcomes(edits.size());
    Round round;
    for (std::size_t i = 0; i < edits.size(); ++i) {
        if (const auto payload = payload_of(edits[i]))
            round.add(i, {"PUT", message_path(edits[i].ticket_id, edits[i].message_id), {}, *payload});
        else
            outcomes[i].error = not_kept();
    }
    send(client, round, editing, [&](std::size_t owner, const Answer& answer) {
        if (!answer.ok()) outcomes[owner].error = own_trouble(answer, editing);
    });
    return outcomes;
}

WriteOutcome remove(Client& client, const std::string& ticket_id, const std::string& message_id) {
    const auto answers = client.batch({{"DELETE", message_path(ticket_id, message_id), {}, {}}}, removing);
    const auto& answer = answers.front();
    WriteOutcome outcome;
    if (!answer.ok() && answer.status != 404 && answer.status != 410)
        outcome.error = own_trouble(answer, removing);
    return outcome;
}

}  // namespace deskbridge::deskpro
