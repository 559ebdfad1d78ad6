#include "config/mapping_file.h"

#include "config/mapping_reader.h"
#include "config/shipped_mappings.h"
#include "json/document_file.h"
#include "json/schema.h"
#include "mapping/translator.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view preset_sign = "preset:";
constexpr std::string_view folder_sign = "mappings/";
constexpr std::size_t longest_chain = 16;

const ShippedFile* shipped(std::string_view name) {
    const auto& all = shipped_mappings();
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const auto& file) { return file.name == name; });
    return found == all.end() ? nullptr : &*found;
}

bool is_preset(std::string_view file) {
    return file.ends_with(".json") && !file.ends_with(".schema.json") && !file.ends_with(".cases.json");
}

std::string without_json(std::string_view name) {
    return std::string(name.ends_with(".json") ? name.substr(0, name.size() - 5) : name);
}

std::optional<fs::path> find_preset(std::string_view written) {
    if (written.starts_with(preset_sign)) written.remove_prefix(preset_sign.size());
    if (written.starts_with("./")) written.remove_prefix(2);
    if (written.starts_with(folder_sign)) written.remove_prefix(folder_sign.size());
    const auto name = without_json(written);
    const auto file = name + ".json";
    if (!is_preset(file) || shipped(file) == nullptr) return {};
    return std::string(preset_sign) + name;
}

bool is_preset_path(const fs::path& where) {
    return where.string().starts_with(preset_sign);
}

json::DocumentFile open_mapping(const fs::path& where) {
    if (!is_preset_path(where)) return json::DocumentFile::read(where);
    const auto* file = shipped(where.string().substr(preset_sign.size()) + ".json");
    if (file != nullptr) return json::DocumentFile::parse(std::string(file->text), where.string());
    return json::DocumentFile::read(where);  // there is none: says that it cannot be read
}

const json::Schema& mapping_schema() {
    static const auto schema = [] {
        const auto* file = shipped("mapping.schema.json");
        ensure(file != nullptr, "the schema of mappings is shipped");
        return json::Schema::parse(file->text);
    }();
    return schema;
}

/// A mapping file and everything it extends, the file itself first.
class Chain {
public:
    explicit Chain(json::Problems& problems) : problems_(problems) {}

    void follow(fs::path where) {
        while (!where.empty() && add(where)) where = base_of(where);
    }
    const std::vector<json::DocumentFile>& files() const { return files_; }

private:
    bool add(const fs::path& where) {
        files_.push_back(open_mapping(where));
        places_.push_back(where);
        const auto& file = files_.back();
        for (const auto& problem : file.problems()) problems_.push_back(problem);
        for (auto& problem : mapping_schema().check(file)) problems_.push_back(std::move(problem));
        return !file.root().missing();
    }

    /// Empty at the end of the chain, or when it cannot go on.
    fs::path base_of(const fs::path& where) {
        const auto node = files_.back().root()["extends"];
        if (!node.is_text()) return {};
        const auto written = node.text();
        const auto found =
            is_preset_path(where) ? find_preset(written) : find_mapping(where.parent_path(), written);
        if (!found) {
            problems_.push_back(
                node.problem(fmt::format("there is no such mapping: neither a file nor a preset{}",
                                         json::suggestion_for(without_json(written), preset_names()))));
            return {};
        }
        if (std::find(places_.begin(), places_.end(), *found) != places_.end()) {
            problems_.push_back(node.problem("the mappings extend each other in a circle"));
            return {};
        }
        if (files_.size() == longest_chain) {
            problems_.push_back(
                node.problem(fmt::format("at most {} mappings may extend each other", longest_chain)));
            return {};
        }
        return *found;
    }

    json::Problems& problems_;
    std::vector<json::DocumentFile> files_;
    std::vector<fs::path> places_;
};

/// "file:12:7" taken apart; a file's name may hold colons itself.
json::Problem at_place(const MappingProblem& wrong) {
    json::Problem problem;
    problem.file = wrong.place;
    problem.message = wrong.field + ": " + wrong.message + (wrong.fix.empty() ? "" : "; " + wrong.fix);
    const auto column = wrong.place.rfind(':');
    const auto line =
        column == std::string::npos || column == 0 ? column : wrong.place.rfind(':', column - 1);
    if (column == std::string::npos || line == std::string::npos) return problem;
    problem.file = wrong.place.substr(0, line);
    problem.line = std::stoul(wrong.place.substr(line + 1, column - line - 1));
    problem.column = std::stoul(wrong.place.substr(column + 1));
    return problem;
}

}  // namespace

std::vector<std::string> preset_names() {
    std::vector<std::string> names;
    for (const auto& file : shipped_mappings())
        if (is_preset(file.name)) names.push_back(without_json(file.name));
    return names;
}

std::optional<fs::path> find_mapping(const fs::path& folder, std::string_view written) {
    if (written.empty()) return {};
    for (const auto& name : {std::string(written), std::string(written) + ".json"}) {
        std::error_code ignored;
        const auto path = fs::weakly_canonical(fs::absolute(folder / fs::path(name)), ignored);
        if (!ignored && fs::is_regular_file(path, ignored)) return path;
    }
    return find_preset(written);
}

MappingFile read_mapping(const fs::path& where) {
    json::Problems problems;
    Chain chain(problems);
    chain.follow(is_preset_path(where) ? where : fs::weakly_canonical(fs::absolute(where)));
    if (!problems.empty()) throw json::FileError(std::move(problems));

    MappingFile read{{}, where};
    config::MappingReader reader(read.mapping, problems);
    for (auto file = chain.files().rbegin(); file != chain.files().rend(); ++file)
        reader.lay_over(file->root());
    reader.require_whole(chain.files().front().root());
    if (problems.empty()) {
        const Translator translator(read.mapping);
        for (const auto& problem : translator.problems()) problems.push_back(at_place(problem));
    }
    if (!problems.empty()) throw json::FileError(std::move(problems));
    return read;
}

}  // namespace deskbridge
