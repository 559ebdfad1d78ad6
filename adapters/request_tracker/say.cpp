#include "adapters/request_tracker/say.h"

#include "adapters/request_tracker/base64.h"
#include "adapters/request_tracker/errors.h"
#include "content/canonical_html.h"
#include "content/picture.h"
#include "contract/multipart_form.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge::request_tracker {

namespace {

constexpr const char* saying = "say something on a ticket";

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text)
        if (c == '<')
            out += "&lt;";
        else if (c == '&')
            out += "&amp;";
        else
            out += c;
    return out;
}

/// A picture cannot be shown inside of a message that comes over this interface: its file is named instead.
std::string with_names(const std::string& html, const KeptFiles& kept,
                       const std::vector<std::string>& files) {
    std::string names;
    const auto without = with_pictures(html, [&](const std::string& address) {
        const auto* file = kept.find(address);
        if (file == nullptr) return address;
        names += fmt::format("<li>{}</li>", escaped(file->name));
        return std::string();
    });
    const bool any_picture = !names.empty() && !files.empty();
    return any_picture ? without + "<p>Pictures of this text:</p><ul>" + names + "</ul>" : html;
}

std::string json_of(const std::string& html) {
    json::Writer out;
    // RT takes an empty content for none, and then no type either
    out.object().member("Content", html.empty() ? "<p></p>" : html).member("ContentType", "text/html");
    return out.end().take();
}

/// An RT of Perl strings takes a name beyond ASCII only as a word of a mail header.
std::string header_name(const std::string& name) {
    std::string safe;
    for (const char c : name) safe += static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\' ? '_' : c;
    const bool ascii =
        std::all_of(safe.begin(), safe.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    return ascii ? safe : "=?UTF-8?B?" + base64(safe) + "?=";
}

SayOutcome outcome_of(Client& client, const Answer& answer) {
    if (!answer.ok()) return {{}, client.own_trouble(answer, saying)};
    const auto slash = answer.location.rfind('/');
    auto id = slash == std::string::npos ? std::string() : answer.location.substr(slash + 1);
    if (!id.empty() && id.find_first_not_of("0123456789") == std::string::npos) return {std::move(id), {}};
    // Said it was, but under which number only the ticket's messages tell.
    return {{},
            SyncError(Reach::item, Trouble::data, "Request Tracker did not say what a message became")
                .with(Fate::closed)};
}

SayOutcome say_one(Client& client, KeptFiles& kept, const NewMessage& message) {
    const auto path = fmt::format("/ticket/{}/{}", url_encode(message.ticket_id),
                                  message.visibility == Visibility::everyone ? "correspond" : "comment");
    std::vector<const KeptFile*> files;
    for (const auto& url : message.files) {
        const auto* file = kept.find(url);
        if (file == nullptr)
            return {{},
                    SyncError(Reach::item, Trouble::data,
                              "a file of a message is not kept for Request Tracker any more",
                              "it has to be uploaded before the message is said")};
        files.push_back(file);
    }
    const auto json = json_of(with_names(message.text.markup, kept, message.files));
    if (files.empty()) return outcome_of(client, client.call("POST", path, json, saying));
    MultipartForm form(files.front()->path + ".form");
    form.add("JSON", "application/json", json);
    for (const auto* file : files)
        if (!form.add_file("Attachments", header_name(file->name), media_type_of(file->name), file->path,
                           file->bytes))
            return {{},
                    SyncError(Reach::item, Trouble::data, "a file on its way is not as long as it was",
                              "if this stays, look whether something else tidies the temporary folder")};
    form.end();
    auto outcome = outcome_of(client, client.send_file(path, form.path(), form.bytes(), form.type(), saying));
    if (!outcome.error)
        for (const auto& url : message.files) kept.drop(url);
    return outcome;
}

}  // namespace

std::vector<SayOutcome> say(Client& client, KeptFiles& kept, std::span<const NewMessage> messages) {
    std::vector<SayOutcome> outcomes(messages.size());
    std::optional<SyncError> trouble;
    for (std::size_t i = 0; i < messages.size(); ++i) {
        if (trouble) {
            outcomes[i].error = of_one(*trouble);
            outcomes[i].error->fate = Fate::not_sent;
            continue;
        }
        try {
            outcomes[i] = say_one(client, kept, messages[i]);
        } catch (const SyncError& error) {
            // nothing was said yet: its fate is that of all
            if (i == 0) throw;
            trouble = error;
            outcomes[i].error = of_one(error);
        }
    }
    return outcomes;
}

SayOutcome comment(Client& client, const std::string& ticket_id, const std::string& html) {
    return outcome_of(
        client, client.call("POST", "/ticket/" + url_encode(ticket_id) + "/comment", json_of(html), saying));
}

}  // namespace deskbridge::request_tracker
