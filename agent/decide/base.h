// What a link keeps of the values that both sides agreed on.
#pragma once

#include "mapping/mapping.h"
#include "model/link.h"
#include "model/process.h"
#include "model/work_item.h"

#include <optional>
#include <string>
#include <vector>

namespace deskbridge {

/// The form in which a value is compared: HTML canonical; text with one kind of line end, one kind of blank
/// and none at the end of a line; people by address without regard to case; words sorted, as they are spelled
/// (word_merge.h compares them). Up to 128 bytes (words: 4,000) as they are, longer ones as "#" and a digest.
std::string base_value(const Value& value);

/// The same of what a field of this kind holds: 2, 2.0 and "2" are one number, times one moment.
std::string base_value(const Value& value, FieldKind kind);

/// The same of a value whose HTML is canonical already, as a translator's is: not looked at again.
std::string base_of_canonical(const Value& value);

/// True for an entry of words or text that was too long to keep.
bool is_digest(std::string_view entry);

// The entries of a base, by field F:
//   "F"   what the work item holds
//   "<F"  what the ticket's translation is, where that is something else; "?..." where it has none
//   "!F"  "1": what the work item holds is only the beginning of the ticket's text
//   "^F"  "=..." : this is what the tracker's rules (or the desk's) made something else of. While the
//         ticket's entry is the same, the ticket has not been told; afterwards it stays until a look finds
//         nothing new. By it two systems are known whose rules undo each other: what is put back at once, or
//         rewritten a second time, is accepted.
//   "*F"  "1": the work item was seen to hold something else than "F", and that could not be dealt with yet
//   "+F", "+<F"  words on their way to both sides: what "F" and "<F" will be when both have arrived
//   "~F"  a state that the work item passes through: the write of it is on its way, so that when the item is
//         found there nobody else moved it
//   "%..." what the link keeps beside its fields: see pair.h
// and, only in what goes along with a write,
//   ">F"  the field flows both ways: what the tracker makes of the value is for the ticket too; "2": it has
//         been rewritten before, and is accepted this time.

/// All entries of one field. `desk` is what stands for the ticket, wherever it is kept.
struct FieldBase {
    std::optional<std::string> work;
    std::optional<std::string> desk;
    std::optional<std::string> rewritten;
    bool cut = false;
    bool behind = false;
    bool half = false;  ///< of two writes, one has not arrived
    std::optional<std::string> passing;

    /// The ticket has to be told what the tracker made of its value.
    bool owed() const { return rewritten && desk == rewritten; }
};
FieldBase base_of(const Base& base, const std::string& field);

/// False for the entries that stand beside a field's own.
bool is_field(std::string_view entry);

/// Fields whose value the tracker rewrote and the ticket has not been told of: the link has to be reconciled
/// once more, with the work item at hand.
std::vector<std::string> owed_to_desk(const Base& base);

/// True when the ticket is told what the tracker makes of the values of such a field: ">F" goes along.
bool is_owed_back(Flow flow, FieldKind kind);

/// `base` with the entries of a plan (`agreed`, `after_work` as agreed_base gives it back, `after_desk`) set,
/// and without those that say nothing. What changes words on both sides is agreed once both writes have been
/// renewed.
Base renewed(Base base, const Base& entries);

/// `base` while the work item is sent through a state on its way to another.
Base passing_state(Base base, const std::string& state);

/// `base` after the work item has passed through a state on its way to another.
Base passed_state(Base base, const std::string& state);

/// `sent`, with the fields that the tracker's answer holds as it holds them; where that is not what was sent,
/// the ticket's side keeps what was sent, so that nobody takes either for a change. Rich text, words and
/// people are accepted as the tracker has them; another value of a field that flows both ways is owed to the
/// ticket. An entry "<F" without "F" is a field of which nothing was sent: it takes what the answer holds.
/// `fields` are the values that `sent` was made of: one that came back as it was sent needs no second look.
Base agreed_base(const Base& sent, const Record& fields, const WorkItem& answered);

/// True when the mapping says anything about telling the ticket.
bool wants_link_back(const Mapping& mapping);

}  // namespace deskbridge
