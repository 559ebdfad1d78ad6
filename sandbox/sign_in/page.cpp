#include "sandbox/sign_in/page.h"

#include <fmt/format.h>

namespace sandbox::sign_in {

namespace {

std::string escaped(const std::string& text) {
    std::string out;
    for (const char c : text) {
        if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else if (c == '"')
            out += "&quot;";
        else
            out += c;
    }
    return out;
}

Reply page(const std::string& content) {
    Reply reply;
    reply.headers.emplace("Content-Type", "text/html; charset=utf-8");
    reply.headers.emplace("Cache-Control", "no-store");
    reply.body = fmt::format(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Sign in (sandbox)</title>"
        "</head><body style=\"font-family:sans-serif;margin:4em auto;max-width:32em\">{}</body></html>",
        content);
    return reply;
}

}  // namespace

Reply page_reply(const std::string& sentence) {
    return page(fmt::format("<p>{}</p>", escaped(sentence)));
}

Reply consent_page(const std::string& path, const std::string& query, const std::string& person,
                   const std::string& client_id) {
    return page(
        fmt::format("<h1>Sign in</h1><p>The app <b>{}</b> wants to act as <b>{}</b>.</p>"
                    "<form method=\"post\" action=\"{}\"><input type=\"hidden\" name=\"query\" value=\"{}\">"
                    "<button id=\"accept\" name=\"answer\" value=\"accept\">Accept</button> "
                    "<button id=\"decline\" name=\"answer\" value=\"decline\">Cancel</button></form>",
                    escaped(client_id), escaped(person), escaped(path), escaped(query)));
}

Reply code_page() {
    return page(
        "<h1>Enter the code</h1><form method=\"post\"><input name=\"user_code\" autofocus> "
        "<button name=\"answer\" value=\"accept\">Next</button> "
        "<button name=\"answer\" value=\"decline\">Cancel</button></form>");
}

}  // namespace sandbox::sign_in
