// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sender_json.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "model/sender_catalogue_json.hpp"
#include "support/schema_check.hpp"

namespace {

using model::Delivery;
using model::read_senders;
using model::Sender;
using model::SenderFile;

using Keys = std::vector<std::pair<std::string, std::string>>;

const std::string kTreatment =
    R"({"verifies": "nothing", "not_offered": "clear_same_session", "refused_4xx": "bounce", )"
    R"("refused_5xx": "next_mx", "starttls_broken": "defer_until_expiry", )"
    R"("handshake_failure": "clear_after_age"})";
const std::string kSources = R"([{"says": "So it is.", "where": "here", "confidence": "read"}])";

// A file of lines `"key": value`, the first on line 2. A key of `changes` has that value instead,
// or none where it is empty; further ones stand at the end.
std::string file_with(const Keys& changes) {
  Keys keys{{"id", R"("a")"},  {"name", R"("A 1.0")"}, {"software", R"("A")"},
            {"hello", "{}"},   {"accepts", "{}"},      {"without_policy", kTreatment},
            {"dane", "false"}, {"mta_sts", "false"},   {"enforcing", "false"},
            {"queue", "{}"},   {"sources", kSources}};
  for (const auto& [key, value] : changes) {
    const auto same = [&key = key](const auto& one) { return one.first == key; };
    const auto found = std::find_if(keys.begin(), keys.end(), same);
    if (found == keys.end()) {
      keys.emplace_back(key, value);
    } else {
      found->second = value;
    }
  }
  std::string text = "{";
  for (const auto& [key, value] : keys) {
    if (!value.empty()) text += (text == "{" ? "\n\"" : ",\n\"") + key + "\": " + value;
  }
  return text + "\n}\n";
}

std::string treatment_with(const std::string& key, const std::string& value) {
  auto treatment = nlohmann::ordered_json::parse(kTreatment);
  treatment[key] = nlohmann::ordered_json::parse(value);
  return treatment.dump();
}

// A sender of this id that extends `other` and says nothing else.
SenderFile extension(const std::string& id, const std::string& other) {
  return {"senders/" + id + ".json", R"({"id": ")" + id + R"(", "name": "x", "extends": ")" +
                                         other + R"(", "sources": )" + kSources + "}"};
}

// Behind the file's name.
std::string message_of(const std::vector<SenderFile>& files) {
  const auto senders = read_senders(files);
  return senders.ok() ? "no problem" : senders.error().message;
}

struct BadSender {
  std::string situation;
  std::string text;
  std::string message;  // behind "a.json:"
};

// What the schema can say, it says too.
const std::vector<BadSender> kRefusedByBoth{
    {"a document that is a list", "[]", "1:1: an object is expected here"},
    {"unknown key", file_with({{"colour", "1"}}),
     "13:8: unknown key \"colour\"; known here: accepts, dane, enforcing, extends, hello, id, "
     "mta_sts, name, queue, software, sources, without_policy"},
    {"missing id", file_with({{"id", ""}}), "1:1: the key \"id\" is missing"},
    {"missing name", file_with({{"name", ""}}), "1:1: the key \"name\" is missing"},
    {"missing software", file_with({{"software", ""}}), "1:1: the key \"software\" is missing"},
    {"missing sources", file_with({{"sources", ""}}), "1:1: the key \"sources\" is missing"},
    {"missing hello", file_with({{"hello", ""}}),
     "1:1: the key \"hello\" is missing, here and in what is extended"},
    {"missing mta_sts", file_with({{"mta_sts", ""}}),
     "1:1: the key \"mta_sts\" is missing, here and in what is extended"},
    {"an id with an upper-case letter", file_with({{"id", "\"A\""}}),
     "2:4: \"id\" wants 1 to 64 of a-z, 0-9 and -"},
    {"an empty name", file_with({{"name", "\"\""}}), "3:6: \"name\" wants 1 to 1000 characters"},
    {"a hello that is a list", file_with({{"hello", "[]"}}), "5:7: an object is expected here"},
    {"a hello with a limit", file_with({{"hello", R"({"within_ms": 5})"}}),
     "5:21: \"within_ms\" is a probe's; a sender's hello has no limit, take it out"},
    {"a hello for the mail domain", file_with({{"hello", R"({"server_name": "domain"})"}}),
     "5:23: a sender's \"server_name\" is \"mx_host\" or \"none\""},
    {"a hello with a group that is none", file_with({{"hello", R"({"groups": ["p 256"]})"}}),
     "5:18: \"groups\" holds \"p 256\", which is not a group (IANA's name), nor a number such as "
     "\"0x7f7e\", nor \"GREASE\""},
    {"an extension that is required by half",
     file_with({{"accepts", R"({"renegotiation_info": true})"}}),
     "6:32: \"renegotiation_info\" wants a string"},
    {"an extension that is something else",
     file_with({{"accepts", R"({"extended_master_secret": "wanted"})"}}),
     "6:36: \"extended_master_secret\" is \"optional\" or \"required\""},
    {"a rule that is none", file_with({{"accepts", R"({"key_usage": "never"})"}}),
     "6:23: \"key_usage\" is \"ignored\", \"elliptic_keys\", \"always\" or \"where_verified\""},
    {"a key of negative size", file_with({{"accepts", R"({"rsa_bits": -1})"}}),
     "6:22: \"rsa_bits\" wants a whole number from 0 to 65536"},
    {"no treatment", file_with({{"without_policy", "false"}}), "7:16: an object is expected here"},
    {"a treatment that leaves a failure out",
     file_with({{"without_policy", R"({"verifies": "nothing"})"}}),
     "7:16: the key \"not_offered\" is missing"},
    {"a word that is no delivery",
     file_with({{"dane", treatment_with("refused_4xx", "\"defer\"")}}),
     "8:78: \"refused_4xx\" is \"clear_same_session\", \"clear_reconnect\", \"clear_after_age\", "
     "\"next_mx\", \"defer_until_expiry\" or \"bounce\""},
    {"TLS although the handshake failed",
     file_with({{"dane", treatment_with("handshake_failure", "\"tls_unauth\"")}}),
     "8:170: \"handshake_failure\" is \"clear_same_session\", \"clear_reconnect\", "
     "\"clear_after_age\", \"next_mx\", \"defer_until_expiry\" or \"bounce\""},
    {"a treatment that is true", file_with({{"mta_sts", "true"}}),
     "9:9: \"mta_sts\" is what the sender does, or false: it does no such thing"},
    {"a treatment that names another",
     file_with({{"mta_sts", treatment_with("server_name", "\"domain\"")}}),
     "9:205: a sender's \"server_name\" is \"mx_host\" or \"none\""},
    {"an unknown key in a treatment's accepts",
     file_with({{"enforcing", treatment_with("accepts", R"({"ems": true})")}}),
     "10:210: unknown key \"ems\"; known here: dh_bits, extended_key_usage, "
     "extended_master_secret, key_usage, "
     "renegotiation_info, rsa_bits, sha1_certificates, verified_rsa_bits"},
    {"a queue that lasts too long", file_with({{"queue", R"({"lifetime_hours": 1e9})"}}),
     "11:26: \"lifetime_hours\" wants a number from 0 to 8760"},
    {"a queue of words", file_with({{"queue", R"({"lifetime_hours": "long"})"}}),
     "11:26: \"lifetime_hours\" wants a number from 0 to 8760"},
    {"a greeting that is answered in clear",
     file_with({{"queue", R"({"greeting_5xx": "clear_reconnect"})"}}),
     "11:24: \"greeting_5xx\" is \"next_mx\", \"defer_until_expiry\" or \"bounce\""},
    {"no sources", file_with({{"sources", "[]"}}), "12:9: a sender has 1 to 64 sources"},
    {"a source that is a text", file_with({{"sources", "[\"x\"]"}}),
     "12:15: an object is expected here"},
    {"a source from nowhere", file_with({{"sources", R"([{"says": "x", "confidence": "read"}])"}}),
     "12:13: the key \"where\" is missing"},
    {"a source that is certain",
     file_with({{"sources", R"([{"says": "x", "where": "y", "confidence": "certain"}])"}}),
     "12:52: \"confidence\" is \"measured\", \"read\", \"documented\", \"reported\" or "
     "\"assumed\""},
};

// What no schema can say.
const std::vector<BadSender> kRefusedByProgram{
    {"an id that is not the file's name", file_with({{"id", "\"b\""}}),
     "2:4: \"id\" is the file's name without folder and .json, here \"a\"; rename one of them"},
    {"a failure left out where something is verified",
     file_with({{"dane", treatment_with("verifies", "\"dane\"")}}),
     "8:6: the key \"certificate_failure\" is missing"},
    {"nobody to extend", file_with({{"extends", "\"b\""}}),
     "13:9: there is no sender \"b\" to extend; there are: a"},
    {"itself", file_with({{"extends", "\"a\""}}),
     "13:9: \"a\" extends this one already, which makes a circle"},
};

std::string text_of(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

const std::string kFolder = std::string(WAXSEAL_PROBES_DIR) + "/senders";

}  // namespace

TEST_CASE("a sender's file that is wrong is refused with place and remedy, by the schema too") {
  CHECK_FALSE(support::schema_problem_of_sender(file_with({})).has_value());
  for (const BadSender& bad : kRefusedByBoth) {
    CAPTURE(bad.situation);
    CHECK(message_of({{"senders/a.json", bad.text}}) == "senders/a.json:" + bad.message);
    CHECK(support::schema_problem_of_sender(bad.text).has_value());
  }
}

TEST_CASE("what no schema can say of a sender the program refuses") {
  for (const BadSender& bad : kRefusedByProgram) {
    CAPTURE(bad.situation);
    CHECK(message_of({{"senders/a.json", bad.text}}) == "senders/a.json:" + bad.message);
    CHECK_FALSE(support::schema_problem_of_sender(bad.text).has_value());
  }
}

TEST_CASE("what a sender's file says is what is read") {
  const std::string dane =
      R"({"verifies": "dane", "server_name": "mx_host", "accepts": {"verified_rsa_bits": 2048},)"
      R"( "not_offered": "next_mx", "refused_4xx": "next_mx", "refused_5xx": "bounce",)"
      R"( "starttls_broken": "next_mx", "handshake_failure": "next_mx",)"
      R"( "certificate_failure": "defer_until_expiry"})";
  const std::string text = file_with(
      {{"hello", R"({"versions": ["TLSv1.2"], "server_name": "none", "groups": ["secp256r1"]})"},
       {"accepts", R"({"extended_master_secret": "required", "key_usage": "always",)"
                   R"( "rsa_bits": 1024, "dh_bits": 768, "sha1_certificates": false,)"
                   R"( "extended_key_usage": false})"},
       {"dane", dane},
       {"queue", R"({"lifetime_hours": 96.5, "clear_after_minutes": 5, "most_addresses": 3,)"
                 R"( "most_sessions": 2,)"
                 R"( "greeting_5xx": "bounce"})"}});
  const auto senders = read_senders({{"a.json", text}});
  REQUIRE_MESSAGE(senders.ok(), (senders.ok() ? "" : senders.error().message));
  REQUIRE(senders->size() == 1);
  const Sender& sender = senders->front();
  CHECK(sender.id == "a");
  CHECK(sender.name == "A 1.0");
  CHECK(sender.software == "A");
  CHECK(sender.hello.kind == model::Step::Kind::hello);
  CHECK(sender.hello.tls.versions == std::vector<std::uint16_t>{wire::kTls12});
  CHECK(sender.hello.tls.groups == std::vector<std::uint16_t>{23});
  CHECK(sender.hello.tls.server_name == model::ServerName::none);
  CHECK(sender.accepts.extended_master_secret);
  CHECK_FALSE(sender.accepts.renegotiation_info);
  CHECK(sender.accepts.key_usage == model::KeyUsageRule::always);
  CHECK(sender.accepts.rsa_bits == 1024);
  CHECK(sender.accepts.dh_bits == 768);
  CHECK_FALSE(sender.accepts.sha1_certificates);
  CHECK_FALSE(sender.accepts.extended_key_usage);
  CHECK(sender.without_policy.refused_4xx == Delivery::bounce);
  CHECK(sender.without_policy.refused_5xx == Delivery::next_mx);
  CHECK(sender.without_policy.starttls_broken == Delivery::defer_until_expiry);
  CHECK(sender.without_policy.handshake_failure == Delivery::clear_after_age);
  CHECK(sender.without_policy.certificate_failure == Delivery::tls_unauth);
  CHECK_FALSE(sender.without_policy.server_name.has_value());
  REQUIRE(sender.dane.has_value());
  CHECK(sender.dane->verifies == model::Verification::dane);
  CHECK(sender.dane->server_name == model::ServerName::mx_host);
  REQUIRE(sender.dane->accepts.has_value());
  CHECK(sender.dane->accepts->verified_rsa_bits == 2048);
  CHECK(sender.dane->refused_5xx == Delivery::bounce);
  CHECK(sender.dane->certificate_failure == Delivery::defer_until_expiry);
  CHECK_FALSE(sender.mta_sts.has_value());
  CHECK_FALSE(sender.enforcing.has_value());
  CHECK(sender.queue.lifetime_hours == 96.5);
  CHECK(sender.queue.clear_after_minutes == 5);
  CHECK(sender.queue.most_addresses == 3);
  CHECK(sender.queue.most_sessions == 2);
  CHECK(sender.queue.greeting_5xx == Delivery::bounce);
  CHECK(sender.confidence() == model::Confidence::read);
}

TEST_CASE(
    "a sender that extends another says the rest as that one does, wherever its file stands") {
  const std::string child = R"({"id": "child", "name": "Child", "extends": "a", "dane": false,)"
                            R"( "queue": {"lifetime_hours": 1},)"
                            R"( "sources": [{"says": "x", "where": "y", "confidence": "measured"},)"
                            R"( {"says": "x", "where": "y", "confidence": "reported"}]})";
  const std::string parent = file_with({{"dane", treatment_with("not_offered", "\"bounce\"")},
                                        {"mta_sts", treatment_with("not_offered", "\"next_mx\"")},
                                        {"queue", R"({"most_addresses": 3})"}});
  const auto senders =
      read_senders({{"child.json", child}, extension("grandchild", "child"), {"x/a.json", parent}});
  REQUIRE_MESSAGE(senders.ok(), (senders.ok() ? "" : senders.error().message));
  REQUIRE(senders->size() == 3);
  const Sender& read = (*senders)[0];
  CHECK(read.id == "child");
  CHECK(read.name == "Child");
  CHECK(read.software == "A");
  CHECK_FALSE(read.dane.has_value());
  REQUIRE(read.mta_sts.has_value());
  CHECK(read.mta_sts->not_offered == Delivery::next_mx);
  CHECK(read.queue.lifetime_hours == 1);
  CHECK(read.queue.most_addresses == 0);  // a section is replaced as a whole
  CHECK(read.confidence() == model::Confidence::reported);
  const Sender& further = (*senders)[1];
  CHECK_FALSE(further.dane.has_value());
  CHECK(further.queue.lifetime_hours == 1);
  CHECK(further.mta_sts.has_value());
  CHECK(further.sources.size() == 1);
  CHECK((*senders)[2].dane.has_value());
}

TEST_CASE("senders that extend each other in a circle, or too far, are refused") {
  const SenderFile root{"senders/a.json", file_with({})};
  CHECK(message_of({extension("b", "c"), extension("c", "d"), extension("d", "b")}) ==
        "senders/d.json:1:34: \"b\" extends this one already, which makes a circle");
  std::vector<SenderFile> files{root, extension("b", "a"), extension("c", "b"), extension("d", "c"),
                                extension("e", "d")};
  CHECK(message_of(files) == "no problem");
  files.push_back(extension("f", "e"));
  CHECK(message_of(files) ==
        "senders/f.json:1:34: at most 4 senders extend each other; extend an earlier one");
}

TEST_CASE(
    "two senders of one id are refused, and a user's that has the id of one that is built in") {
  const SenderFile one{"senders/a.json", file_with({})};
  CHECK(
      message_of({one, {"mine/a.json", one.text}}) ==
      "mine/a.json:2:4: there is a sender \"a\" already, of senders/a.json; give this one another "
      "id, and its file another name");
  const auto taken = model::read_builtin_senders({model::builtin_sender_files().front()});
  REQUIRE_FALSE(taken.ok());
  CHECK(taken.error().message.find("there is a sender \"") != std::string::npos);
}

TEST_CASE("a user's sender may extend one that is built in, and stands behind those") {
  const auto builtin = model::read_builtin_senders();
  REQUIRE_MESSAGE(builtin.ok(), (builtin.ok() ? "" : builtin.error().message));
  const auto senders = model::read_builtin_senders({extension("mine", builtin->front().id)});
  REQUIRE_MESSAGE(senders.ok(), (senders.ok() ? "" : senders.error().message));
  REQUIRE(senders->size() == builtin->size() + 1);
  CHECK(senders->back().id == "mine");
  CHECK(senders->back().software == builtin->front().software);
}

TEST_CASE("files have a limit, in number and in size") {
  const std::string large = file_with({{"name", "\"" + std::string(256 * 1024, 'x') + "\""}});
  CHECK(message_of({{"a.json", large}}) == "a.json:1:1: a sender file has at most 262144 octets");
  CHECK(message_of(std::vector<SenderFile>(1001, SenderFile{"a.json", "{}"})) ==
        "1001 sender files; at most 1000 are read");
}

TEST_CASE("the built-in senders are valid by program and schema, and are the files of the folder") {
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder))
    files += entry.path().extension() == ".json" ? 1 : 0;
  CHECK(files == model::builtin_sender_files().size());
  REQUIRE(files > 0);
  for (const SenderFile& file : model::builtin_sender_files()) {
    CAPTURE(file.name);
    const auto problem = support::schema_problem_of_sender(file.text);
    CHECK_MESSAGE(!problem.has_value(), problem.value_or(""));
    CHECK(file.text == text_of(std::string(WAXSEAL_PROBES_DIR) + "/../" + file.name));
  }
  const auto senders = model::read_builtin_senders();
  REQUIRE_MESSAGE(senders.ok(), (senders.ok() ? "" : senders.error().message));
  CHECK(senders->size() == files);
}

TEST_CASE("the example of the folder's page is a sender") {
  const std::string page = text_of(kFolder + "/README.md");
  const std::string fence = "```json\n";
  const std::size_t begin = page.find(fence);
  REQUIRE(begin != std::string::npos);
  const std::string text = page.substr(
      begin + fence.size(), page.find("```", begin + fence.size()) - begin - fence.size());
  const auto senders = model::read_builtin_senders(
      {{nlohmann::json::parse(text)["id"].get<std::string>() + ".json", text}});
  CHECK_MESSAGE(senders.ok(), (senders.ok() ? "" : senders.error().message));
}

// ---- The document of `waxseal senders --json`
// -----------------------------------------------------

TEST_CASE("each entry of the document is a sender file again, and the same sender") {
  std::vector<SenderFile> files = model::builtin_sender_files();
  files.push_back(
      {"a.json",
       file_with({{"hello", R"({"cipher_suites": ["GREASE", "0xfefe", "TLS_AES_128_GCM_SHA256"],)"
                            R"( "unknown_extensions": ["GREASE", "0x7f7e"], "key_shares": [],)"
                            R"( "record_version": "TLSv1.2", "alpn_protocols": ["smtp"],)"
                            R"( "compression_methods": ["deflate", "null"], "pad_to": 600,)"
                            R"( "records": [100], "extensions": {"session_ticket": false}})"}})});
  const auto senders = read_senders(files);
  REQUIRE_MESSAGE(senders.ok(), (senders.ok() ? "" : senders.error().message));
  const std::string document = model::senders_document(*senders);
  std::vector<SenderFile> again;
  for (nlohmann::ordered_json entry : nlohmann::ordered_json::parse(document)) {
    const std::string id = entry["id"];
    CAPTURE(id);
    CHECK(entry["confidence"] == to_string(model::find_sender(*senders, id)->confidence()));
    entry.erase("confidence");
    const auto problem = support::schema_problem_of_sender(entry.dump());
    CHECK_MESSAGE(!problem.has_value(), problem.value_or(""));
    again.push_back({id + ".json", entry.dump()});
  }
  const auto read = read_senders(again);
  REQUIRE_MESSAGE(read.ok(), (read.ok() ? "" : read.error().message));
  CHECK(model::senders_document(*read) == document);
  REQUIRE(read->size() == senders->size());
  for (std::size_t i = 0; i < read->size(); ++i)
    CHECK((*read)[i].hello.tls == (*senders)[i].hello.tls);
  CHECK(document.find("\"TLSv1.3\"") != std::string::npos);
  CHECK(document.find("\"0xfefe\"") != std::string::npos);
}
