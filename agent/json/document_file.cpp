#include "json/document_file.h"

#include "json/file_tree.h"
#include "model/process.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fmt/format.h>
#include <fstream>

namespace deskbridge::json {

namespace {

using Kind = FilePart::Kind;

constexpr std::size_t file_limit = 4 * 1024 * 1024;

bool is_plain_key(std::string_view key) {
    return !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || c == '$';
    });
}

std::string step_to(std::string_view key) {
    return is_plain_key(key) ? fmt::format(".{}", key) : fmt::format("[\"{}\"]", key);
}

std::string joined(const std::string& path, std::string_view step) {
    if (path.empty() && step.starts_with('.')) step.remove_prefix(1);
    return path + std::string(step);
}

std::string path_of(const FilePart& part) {
    if (part.parent == nullptr) return {};
    const bool in_object = part.parent->kind == Kind::object;
    return joined(path_of(*part.parent), in_object ? step_to(part.key) : fmt::format("[{}]", part.index));
}

std::optional<std::string> contents_of(const std::filesystem::path& path, std::string& trouble) {
    errno = 0;
    std::ifstream file(path, std::ios::binary);
    std::string text(file_limit + 1, '\0');
    // a folder opens and fails at the first read
    if (!file.read(text.data(), static_cast<std::streamsize>(text.size())) && !file.eof()) {
        trouble = fmt::format("cannot be read: {}", errno == 0 ? "unknown reason" : std::strerror(errno));
        return {};
    }
    text.resize(static_cast<std::size_t>(file.gcount()));
    if (text.size() <= file_limit) return text;
    trouble = fmt::format("is longer than {} MiB", file_limit / 1024 / 1024);
    return {};
}

}  // namespace

bool FileNode::is_null() const {
    return !missing() && part_->kind == Kind::null;
}
bool FileNode::is_object() const {
    return !missing() && part_->kind == Kind::object;
}
bool FileNode::is_array() const {
    return !missing() && part_->kind == Kind::array;
}
bool FileNode::is_text() const {
    return !missing() && part_->kind == Kind::text;
}
bool FileNode::is_number() const {
    return !missing() && (part_->kind == Kind::integer || part_->kind == Kind::number);
}
bool FileNode::is_flag() const {
    return !missing() && part_->kind == Kind::flag;
}

std::string_view FileNode::kind() const {
    if (missing()) return "nothing";
    switch (part_->kind) {
        case Kind::null: return "null";
        case Kind::flag: return part_->flag ? "true" : "false";
        case Kind::integer:
        case Kind::number: return "a number";
        case Kind::text: return "text";
        case Kind::array: return "a list";
        case Kind::object: return "an object";
    }
    return "nothing";
}

FileNode FileNode::operator[](std::string_view key) const {
    if (is_object()) {
        for (const auto& part : part_->parts) {
            if (part->key == key) return FileNode(part.get());
        }
    }
    return FileNode(part_, lost_ + step_to(key));
}

FileNode FileNode::element(std::size_t index) const {
    if (is_array() && index < part_->parts.size()) return FileNode(part_->parts[index].get());
    return FileNode(part_, lost_ + fmt::format("[{}]", index));
}

std::size_t FileNode::size() const {
    return missing() ? 0 : part_->parts.size();
}

std::vector<FileNode> FileNode::items() const {
    std::vector<FileNode> found;
    if (!is_array()) return found;
    for (const auto& part : part_->parts) found.push_back(FileNode(part.get()));
    return found;
}

std::vector<std::pair<std::string, FileNode>> FileNode::members() const {
    std::vector<std::pair<std::string, FileNode>> found;
    if (!is_object()) return found;
    for (const auto& part : part_->parts) found.emplace_back(part->key, FileNode(part.get()));
    return found;
}

std::string FileNode::text(std::string_view otherwise) const {
    return is_text() ? part_->text : std::string(otherwise);
}

std::optional<std::int64_t> FileNode::integer() const {
    if (!is_number()) return {};
    if (part_->kind == Kind::integer) return part_->integer;
    constexpr double exact = 9007199254740992.0;  // 2^53
    if (std::abs(part_->number) > exact || part_->number != std::floor(part_->number)) return {};
    return static_cast<std::int64_t>(part_->number);
}

std::optional<double> FileNode::number() const {
    if (!is_number()) return {};
    return part_->kind == Kind::integer ? static_cast<double>(part_->integer) : part_->number;
}

bool FileNode::flag(bool otherwise) const {
    return is_flag() ? part_->flag : otherwise;
}

const std::string& FileNode::file() const {
    static const std::string nowhere;
    return part_ == nullptr ? nowhere : part_->tree->name;
}

std::size_t FileNode::line() const {
    return part_ == nullptr ? 0 : part_->at.line;
}

std::size_t FileNode::column() const {
    return part_ == nullptr ? 0 : part_->at.column;
}

std::string FileNode::path() const {
    return joined(part_ == nullptr ? "" : path_of(*part_), lost_);
}

Problem FileNode::problem(std::string message) const {
    return {file(), line(), column(), path(), std::move(message)};
}

Problem FileNode::key_problem(std::string message) const {
    if (missing() || part_->parent == nullptr) return problem(std::move(message));
    return {file(), part_->key_at.line, part_->key_at.column, path(), std::move(message)};
}

DocumentFile::DocumentFile(std::unique_ptr<FileTree> tree) : tree_(std::move(tree)) {}
DocumentFile::DocumentFile(DocumentFile&&) noexcept = default;
DocumentFile& DocumentFile::operator=(DocumentFile&&) noexcept = default;
DocumentFile::~DocumentFile() = default;

DocumentFile DocumentFile::read(const std::filesystem::path& path) {
    std::string trouble;
    auto text = contents_of(path, trouble);
    if (text) return parse(std::move(*text), path.string());
    auto tree = std::make_unique<FileTree>();
    tree->name = path.string();
    tree->problems.push_back({tree->name, 0, 0, {}, std::move(trouble)});
    return DocumentFile(std::move(tree));
}

DocumentFile DocumentFile::parse(std::string text, std::string name) {
    auto tree = std::make_unique<FileTree>();
    tree->name = std::move(name);
    tree->text = std::move(text);
    if (tree->text.starts_with("\xEF\xBB\xBF")) tree->text.erase(0, 3);
    grow(*tree);
    return DocumentFile(std::move(tree));
}

FileNode DocumentFile::root() const {
    return FileNode(tree_->root.get());
}

const Problems& DocumentFile::problems() const {
    return tree_->problems;
}

const std::string& DocumentFile::name() const {
    return tree_->name;
}

std::string_view DocumentFile::source() const {
    return tree_->text;
}

std::string choice_of(const std::vector<std::string>& names) {
    std::string out;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) out += i + 1 == names.size() ? " or " : ", ";
        out += fmt::format("'{}'", names[i]);
    }
    return out;
}

std::string suggestion_for(std::string_view meant, const std::vector<std::string>& names) {
    const std::string nearest = nearest_name(meant, names);
    return nearest.empty() ? std::string() : fmt::format("; did you mean '{}'?", nearest);
}

Problem unknown_key(std::string_view key, const FileNode& value, const std::vector<std::string>& known) {
    std::string hint = suggestion_for(key, known);
    if (hint.empty() && !known.empty()) hint = "; known here: " + choice_of(known);
    return value.key_problem(fmt::format("unknown key '{}'{}", key, hint));
}

}  // namespace deskbridge::json
