// A stand-in for Azure DevOps Services and Server: work items with their rules, behind the REST API.
#pragma once

#include "sandbox/azure_devops/options.h"
#include "sandbox/exchange/exchange.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sandbox::azure_devops {

struct LinkSeen {
    std::string rel;
    std::string url;
    std::string comment;
    int target = 0;
};

struct CommentSeen {
    int id = 0;
    std::string text;
    std::string author;
    long long created_ms = 0;
    bool deleted = false;
};

/// A work item as a test or a page looks at it. Field values are text, people "Name <unique name>".
struct ItemSeen {
    int id = 0;
    int rev = 0;
    std::string type;
    std::string project;
    std::map<std::string, std::string> fields;
    std::vector<LinkSeen> links;
    std::vector<CommentSeen> comments;
    std::size_t revisions = 0;
    long long changed_ms = 0;
    bool deleted = false;
};

/// What was asked of the stand-in. `requests` counts by operation: "create", "update", "batch", "get",
/// "workItemsBatch", "wiql", "feed", ...; `writes` those that were meant to change something. Work done by
/// people through edit() and the like adds to `revisions` only.
struct Counters {
    std::map<std::string, long long> requests;
    long long total = 0;
    long long writes = 0;
    long long refused = 0;
    long long items_created = 0;
    long long revisions = 0;
};

/// The stand-in. All members may be called by several threads at once; `Switches` may change between two
/// requests. It never throws from `handle`; the members for people throw std::runtime_error with the
/// service's own message when what they ask is against the rules.
class AzureDevOps : public System {
public:
    AzureDevOps(Options options, Clock clock);
    ~AzureDevOps() override;

    Reply handle(const Request& request) override;

    /// "/tfs/DefaultCollection" or "/fabrikam": what every address begins with.
    std::string root() const;

    void change(const std::function<void(Switches&)>& edit);
    void accept(const Token& token);
    void revoke(const std::string& secret);

    /// Everything that is not destroyed, the recycle bin included, by id.
    std::vector<ItemSeen> items() const;
    /// The last `count` of them by id, newest first: what a page can show without copying everything.
    std::vector<ItemSeen> newest(std::size_t count) const;
    std::optional<ItemSeen> item(int id) const;
    std::size_t item_count() const;

    Counters counters() const;
    void reset_counters();

    /// What people do in the browser; `person` is a unique name. An empty value clears a field.
    int add_item(const std::string& project, const std::string& type, const std::string& person,
                 const std::map<std::string, std::string>& fields);
    /// `markdown` names the fields among them whose text is Markdown from now on.
    void edit(int id, const std::string& person, const std::map<std::string, std::string>& fields,
              const std::vector<std::string>& markdown = {});
    /// `format`: "html" or "markdown".
    void comment(int id, const std::string& person, const std::string& text,
                 const std::string& format = "html");
    void edit_comment(int id, int comment, const std::string& person, const std::string& html);
    void remove_comment(int id, int comment, const std::string& person);
    /// Keeps a file's content, as for a picture that is shown in a text. Its address, from `Options::origin`
    /// on.
    std::string keep_file(const std::string& name, const std::string& content);
    /// A kept file becomes an attachment of the item.
    void attach(int id, const std::string& person, const std::string& url, const std::string& comment = "");
    void remove(int id, const std::string& person);
    void restore(int id, const std::string& person);

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace sandbox::azure_devops
