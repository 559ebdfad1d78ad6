#include "decide/hearing.h"

#include "content/canonical_html.h"
#include "content/clip_html.h"
#include "content/digest.h"
#include "content/markdown.h"
#include "content/plain_text.h"
#include "content/reference.h"
#include "decide/discussion.h"
#include "decide/heading.h"
#include "mapping/coercion.h"
#include "mapping/texts.h"
#include "model/mark.h"
#include "model/process.h"

#include <array>
#include <fmt/format.h>

namespace deskbridge {

namespace {

/// What may stand before a marker and is not seen: blanks, also those of editors.
constexpr std::array<std::string_view, 9> blanks = {
    " ", "\t", "\n", "\r", "\xC2\xA0", "&nbsp;", "\xE2\x80\x8B", "\xEF\xBB\xBF", "&#160;"};

std::size_t blank_at(std::string_view text) {
    for (const auto blank : blanks)
        if (text.rfind(blank, 0) == 0) return blank.size();
    return 0;
}

std::string_view after_blanks(std::string_view text) {
    while (const auto size = blank_at(text)) text.remove_prefix(size);
    return text;
}

/// Anything that could be more of the same word; what is not ASCII is taken for a letter, to be safe.
bool goes_on(std::string_view text) {
    if (text.empty() || blank_at(text) != 0) return false;
    const auto c = static_cast<unsigned char>(text.front());
    return c >= 0x80 || c == '-' || c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z');
}

bool begins_with_marker(std::string_view text, const std::string& marker) {
    text = after_blanks(text);
    return !marker.empty() && text.size() >= marker.size() &&
           same_name(text.substr(0, marker.size()), marker) && !goes_on(text.substr(marker.size()));
}

/// The length of the tag that begins here; canonical HTML has no ">" in its attributes unless quoted.
std::size_t tag_at(std::string_view html) {
    if (html.empty() || html.front() != '<') return 0;
    bool quoted = false;
    for (std::size_t at = 0; at < html.size(); ++at) {
        if (html[at] == '"') quoted = !quoted;
        if (html[at] == '>' && !quoted) return at + 1;
    }
    return html.size();
}

bool is_line_break(std::string_view tag) {
    return tag.rfind("<br", 0) == 0;
}

/// Takes the text `wanted` (escaped) from the front of `html`, keeping the tags between in `kept`. False when
/// something else stands there.
bool take_text(std::string_view& html, std::string_view wanted, std::string& kept) {
    while (!wanted.empty()) {
        if (html.empty()) return false;
        if (const auto tag = tag_at(html)) {
            kept += html.substr(0, tag);
            html.remove_prefix(tag);
        } else {
            if (!same_name(html.substr(0, 1), wanted.substr(0, 1))) return false;
            html.remove_prefix(1);
            wanted.remove_prefix(1);
        }
    }
    return true;
}

/// Blanks and, where `breaks`, line breaks go; other tags are kept.
void skip_blanks(std::string_view& html, std::string& kept, bool breaks) {
    for (;;) {
        html = after_blanks(html);
        const auto tag = tag_at(html);
        if (tag == 0) return;
        if (!breaks || !is_line_break(html)) kept += html.substr(0, tag);
        html.remove_prefix(tag);
    }
}

/// A link of one character that has no width: kept by every desk that keeps links, and not seen.
std::string unseen_link(const std::string& address) {
    return fmt::format("<a href=\"{}\">\xE2\x80\x8B</a>", escape_html(address));
}

/// The link has to stand in the first line, wherever that is.
std::string with_unseen_link(const std::string& body, const std::string& address) {
    const bool paragraph = body.rfind("<p>", 0) == 0;
    const std::string link = unseen_link(address);
    return paragraph ? "<p>" + link + body.substr(3) : "<p>" + link + "</p>" + body;
}

std::string fitting(const std::string& body) {
    return clip_html(body, longest_text,
                     "<p><i>The comment is longer than this; all of it is on the work item.</i></p>")
        .text;
}

}  // namespace

bool wants_comments(const Mapping& mapping) {
    return mapping.comments && mapping.comments->from_work != CommentRules::FromWork::none;
}

bool wants_item_files(const Mapping& mapping) {
    return mapping.attachments == AttachmentFlow::to_desk || mapping.attachments == AttachmentFlow::both;
}

bool is_copy(const Comment& comment) {
    if (stands_for_message(comment.text)) return true;
    const auto text = plain_text(body_of(comment));
    return after_blanks(text).rfind(note_heading, 0) == 0;
}

Visibility visibility_of(const Comment& comment, const CommentRules& rules) {
    if (rules.from_work != CommentRules::FromWork::marked) return Visibility::internal;
    return begins_with_marker(plain_text(body_of(comment)), rules.public_marker) ? Visibility::everyone
                                                                                 : Visibility::internal;
}

std::string comment_digest(const Comment& comment) {
    return digest(body_of(comment));
}

std::string comment_address(const Link& link, std::int64_t comment) {
    return comment_address(link.work_item_url, link.key, comment);
}

Html message_on(const Comment& comment, const Link& link, Visibility visibility, const std::string& body,
                std::span<const std::string> notes, const CommentRules& rules) {
    const auto address = comment_address(link, comment.id);
    if (visibility == Visibility::everyone)
        return {
            canonical_html(with_unseen_link(fitting(without_marker(body, rules.public_marker)), address))};
    const auto head = heading(comment.author, "comment of the work item", address, comment.created);
    return {canonical_html(head + fitting(body) + notes_html(notes))};
}

std::string without_marker(const std::string& body, const std::string& marker) {
    std::string_view rest = body;
    std::string kept;
    skip_blanks(rest, kept, false);
    std::string wanted;
    html::append_escaped(wanted, marker);
    if (wanted.empty() || !take_text(rest, wanted, kept)) return body;
    rest = after_blanks(rest);
    if (rest.rfind(':', 0) == 0) rest.remove_prefix(1);
    skip_blanks(rest, kept, true);
    return canonical_html(kept + std::string(rest));
}

std::string body_of(const Comment& comment) {
    const auto html = comment.markdown ? html_from_markdown(comment.text) : canonical_html(comment.text);
    return std::string(trimmed(html));
}

}  // namespace deskbridge
