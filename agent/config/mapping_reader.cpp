#include "config/mapping_reader.h"

#include "model/process.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <utility>

namespace deskbridge::config {

using json::FileNode;

namespace {

template <class Choice>
Choice chosen(const FileNode& node, std::initializer_list<std::pair<std::string_view, Choice>> choices,
              Choice otherwise) {
    const auto text = node.text();
    for (const auto& [name, choice] : choices)
        if (name == text) return choice;
    return otherwise;
}

auto with_name(std::vector<FieldMapping>& fields, const std::string& work) {
    return std::find_if(fields.begin(), fields.end(),
                        [&](const FieldMapping& field) { return same_name(field.work, work); });
}

constexpr std::pair<const char*, Source::Kind> sources[] = {{"desk", Source::Kind::desk},
                                                            {"template", Source::Kind::template_text},
                                                            {"value", Source::Kind::value},
                                                            {"compute", Source::Kind::compute}};

bool is_addition(const FileNode& field) {
    return !field["add"].missing() &&
           std::all_of(std::begin(sources), std::end(sources),
                       [&](const auto& source) { return field[source.first].missing(); });
}

Words read_words(const FileNode& list) {
    Words words;
    for (const auto& item : list.items()) words.push_back(item.text());
    return words;
}

void read_additions(Source& source, const FileNode& list) {
    for (const auto& item : list.items()) source.added.push_back({item.text(), place_of(item)});
}

std::optional<std::int64_t> number_of(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return {};
    return number;
}

}  // namespace

std::string place_of(const FileNode& node) {
    return fmt::format("{}:{}:{}", node.file(), node.line(), node.column());
}

Value read_value(const FileNode& node) {
    if (node.is_text()) return node.text();
    if (node.is_flag()) return node.flag();
    if (node.is_object()) return Person{node["name"].text(), node["email"].text(), {}};
    if (node.is_array()) return read_words(node);
    if (const auto integer = node.integer()) return *integer;
    if (const auto number = node.number()) return *number;
    return {};
}

void MappingReader::wrong(const FileNode& node, std::string message) {
    problems_.push_back(node.problem(std::move(message)));
}

void MappingReader::lay_over(const FileNode& root) {
    mapping_.place = place_of(root);
    if (root["name"].is_text()) mapping_.name = root["name"].text();
    read_select(root);
    read_target(root);
    read_fields(root["fields"]);
    read_messages(root);
    mapping_.on_deselect =
        chosen<OnDeselect>(root["on_deselect"], {{"keep", OnDeselect::keep}, {"unlink", OnDeselect::unlink}},
                           mapping_.on_deselect);
    read_events(root["events"]);
    if (root["item_links"].is_array()) mapping_.item_links = {};
    for (const auto& item : root["item_links"].items()) read_item_link(item.text());
}

void MappingReader::read_events(const FileNode& events) {
    auto& rules = mapping_.events;
    for (const auto& [key, rule] : {std::pair{"ticket_deleted", &rules.ticket_deleted},
                                    {"ticket_spam", &rules.ticket_spam},
                                    {"ticket_merged", &rules.ticket_merged},
                                    {"item_deleted", &rules.item_deleted},
                                    {"item_moved", &rules.item_moved},
                                    {"item_retyped", &rules.item_retyped}})
        *rule = chosen<OnEvent>(events[key],
                                {{"follow", OnEvent::follow},
                                 {"note", OnEvent::note},
                                 {"unlink", OnEvent::unlink},
                                 {"recreate", OnEvent::recreate},
                                 {"delete", OnEvent::recycle}},
                                *rule);
}

void MappingReader::read_item_link(const std::string& kind) {
    if (kind == "parent") mapping_.item_links.parents = true;
    if (kind == "related") mapping_.item_links.related = true;
}

void MappingReader::require_whole(const FileNode& root) {
    const auto require = [&](bool there, std::string_view key) {
        if (!there) wrong(root, fmt::format("'{}' is missing, here and in what this file extends", key));
    };
    require(!mapping_.name.empty(), "name");
    require(project_said_, "project");
    require(type_said_, "type");
}

void MappingReader::read_select(const FileNode& root) {
    if (root["select"].is_text()) {
        mapping_.select = root["select"].text();
        mapping_.select_place = place_of(root["select"]);
        mapping_.find.clear();  // it narrowed the listing for another `select`
    }
    if (!root["find"].is_object()) return;
    mapping_.find.clear();
    for (const auto& [key, wanted] : root["find"].members())
        for (const auto& item : wanted.items()) mapping_.find[key].push_back(item.text());
}

void MappingReader::read_target(const FileNode& root) {
    const auto said = [](const FileNode& node) { return node.is_text() || node.is_object(); };
    if (said(root["project"])) {
        mapping_.project = read_source(root["project"]);
        project_said_ = true;
    }
    if (said(root["type"])) {
        mapping_.type = read_source(root["type"]);
        type_said_ = true;
    }
    for (const auto& [key, part] :
         {std::pair{"area", &mapping_.area}, std::pair{"iteration", &mapping_.iteration}}) {
        if (root[key].is_null())
            part->reset();
        else if (said(root[key]))
            *part = read_source(root[key]);
    }
}

void MappingReader::read_fields(const FileNode& fields) {
    std::vector<FieldMapping> seen;
    for (const auto& node : fields.items()) {
        if (!node["work"].is_text()) continue;
        const auto work = node["work"].text();
        if (with_name(seen, work) != seen.end()) {
            wrong(node["work"], fmt::format("'{}' stands here a second time", work));
            continue;
        }
        seen.push_back({work});
        if (node["remove"].flag())
            remove_field(node);
        else if (is_addition(node))
            add_to_field(node);
        else
            keep_field(read_field(node));
    }
}

void MappingReader::remove_field(const FileNode& field) {
    const auto work = field["work"].text();
    if (field.size() > 2) wrong(field, "a field that is removed says no more than 'work' and 'remove'");
    const auto found = with_name(mapping_.fields, work);
    if (found != mapping_.fields.end()) return void(mapping_.fields.erase(found));
    std::vector<std::string> names;
    for (const auto& each : mapping_.fields) names.push_back(each.work);
    wrong(field["work"], fmt::format("no field '{}' is inherited that could be removed{}", work,
                                     json::suggestion_for(work, names)));
}

/// What is inherited stays, source and value map included; the words of several files add up.
void MappingReader::add_to_field(const FileNode& field) {
    const auto work = field["work"].text();
    if (field.size() > 2) wrong(field, "'add' without a source says no more than 'work' and 'add'");
    const auto found = with_name(mapping_.fields, work);
    if (found == mapping_.fields.end())
        return wrong(field, fmt::format("no field '{}' is inherited to which 'add' could add; say where its "
                                        "value comes from, as in \"desk\": \"labels\"",
                                        work));
    read_additions(found->source, field["add"]);
}

void MappingReader::keep_field(FieldMapping field) {
    const auto found = with_name(mapping_.fields, field.work);
    if (found == mapping_.fields.end())
        mapping_.fields.push_back(std::move(field));
    else
        *found = std::move(field);
}

FieldMapping MappingReader::read_field(const FileNode& node) {
    FieldMapping field;
    field.work = node["work"].text();
    field.source = read_source(node);
    field.flow = chosen<Flow>(node["flow"],
                              {{"to_work", Flow::to_work}, {"to_desk", Flow::to_desk}, {"both", Flow::both}},
                              field.flow);
    field.when = chosen<When>(node["when"],
                              {{"create", When::create}, {"update", When::update}, {"always", When::always}},
                              field.when);
    field.on_conflict = chosen<OnConflict>(node["on_conflict"],
                                           {{"desk", OnConflict::desk},
                                            {"work", OnConflict::work},
                                            {"newest", OnConflict::newest},
                                            {"ask", OnConflict::ask}},
                                           field.on_conflict);
    field.enforce = node["enforce"].flag();
    read_additions(field.source, node["add"]);
    return field;
}

Source MappingReader::read_source(const FileNode& node) {
    Source source;
    source.place = place_of(node);
    if (node.is_text()) {
        source.kind = Source::Kind::template_text;
        source.text = node.text();
        return source;
    }
    int said = 0;
    for (const auto& [key, kind] : sources) {
        if (node[key].missing()) continue;
        ++said;
        source.kind = kind;
        source.place = place_of(node[key]);
        if (kind == Source::Kind::value)
            source.fixed = read_value(node[key]);
        else
            source.text = node[key].text();
    }
    if (said != 1)
        wrong(node, fmt::format("must say where the value comes from, in exactly one of {}",
                                json::choice_of({"desk", "template", "value", "compute"})));
    read_map(source, node);
    return source;
}

void MappingReader::read_map(Source& source, const FileNode& node) {
    const bool fixed = source.kind == Source::Kind::value;
    for (const auto* key : {"values", "otherwise", "default", "transform"})
        if (fixed && !node[key].missing())
            wrong(node[key], fmt::format("a fixed 'value' takes no '{}'", key));
    for (const auto& [desk, work] : node["values"].members()) {
        const bool again = std::any_of(source.values.begin(), source.values.end(),
                                       [&, &name = desk](const ValuePair& row) { return row.desk == name; });
        if (!again) source.values.push_back({desk, read_value(work)});
    }
    if (!node["otherwise"].missing()) {
        source.otherwise = read_otherwise(node["otherwise"]);
        if (node["values"].missing()) wrong(node["otherwise"], "'otherwise' needs 'values'");
    }
    if (!node["default"].missing()) source.when_absent = read_value(node["default"]);
    source.transforms = read_transforms(node["transform"]);
}

Otherwise MappingReader::read_otherwise(const FileNode& node) {
    if (node.is_object()) {
        if (node["value"].missing()) wrong(node, "must say which: { \"value\": ... }");
        return {Otherwise::Kind::fixed, read_value(node["value"])};
    }
    const auto text = node.text();
    if (text == "keep") return {Otherwise::Kind::keep, {}};
    if (text == "pass") return {Otherwise::Kind::pass, {}};
    if (text != "error" && node.is_text())
        wrong(node,
              fmt::format("must be \"error\", \"keep\", \"pass\", or {{ \"value\": ... }} for a value of "
                          "your own{}",
                          json::suggestion_for(text, {"error", "keep", "pass"})));
    return {};
}

std::vector<Transform> MappingReader::read_transforms(const FileNode& node) {
    std::vector<Transform> transforms;
    if (node.is_text()) transforms.push_back(read_transform(node));
    for (const auto& item : node.items()) transforms.push_back(read_transform(item));
    return transforms;
}

/// "trim", "clip:80" or { "clip": 80 }.
Transform MappingReader::read_transform(const FileNode& node) {
    for (const auto& [name, argument] : node.members()) return {name, argument.integer()};
    const auto text = node.text();
    const auto colon = text.find(':');
    if (colon == std::string::npos) return {text, {}};
    const auto argument = number_of(std::string_view(text).substr(colon + 1));
    if (!argument) wrong(node, "a number must stand behind the ':', as in \"clip:80\"");
    return {text.substr(0, colon), argument.value_or(1)};
}

void MappingReader::read_messages(const FileNode& root) {
    if (const auto node = root["comments"]; node.is_null()) {
        mapping_.comments.reset();
    } else if (node.is_object()) {
        using From = CommentRules::FromWork;
        CommentRules rules;
        rules.replies_to_work = node["replies"].text("to_work") == "to_work";
        rules.notes_to_work = node["notes"].text("to_work") == "to_work";
        rules.from_work = chosen<From>(node["from_work"],
                                       {{"note", From::note}, {"marked", From::marked}, {"none", From::none}},
                                       rules.from_work);
        rules.public_marker = node["public_marker"].text(rules.public_marker);
        mapping_.comments = std::move(rules);
    }
    mapping_.attachments = chosen<AttachmentFlow>(root["attachments"]["flow"],
                                                  {{"none", AttachmentFlow::none},
                                                   {"to_work", AttachmentFlow::to_work},
                                                   {"to_desk", AttachmentFlow::to_desk},
                                                   {"both", AttachmentFlow::both}},
                                                  mapping_.attachments);
    if (const auto node = root["link_back"]; node.is_null())
        mapping_.link_back.reset();
    else if (node.is_object())
        mapping_.link_back = LinkBackRule{node["field"].text(), node["label"].text(), node["note"].flag(),
                                          node["count"].text()};
}

}  // namespace deskbridge::config
