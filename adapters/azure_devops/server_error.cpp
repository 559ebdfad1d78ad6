#include "adapters/azure_devops/server_error.h"

#include "adapters/azure_devops/card.h"
#include "json/json.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge::azure_devops {

namespace {

constexpr std::size_t longest_text = 300;

/// How one kind of refusal is told. `status` 0 = any; `key` as in ServerError::is, empty = any.
struct Row {
    int status;
    std::string_view key;
    Trouble trouble;
    Fate fate;
    std::string_view what;
    std::string_view hint;
};

constexpr std::string_view renew_sign_in =
    "Renew the token or sign in again, and see that the account is a member of this organization.";
constexpr std::string_view check_address =
    "Check work.url and the organization or collection; on Azure DevOps Server the url includes the virtual "
    "directory, often /tfs.";
constexpr std::string_view check_project =
    "Correct the project's name in the mapping, or give the account access to the project.";
constexpr std::string_view wait = "Nothing needs to be done if this passes; it is tried again later.";
constexpr std::string_view check_field = "Correct the field's name in the mapping.";

/// First match counts.
constexpr Row rows[] = {
    {0, "TF400733", Trouble::limited, Fate::refused, "the account makes too many requests", wait},
    {429, "", Trouble::limited, Fate::refused, "the account makes too many requests", wait},
    {0, "TF24668", Trouble::unreachable, Fate::refused, "the collection is stopped",
     "Waiting does not help: an administrator has to start the organization or collection again."},
    {401, "TF400813", Trouble::sign_in, Fate::refused, "the sign-in was refused", renew_sign_in},
    {401, "UnauthorizedRequestException", Trouble::sign_in, Fate::refused, "the sign-in was refused",
     renew_sign_in},
    {401, "", Trouble::sign_in, Fate::closed, "the sign-in was not accepted", renew_sign_in},
    {403, "", Trouble::forbidden, Fate::refused, "the account may not do this",
     "Give the account the right to edit work items in this project and area, or the token the scope "
     "vso.work_write."},
    {0, "TF200016", Trouble::configuration, Fate::refused, "there is no such project", check_project},
    {0, "VS800075", Trouble::configuration, Fate::refused, "there is no such project", check_project},
    {0, "ProjectDoesNotExist", Trouble::configuration, Fate::refused, "there is no such project",
     check_project},
    {404, "TF401232", Trouble::data, Fate::refused, "the work item is gone or hidden from the account",
     "Look for it in the recycle bin, and check the account's rights on its area."},
    {404, "WorkItemTypeNotFound", Trouble::data, Fate::refused, "the project has no such work item type",
     "Correct the type's name in the mapping."},
    {404, "", Trouble::configuration, Fate::refused, "nothing answers at this address", check_address},
    {400, "TF401320", Trouble::data, Fate::refused, "a rule of the process refuses the value",
     "Give these fields a valid value in the mapping, or change the rule of the process."},
    {400, "RuleValidationException", Trouble::data, Fate::refused, "a rule of the process refuses the value",
     "Give these fields a valid value in the mapping, or change the rule of the process."},
    {400, "TF401326", Trouble::data, Fate::refused, "the field is read-only",
     "Remove the field from the mapping."},
    {400, "TF401347", Trouble::data, Fate::refused, "the area or iteration does not exist",
     "Create it in the project's settings, or correct the path in the mapping."},
    {400, "TF51535", Trouble::data, Fate::refused, "there is no such field", check_field},
    {400, "TF51005", Trouble::data, Fate::refused, "the query names an unknown field", check_field},
    {400, "600171", Trouble::data, Fate::refused, "a person is not known there",
     "Map the person to somebody who is a member, or leave the field out."},
    {400, "TF401243", Trouble::data, Fate::refused, "too many tags", "Carry fewer labels over as tags."},
    {0, "TF237082", Trouble::data, Fate::refused, "a file is too big",
     "Carry smaller files over, or have an administrator raise the collection's limit for attachments."},
    {400, "VS403313", Trouble::data, Fate::refused, "too many files on the work item", "Remove some."},
    {400, "VS402337", Trouble::data, Fate::refused, "the query finds too much", wait},
    {400, "VS402335", Trouble::unreachable, Fate::refused, "the query takes too long", wait},
    {0, "VS402490", Trouble::limited, Fate::refused, "too many queries run at once", wait},
    {0, "VS402491", Trouble::limited, Fate::refused, "too many queries run at once", wait},
    {400, "VssVersion", Trouble::configuration, Fate::refused, "the server is too old or too new",
     "Azure DevOps Server 2019 or later is needed."},
    {400, "VssInvalidPreviewVersion", Trouble::configuration, Fate::refused, "the version was not accepted",
     "Azure DevOps Server 2019 or later is needed."},
    {400, "WorkItemFieldInvalidException", Trouble::data, Fate::refused, "a field's value is not allowed",
     "Correct the value in the mapping; `deskbridge check` lists what is allowed."},
    {400, "", Trouble::data, Fate::refused, "the request was refused",
     "Run `deskbridge check` to compare the mapping with the project."},
    {409, "", Trouble::data, Fate::closed, "somebody changed it at the same time", wait},
    {412, "", Trouble::data, Fate::closed, "it has changed meanwhile", wait},
    {408, "", Trouble::unreachable, Fate::closed, "the server did not get the whole request in time", wait},
    {413, "", Trouble::data, Fate::refused, "the request is too big",
     "Shorten the text, or raise the server's limit."},
};

const Row& row_of(int status, const ServerError& error) {
    static constexpr Row sign_in_page = {
        0, "", Trouble::sign_in, Fate::closed, "a sign-in page came instead of an answer", renew_sign_in};
    static constexpr Row other_refusal = {0,
                                          "",
                                          Trouble::data,
                                          Fate::refused,
                                          "the request was refused",
                                          "The status says why; a proxy in between may be the cause."};
    static constexpr Row internal = {0, "", Trouble::unreachable, Fate::closed, "the server failed", wait};
    const auto found = std::find_if(std::begin(rows), std::end(rows), [&](const Row& row) {
        return (row.status == 0 || row.status == status) && (row.key.empty() || error.is(row.key));
    });
    if (found != std::end(rows)) return *found;
    if (status < 400) return sign_in_page;
    return status < 500 ? other_refusal : internal;
}

bool is_code_prefix(std::string_view text) {
    return text == "TF" || text == "VS";
}

/// "TF401232" out of a message in whatever language.
std::string code_in(std::string_view text) {
    for (std::size_t i = 0; i + 6 < text.size(); ++i) {
        if (!is_code_prefix(text.substr(i, 2)) ||
            (i > 0 && std::isalnum(static_cast<unsigned char>(text[i - 1]))))
            continue;
        std::size_t end = i + 2;
        while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
        if (end - i >= 7) return std::string(text.substr(i, end - i));
    }
    return {};
}

/// "RuleValidationException" out of "Microsoft.TeamFoundation.X.RuleValidationException, Microsoft.X".
std::string class_of(std::string name) {
    name = name.substr(0, name.find(','));
    const auto dot = name.rfind('.');
    return dot == std::string::npos ? name : name.substr(dot + 1);
}

bool looks_like_json(std::string_view body) {
    if (body.substr(0, 3) == "\xEF\xBB\xBF") body.remove_prefix(3);
    const auto first = body.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && body[first] == '{';
}

void read_envelope(json::View root, ServerError& error) {
    if (root["value"].is_object()) root = root["value"];
    error.message = root["message"].text(root["Message"].text());
    error.type_key = root["typeKey"].text();
    if (error.type_key.empty()) error.type_key = class_of(root["typeName"].text(root["ClassName"].text()));
    error.number = root["errorCode"].integer().value_or(0);
    for (const auto& rule : root["customProperties"]["RuleValidationErrors"].items())
        error.rules.push_back({rule["fieldReferenceName"].text(), rule["fieldStatusFlags"].text()});
}

bool is_plain_text(const HttpResponse& answer) {
    return answer.header("Content-Type").rfind("text/plain", 0) == 0;
}

std::string rules_text(const ServerError& error) {
    std::string out;
    for (const auto& rule : error.rules) {
        if (rule.field.empty()) continue;
        out += out.empty() ? ": " : "; ";
        out += shown(rule.field) + (rule.flags.empty() ? "" : " (" + shown(rule.flags) + ")");
    }
    return out;
}

/// These concern the account, whichever request met them.
bool is_about_the_account(Trouble trouble) {
    return trouble == Trouble::sign_in || trouble == Trouble::limited;
}

}  // namespace

bool ServerError::is(std::string_view key) const {
    if (key.empty()) return false;
    return code == key || type_key.substr(0, key.size()) == key ||
           (number != 0 && std::to_string(number) == key);
}

std::string shown(std::string_view text) {
    std::string out;
    for (const char c : text.substr(0, longest_text))
        out += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
    if (text.size() <= longest_text) return out;
    while (!out.empty() && (static_cast<unsigned char>(out.back()) & 0xC0) == 0x80) out.pop_back();
    if (!out.empty() && static_cast<unsigned char>(out.back()) >= 0xC0) out.pop_back();
    return out + "...";
}

ServerError read_server_error(const HttpResponse& answer) {
    ServerError error;
    if (looks_like_json(answer.body)) {
        try {
            read_envelope(json::Document::parse(answer.body, "an error answer").root(), error);
        } catch (const SyncError&) {
            // half a body: the status alone has to do
        }
    } else if (is_plain_text(answer)) {
        error.message = answer.body;
    }
    if (error.message.empty()) error.message = url_decode(answer.header("x-tfs-serviceerror"));
    error.code = code_in(error.message);
    error.message = shown(error.message);
    return error;
}

SyncError error_of(const HttpResponse& answer, std::string_view doing, Reach reach) {
    const auto error = read_server_error(answer);
    const Row& row = row_of(answer.status, error);
    const auto detail = error.message.empty() ? fmt::format("HTTP {}", answer.status)
                                              : fmt::format("HTTP {}, {}", answer.status, error.message);
    SyncError out(
        is_about_the_account(row.trouble) ? Reach::side : reach, row.trouble,
        fmt::format("Azure DevOps: cannot {}: {}{} ({})", doing, row.what, rules_text(error), detail),
        std::string(row.hint));
    out.with(row.fate);
    if (const auto length = retry_after_of(answer.headers)) out.with(*length);
    return out;
}

}  // namespace deskbridge::azure_devops
