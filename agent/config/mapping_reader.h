// Private to this room: what one mapping file says, part by part.
#pragma once

#include "json/document_file.h"
#include "mapping/mapping.h"

#include <optional>
#include <string>

namespace deskbridge::config {

/// "mappings/acme.json:14:7"
std::string place_of(const json::FileNode& node);

/// A text, number, flag, null or list of texts; a person is an object with name and email.
Value read_value(const json::FileNode& node);

/// Puts what one file says over what its base says, the base first. Each function passes over a value of the
/// wrong type in silence, because the schema has said so already.
class MappingReader {
public:
    MappingReader(Mapping& mapping, json::Problems& problems) : mapping_(mapping), problems_(problems) {}

    void lay_over(const json::FileNode& root);
    /// What must be there in the end; `root` is the file that was asked for.
    void require_whole(const json::FileNode& root);

private:
    void read_select(const json::FileNode& root);
    void read_target(const json::FileNode& root);
    void read_fields(const json::FileNode& fields);
    void remove_field(const json::FileNode& field);
    void add_to_field(const json::FileNode& field);
    void keep_field(FieldMapping field);
    FieldMapping read_field(const json::FileNode& node);
    Source read_source(const json::FileNode& node);
    void read_map(Source& source, const json::FileNode& node);
    Otherwise read_otherwise(const json::FileNode& node);
    std::vector<Transform> read_transforms(const json::FileNode& node);
    Transform read_transform(const json::FileNode& node);
    void read_messages(const json::FileNode& root);
    void read_events(const json::FileNode& events);
    void read_item_link(const std::string& kind);
    void wrong(const json::FileNode& node, std::string message);

    Mapping& mapping_;
    json::Problems& problems_;
    bool project_said_ = false;
    bool type_said_ = false;
};

}  // namespace deskbridge::config
