#include "adapters/azure_devops/wire.h"

#include "adapters/azure_devops/rules.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::azure_devops;

namespace {

json::Document parse(const std::string& text) {
    return json::Document::parse(text, "x");
}

Value value_of(const std::string& text, FieldKind kind) {
    const auto document = parse("{\"v\":" + text + "}");
    return read_value(document["v"], kind);
}

}  // namespace

TEST_CASE("a field's value is read by its kind") {
    CHECK(value_of("null", FieldKind::text) == Value());
    CHECK(value_of("\"a\"", FieldKind::other) == Value(std::string("a")));
    CHECK(value_of("7", FieldKind::integer) == Value(std::int64_t{7}));
    CHECK(value_of("7.5", FieldKind::number) == Value(7.5));
    CHECK(value_of("true", FieldKind::boolean) == Value(true));
    CHECK(value_of("false", FieldKind::other) == Value(false));
    CHECK(value_of("\"<p>a</p>\"", FieldKind::html) == Value(Html{"<p>a</p>"}));
    CHECK(value_of("\"a; b c;;d \"", FieldKind::words) == Value(Words{"a", "b c", "d"}));
    CHECK(value_of("\"2026-03-04T08:11:26.23Z\"", FieldKind::time) ==
          Value(*parse_time("2026-03-04T08:11:26.230Z")));
    CHECK(value_of("\"no time\"", FieldKind::time) == Value(std::string("no time")));
    CHECK(value_of("\"2026-03-04T08:11:26Z\"", FieldKind::text) ==
          Value(std::string("2026-03-04T08:11:26Z")));
}

TEST_CASE("a person is read from an object and from both texts") {
    const Person wanted{"Jamal Hartnett", "jamal@example.com", ""};
    CHECK(value_of("\"Jamal Hartnett <jamal@example.com>\"", FieldKind::person) == Value(wanted));
    CHECK(value_of(R"({"displayName":"Jamal Hartnett","uniqueName":"jamal@example.com","id":"7"})",
                   FieldKind::other) == Value(Person{wanted.name, wanted.email, "7"}));
    CHECK(value_of("\"Jamal Hartnett\"", FieldKind::person) == Value(Person{wanted.name, "", ""}));
}

TEST_CASE("a text that is Markdown is not taken for HTML") {
    const auto document = parse(R"({"id":7,"rev":2,"fields":{"System.Description":"**a**"},
                                  "multilineFieldsFormat":{"System.Description":"Markdown"}})");
    CHECK(read_work_item(document.root(), "https://x/c", {}).fields.at("System.Description") ==
          Value(std::string("**a**")));
}

TEST_CASE("a field that tells its format is rich text, whoever knows it") {
    const auto document = parse(R"({"id":7,"multilineFieldsFormat":{"Custom.A":"html","Custom.B":"markdown"},
        "fields":{"Custom.A":"<b>a</b>","Custom.B":"**b**","System.AssignedTo":"Ada <ada@example.com>",
        "Microsoft.VSTS.CMMI.Symptom":"<i>c</i>","Microsoft.VSTS.Common.ClosedDate":"2026-03-04T08:11:26Z"}})");
    const auto fields = read_work_item(document.root(), "https://x/c", {}).fields;
    CHECK(fields.at("Custom.A") == Value(Html{"<b>a</b>"}));
    CHECK(fields.at("Custom.B") == Value(std::string("**b**")));
    CHECK(fields.at("System.AssignedTo") == Value(Person{"Ada", "ada@example.com", ""}));
    CHECK(fields.at("Microsoft.VSTS.CMMI.Symptom") == Value(Html{"<i>c</i>"}));
    CHECK(std::holds_alternative<Time>(fields.at("Microsoft.VSTS.Common.ClosedDate")));
}

TEST_CASE("the address of an item is the one told, when it is one") {
    const auto told = parse(R"({"id":7,"_links":{"html":{"href":"https://x/web/7"}}})");
    CHECK(read_work_item(told.root(), "https://x/c", {}).url == "https://x/web/7");
    const auto odd =
        parse(R"({"id":7,"fields":{"System.TeamProject":"A B"},"_links":{"html":{"href":"javascript:1"}}})");
    CHECK(read_work_item(odd.root(), "https://x/c", {}).url == "https://x/c/A%20B/_workitems/edit/7");
}

TEST_CASE("a name in a patch path is escaped") {
    NewWorkItem item;
    item.fields["Custom.A/B~C"] = true;
    item.fields["Custom.N"] = 1.5;
    CHECK(
        create_document(item, 0, {Kinds(), false}) ==
        R"([{"op":"add","path":"/fields/Custom.A~1B~0C","value":true},{"op":"add","path":"/fields/Custom.N","value":1.5}])");
}

TEST_CASE("paths are built from names, because the node's own path has a segment too many") {
    const auto document = parse(R"({"name":"P","path":"\\P\\Area","children":[
        {"name":"Web","path":"\\P\\Area\\Web","children":[{"name":"Shop"}]},{"name":"Area","path":"\\fabrikam\\x"}]})");
    CHECK(read_tree(document.root()) == std::vector<std::string>{"P", "P\\Web", "P\\Web\\Shop", "P\\Area"});
}

TEST_CASE("field rules mend what the metadata gets wrong") {
    const auto fields = parse(R"({"count":9,"value":[
        {"referenceName":"System.AreaPath","type":"treePath","readOnly":true},
        {"referenceName":"System.AreaId","type":"integer","readOnly":false},
        {"referenceName":"System.Tags","type":"plainText"},
        {"referenceName":"System.Watermark","type":"integer","readOnly":true},
        {"referenceName":"Custom.Owner","type":"string","isIdentity":true},
        {"referenceName":"Custom.Note","type":"plainText"},
        {"referenceName":"Custom.Level","type":"picklistInteger"},
        {"referenceName":"Microsoft.VSTS.Build.FoundIn","type":"string"},
        {"referenceName":"Microsoft.VSTS.Common.ResolvedBy","type":"string"}]})");
    const auto catalogue = read_catalogue(fields.root());
    const auto rows = parse(R"({"value":[
        {"referenceName":"System.AreaPath","name":"Area Path","alwaysRequired":false},
        {"referenceName":"System.AreaId","name":"Area ID","alwaysRequired":true,"defaultValue":null},
        {"referenceName":"System.Watermark","name":"Watermark"},
        {"referenceName":"Custom.Owner","name":"Owner","alwaysRequired":true},
        {"referenceName":"Custom.Note","name":"Note","alwaysRequired":true},
        {"referenceName":"Custom.Level","name":"Level","allowedValues":[1,2],"defaultValue":1},
        {"referenceName":"Microsoft.VSTS.Build.FoundIn","name":"Found In","allowedValues":["<None>"]},
        {"referenceName":"Microsoft.VSTS.Common.ResolvedBy","name":"Resolved By",
         "allowedValues":[{"displayName":"Jamal","uniqueName":"jamal@example.com"}]}]})");
    TypeRules type;
    type.fields = read_fields(rows.root(), catalogue);
    CHECK_FALSE(type.field("System.AreaPath")->read_only);
    CHECK(type.field("System.AreaId")->required);
    CHECK(type.field("System.AreaId")->has_default);
    CHECK(type.field("System.Watermark")->read_only);
    CHECK(type.field("Owner")->kind == FieldKind::person);
    CHECK_FALSE(type.field("Owner")->has_default);
    CHECK(type.field("Note")->limit == 1'000'000);
    CHECK(type.field("Level")->allowed == std::vector<std::string>{"1", "2"});
    CHECK(type.field("Level")->has_default);
    CHECK(type.field("Found In")->allowed.empty());
    CHECK(type.field("Resolved By")->kind == FieldKind::person);
    CHECK(type.field("Resolved By")->allowed.empty());
    REQUIRE(type.field("Tags") != nullptr);
    CHECK(type.field("Tags")->kind == FieldKind::words);
}

TEST_CASE("initial states are the transitions from nowhere; none told means unknown") {
    const auto told = parse(R"({"name":"Bug","states":[{"name":"New","category":"Proposed"}],
        "transitions":{"":[{"to":"New","actions":null}],"New":[{"to":"Closed"}]}})");
    CHECK(read_type(told.root()).initial_states == std::vector<std::string>{"New"});
    CHECK(read_type(told.root()).transitions.at("New") == std::vector<std::string>{"Closed"});
    CHECK(read_type(told.root()).transitions.size() == 1);
    CHECK(read_type(parse(R"({"name":"Bug"})").root()).transitions.empty());
    CHECK(read_type(parse(R"({"name":"Bug"})").root()).initial_states.empty());
}

TEST_CASE("a person is read out of every form that identities have") {
    const Person ada{"Ada Lovelace", "ada@example.com", "77"};
    const auto read = [](const std::string& text) { return read_person(parse(text)["by"]); };
    CHECK(read(R"({"by":{"displayName":"Ada Lovelace","uniqueName":"ada@example.com","id":"77"}})") == ada);
    CHECK(read(R"({"by":{"name":"Ada Lovelace <ada@example.com>","id":"77"}})") == ada);
    CHECK(read(R"({"by":{"name":"Ada Lovelace","uniqueName":"ada@example.com","id":"77"}})") == ada);
    CHECK(read(R"({"by":"Ada Lovelace <ada@example.com>"})") == Person{ada.name, ada.email, ""});
    CHECK(read(R"({"by":{"displayName":"A <b>"}})") == Person{"A <b>", "", ""});
    CHECK(read("{}") == Person{});
}

TEST_CASE("a change begins with its revision, and clears what has no value") {
    WorkItemChange change;
    change.revision = 9;
    change.fields["Custom.A/B"] = Value();
    change.fields["System.Description"] = std::string("**a**");
    change.fields["System.History"] = Value();
    change.files = {{"https://x/a", "", ""}};
    CHECK(change_document(change, {Kinds(), true}) ==
          R"([{"op":"test","path":"/rev","value":9},{"op":"remove","path":"/fields/Custom.A~1B"},)"
          R"({"op":"add","path":"/fields/System.Description","value":"**a**"},)"
          R"({"op":"add","path":"/multilineFieldsFormat/System.Description","value":"Markdown"},)"
          R"({"op":"add","path":"/relations/-","value":{"rel":"AttachedFile","url":"https://x/a"}}])");
}

TEST_CASE("hyperlinks are added, and taken away from the last place to the first") {
    WorkItemChange change;
    change.revision = 3;
    change.links = {{"https://y", "m"}};
    change.unlinks = {{"https://a", "", 0}, {"https://b", "", 4}, {"https://nowhere", ""}};
    CHECK(change_document(change, {Kinds(), true}) ==
          R"([{"op":"test","path":"/rev","value":3},)"
          R"({"op":"add","path":"/relations/-","value":{"rel":"Hyperlink","url":"https://y",)"
          R"("attributes":{"comment":"m"}}},)"
          R"({"op":"remove","path":"/relations/4"},{"op":"remove","path":"/relations/0"}])");
}

TEST_CASE("links to other items are added by their addresses, and taken away among the other relations") {
    WorkItemChange change;
    change.revision = 3;
    change.unlinks = {{"https://a", "", 1}};
    change.relate = {{ItemLink::Kind::parent, 8, "m", -1}, {ItemLink::Kind::related, 9, "", -1}};
    change.unrelate = {{ItemLink::Kind::child, 7, "m", 5}};
    CHECK(change_document(change, {Kinds(), true, "https://x/acme"}) ==
          R"([{"op":"test","path":"/rev","value":3},)"
          R"({"op":"add","path":"/relations/-","value":{"rel":"System.LinkTypes.Hierarchy-Reverse",)"
          R"("url":"https://x/acme/_apis/wit/workItems/8","attributes":{"comment":"m"}}},)"
          R"({"op":"add","path":"/relations/-","value":{"rel":"System.LinkTypes.Related",)"
          R"("url":"https://x/acme/_apis/wit/workItems/9"}},)"
          R"({"op":"remove","path":"/relations/5"},{"op":"remove","path":"/relations/1"}])");
}

TEST_CASE("an item's links to others are read with their places, and no other relation with them") {
    const auto document = parse(R"({"id":7,"relations":[
        {"rel":"Hyperlink","url":"https://y/12"},
        {"rel":"System.LinkTypes.Hierarchy-Reverse","url":"https://x/_apis/wit/workItems/8","attributes":{"comment":"m"}},
        {"rel":"System.LinkTypes.Dependency-Forward","url":"https://x/_apis/wit/workItems/6"},
        {"rel":"System.LinkTypes.Related","url":"https://x/_apis/wit/workItems/9"},
        {"rel":"System.LinkTypes.Hierarchy-Forward","url":"https://x/_apis/wit/workItems/"}]})");
    const auto links = read_item_links(document.root());
    REQUIRE(links.size() == 2);
    CHECK((links[0].kind == ItemLink::Kind::parent && links[0].item == 8 && links[0].comment == "m" &&
           links[0].place == 1));
    CHECK((links[1].kind == ItemLink::Kind::related && links[1].item == 9 && links[1].place == 3));
}

TEST_CASE("files and hyperlinks of an item are told apart") {
    const auto document = parse(R"({"id":7,"relations":[
        {"rel":"attachedfile","url":"https://x/a","attributes":{"name":"a.txt","comment":"c","resourceSize":3}},
        {"rel":"Hyperlink","url":"https://y","attributes":{"comment":"m"}},
        {"rel":"System.LinkTypes.Related","url":"https://x/8","attributes":{"name":"Related"}}]})");
    const auto item = read_work_item(document.root(), "https://x/c", {});
    CHECK(item.files == std::vector<Attachment>{{"https://x/a", "a.txt", "c"}});
    REQUIRE(item.hyperlinks == std::vector<Hyperlink>{{"https://y", "m"}});
    CHECK(item.hyperlinks[0].place == 1);
}
