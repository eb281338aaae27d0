// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/probe_json.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "support/schema_check.hpp"

namespace {

using model::read_probe;
using model::Stage;
using model::Step;

// A probe with these lines for steps, the first of them on line 3.
std::string with_steps(const std::string& steps) {
  return "{\"id\": \"p\", \"purpose\": \"To be read.\", \"tier\": \"audit\",\n \"steps\": [\n" +
         steps + "\n]}\n";
}

// An otherwise good probe with one thing wrong with it.
struct BadProbe {
  std::string situation;
  std::string text;
  std::string message;  // behind "probe.json:"
};

void check_message(const BadProbe& bad) {
  CAPTURE(bad.situation);
  const auto probe = read_probe(bad.text, "probe.json");
  REQUIRE_FALSE(probe.ok());
  CHECK(probe.error().message == "probe.json:" + bad.message);
}

// What the schema can say, it says too.
const std::vector<BadProbe> kRefusedByBoth{
    {"unknown key", "{\"id\": \"p\", \"purpose\": \"x\", \"tier\": \"audit\",\n\"step\": []}",
     "1:1: the key \"steps\" is missing"},
    {"unknown key beside good ones",
     "{\"id\": \"p\", \"purpose\": \"x\", \"tier\": \"audit\", \"steps\": "
     "[{\"pause\": \"p\", \"for_ms\": 1}],\n  \"colour\": 1}",
     "2:10: unknown key \"colour\"; known here: deviates, id, purpose, source, steps, tier"},
    {"unknown key in a step",
     with_steps("{\"send\": \"a\", \"text\": \"NOOP\\r\\n\",\n \"wait\": 1}"),
     "4:7: unknown key \"wait\"; known here: send, text"},
    {"unknown key in extensions",
     with_steps("{\"handshake\": \"tls\",\n \"extensions\": {\"alpn\": true}}"),
     "4:22: unknown key \"alpn\"; known here: extended_master_secret, "
     "session_ticket"},
    {"a key of another kind of step", with_steps("{\"reply\": \"a\", \"text\": \"x\"}"),
     "3:21: unknown key \"text\"; known here: accept, offers, reply, within_ms"},
    {"two kinds in one step", with_steps("{\"reply\": \"a\", \"close\": \"fin\"}"),
     "3:22: unknown key \"close\"; known here: accept, offers, reply, within_ms"},
    {"a step of no kind", with_steps("{\"greet\": \"tls\"}"),
     "3:1: a step has one of the keys send, reply, hello, handshake, silence, pause, close"},
    {"a step that is a number", with_steps("7"),
     "3:1: a step has one of the keys send, reply, hello, handshake, silence, pause, close"},
    {"missing id", "{\"purpose\": \"x\", \"tier\": \"audit\", \"steps\": [{\"close\": \"fin\"}]}",
     "1:1: the key \"id\" is missing"},
    {"missing purpose",
     "\n {\"id\": \"p\", \"tier\": \"audit\", \"steps\": [{\"close\": \"fin\"}]}",
     "2:2: the key \"purpose\" is missing"},
    {"missing tier", "{\"id\": \"p\", \"purpose\": \"x\", \"steps\": [{\"close\": \"fin\"}]}",
     "1:1: the key \"tier\" is missing"},
    {"missing text", with_steps("{\"send\": \"a\"}"), "3:1: the key \"text\" is missing"},
    {"missing duration", with_steps("{\"silence\": \"a\"}"), "3:1: the key \"for_ms\" is missing"},
    {"a document that is a list", "[]", "1:1: an object is expected here"},
    {"an id that is a number",
     "{\"id\": 7, \"purpose\": \"x\", \"tier\": \"audit\", \"steps\": [{\"close\": \"fin\"}]}",
     "1:5: \"id\" wants a string"},
    {"steps that are an object",
     "{\"id\": \"p\", \"purpose\": \"x\", \"tier\": \"audit\", \"steps\": {}}",
     "1:52: \"steps\" wants a list"},
    {"deviates that is a word",
     "{\"id\": \"p\", \"purpose\": \"x\", \"tier\": \"audit\", \"deviates\": \"no\", \"steps\": "
     "[{\"close\": \"fin\"}]}",
     "1:55: \"deviates\" wants true or false"},
    {"extensions that are a list", with_steps("{\"handshake\": \"tls\", \"extensions\": []}"),
     "3:33: an object is expected here"},
    {"an id with an upper-case letter",
     "{\"id\": \"P\", \"purpose\": \"x\", \"tier\": \"audit\", \"steps\": [{\"close\": \"fin\"}]}",
     "1:5: \"id\" wants 1 to 64 of a-z, 0-9 and -"},
    {"an empty step name", with_steps("{\"reply\": \"\"}"),
     "3:8: a name is 1 to 64 of a-z, 0-9 and -"},
    {"a step name of 65", with_steps("{\"reply\": \"" + std::string(65, 'a') + "\"}"),
     "3:8: a name is 1 to 64 of a-z, 0-9 and -"},
    {"a tier that is none",
     "{\"id\": \"p\", \"purpose\": \"x\", \"tier\": \"deep\", \"steps\": [{\"close\": \"fin\"}]}",
     "1:34: \"tier\" is \"survey\", \"standard\" or \"audit\""},
    {"no steps", "{\"id\": \"p\", \"purpose\": \"x\", \"tier\": \"audit\", \"steps\": []}",
     "1:52: a probe has 1 to 64 steps"},
    {"a way to accept that is none", with_steps("{\"reply\": \"a\", \"accept\": \"all\"}"),
     "3:23: \"accept\" is \"positive\", \"any\" or \"negative\""},
    {"a way to close that is none", with_steps("{\"close\": \"slam\"}"),
     "3:8: \"close\" is \"fin\" or \"reset\""},
    {"a server name that is none",
     with_steps("{\"handshake\": \"tls\", \"server_name\": \"example\"}"),
     "3:34: \"server_name\" is \"mx_host\", \"domain\", \"none\" or a name with a dot"},
    {"cipher suites that are no list",
     with_steps("{\"handshake\": \"tls\", \"cipher_suites\": \"sound\"}"),
     "3:36: \"cipher_suites\" wants a list"},
    {"a handshake with a group that the library has not",
     with_steps("{\"handshake\": \"tls\", \"groups\": [\"X25519MLKEM768\"]}"),
     "3:29: a handshake cannot be made with the group X25519MLKEM768; a hello can offer it"},
    {"octets that are no number", with_steps("{\"hello\": \"tls\", \"records\": [0]}"),
     "3:26: \"records\" wants at most 150 numbers of octets, 1 to 16000"},
    {"number below its range", with_steps("{\"pause\": \"a\", \"for_ms\": 0}"),
     "3:23: \"for_ms\" wants a whole number from 1 to 600000"},
    {"number above its range", with_steps("{\"reply\": \"a\", \"within_ms\": 600001}"),
     "3:26: \"within_ms\" wants a whole number from 1 to 600000"},
    {"number far above its range",
     with_steps("{\"reply\": \"a\", \"within_ms\": 18446744073709551615}"),
     "3:26: \"within_ms\" wants a whole number from 1 to 600000"},
    {"number with a fraction", with_steps("{\"reply\": \"a\", \"within_ms\": 1.5}"),
     "3:26: \"within_ms\" wants a whole number from 1 to 600000"},
    {"an empty text", with_steps("{\"send\": \"a\", \"text\": \"\"}"),
     "3:20: \"text\" wants 1 to 16384 characters"},
    {"octets that are not escaped", with_steps("{\"send\": \"a\", \"octets\": \"\\\\q\"}"),
     "3:22: \"octets\" has \\\\ and \\xNN behind a backslash, and nothing else"},
    {"empty octets", with_steps("{\"send\": \"a\", \"octets\": \"\"}"),
     "3:22: \"octets\" wants 1 to 16384 characters"},
    {"octets beside a text", with_steps("{\"send\": \"a\", \"octets\": \"x\", \"text\": \"x\"}"),
     "3:35: unknown key \"text\"; known here: octets, send"},
    {"a text that is too long",
     with_steps("{\"send\": \"a\", \"text\": \"" + std::string(16'385, 'x') + "\"}"),
     "3:20: \"text\" wants 1 to 16384 characters"},
    {"versions with a gap",
     with_steps("{\"handshake\": \"tls\", \"versions\": [\"TLSv1.0\", \"TLSv1.2\"]}"),
     "3:31: a handshake offers a range of versions, SSLv3 to TLSv1.3, without a gap; a hello can "
     "offer anything"},
    {"no versions", with_steps("{\"handshake\": \"tls\", \"versions\": []}"),
     "3:31: \"versions\" wants at least one version"},
    {"a version that is too old", with_steps("{\"handshake\": \"tls\", \"versions\": [\"SSLv2\"]}"),
     "3:31: \"versions\" holds \"SSLv2\", which is not a version (SSLv3, TLSv1.0, TLSv1.1, TLSv1.2 "
     "or "
     "TLSv1.3), nor a number such as \"0x7f7e\", nor \"GREASE\""},
    {"not JSON", "{\"id\": \"p\",\n \"purpose\" \"x\"}",
     "2:14: not JSON: parse error at line 2, column 14: syntax error while parsing object "
     "separator "
     "- unexpected string literal; expected ':'"},
    {"nothing at all", "",
     "1:1: not JSON: parse error at line 1, column 1: syntax error while parsing value - "
     "unexpected "
     "end of input; expected '[', '{', or a literal"},
    {"nested too deep", "{\"id\":\n" + std::string(100'000, '['), "2:32: nested too deeply"},
};

// What only the program can say.
const std::vector<BadProbe> kRefusedByTheProgramOnly{
    {"duplicate key",
     "{\"id\": \"p\",\n \"id\": \"q\", \"purpose\": \"x\", \"tier\": \"audit\", \"steps\": "
     "[{\"close\": \"fin\"}]}",
     "2:5: the key \"id\" stands here for the second time"},
    {"duplicate key in a step", with_steps("{\"pause\": \"a\", \"for_ms\": 1,\n  \"for_ms\": 2}"),
     "4:10: the key \"for_ms\" stands here for the second time"},
    {"two steps of one name",
     with_steps("{\"reply\": \"a\"},\n{\"pause\": \"b\", \"for_ms\": 1},\n {\"reply\": \"a\"}"),
     "5:2: two steps are called \"a\""},
    {"cipher suites that are none",
     with_steps("{\"handshake\": \"tls\", \"cipher_suites\": [\"weak\"]}"),
     "3:36: \"cipher_suites\" holds \"weak\", which is not a cipher suite (IANA's name) or a "
     "class of them (sound, common, static-rsa, ...), nor a number such as \"0x7f7e\", nor "
     "\"GREASE\""},
    {"more cipher suites than a hello offers",
     with_steps("{\"hello\": \"tls\", \"cipher_suites\": [\"common\", \"anonymous\"]}"),
     "3:32: a hello offers at most 64 cipher suites: some servers ignore or refuse more"},
    {"something said behind a hello",
     with_steps("{\"hello\": \"tls\"},\n{\"send\": \"quit\", \"text\": \"QUIT\\r\\n\"}"),
     "4:1: behind a hello nothing can be said: it is no handshake"},
    {"handshake before STARTTLS", with_steps("{\"reply\": \"a\"},\n{\"handshake\": \"tls\"}"),
     "4:1: a hello or a handshake comes first (implicit TLS) or behind STARTTLS"},
    {"handshake before STARTTLS that comes later",
     with_steps("{\"reply\": \"a\"},\n{\"handshake\": \"tls\"},\n"
                "{\"send\": \"s\", \"text\": \"STARTTLS\\r\\n\"}"),
     "4:1: a hello or a handshake comes first (implicit TLS) or behind STARTTLS"},
    {"two handshakes",
     with_steps("{\"handshake\": \"tls\"},\n{\"send\": \"s\", \"text\": \"STARTTLS\\r\\n\"},\n"
                "{\"handshake\": \"again\"}"),
     "5:1: one connection has one handshake"},
    {"a forbidden verb in octets",
     with_steps("{\"send\": \"a\", \"octets\": \"\\\\x80\\\\x0a\\\\x44ATA\\\\x0a\"}"),
     "3:22: waxseal never sends DATA; take it out"},
    {"a forbidden verb over two steps",
     with_steps(
         "{\"send\": \"a\", \"text\": \"RC\"},\n{\"send\": \"b\", \"text\": \"PT TO:<>\\r\\n\"}"),
     "4:1: waxseal never sends RCPT; take it out"},
    {"a forbidden verb over three steps with a pause",
     with_steps(
         "{\"send\": \"a\", \"text\": \"NOOP\\r\\nda\"},\n{\"pause\": \"p\", \"for_ms\": 5},\n"
         "{\"send\": \"b\", \"text\": \"t\"},\n{\"send\": \"c\", \"text\": \"a\\r\\n\"}"),
     "6:1: waxseal never sends DATA; take it out"},
};

}  // namespace

TEST_CASE("bad probes are refused with place, reason and what to do, and by the schema as well") {
  for (const BadProbe& bad : kRefusedByBoth) {
    check_message(bad);
    CHECK(support::schema_problem_of_probe(bad.text).has_value());
  }
}

TEST_CASE("bad probes that a schema cannot tell are refused with place and reason") {
  for (const BadProbe& bad : kRefusedByTheProgramOnly) {
    check_message(bad);
    // One that the schema refuses belongs into the other table.
    CHECK_FALSE(support::schema_problem_of_probe(bad.text).has_value());
  }
}

TEST_CASE("a probe sends no verb that starts a transaction or asks for a mailbox") {
  for (const std::string verb : {"RCPT", "DATA", "BDAT", "AUTH", "VRFY", "EXPN", "TURN"}) {
    std::string lower;
    for (const char c : verb) lower += static_cast<char>(c - 'A' + 'a');
    for (const std::string& text :
         {verb, lower, verb + " x\\r\\n", verb + "\\r\\n", "NOOP\\r\\n" + verb + "\\r\\n",
          "NOOP\\n" + lower + "\\n", "NOOP\\r" + verb + "\\r", " " + verb + " x\\r\\n",
          "NOOP\\r\\n \\t" + lower + "\\r\\n", verb + "\\t\\r\\n", verb + ":\\r\\n"}) {
      CAPTURE(text);
      const std::string json = with_steps("{\"send\": \"a\", \"text\": \"" + text + "\"}");

      const auto probe = read_probe(json, "probe.json");

      REQUIRE_FALSE(probe.ok());
      CHECK(probe.error().message ==
            "probe.json:3:20: waxseal never sends " + verb + "; take it out");
      CHECK(support::schema_problem_of_probe(json).has_value());
    }
  }
}

TEST_CASE("a forbidden verb inside a word or behind another is an ordinary text") {
  for (const std::string text : {"DATABASE\\r\\n", "XRCPT\\r\\n", "NOOP RCPT TO:<x>\\r\\n",
                                 "HELP AUTH\\r\\n", "AUTHX", "MAIL FROM:<> AUTH=<>\\r\\n"}) {
    CAPTURE(text);
    const std::string json = with_steps("{\"send\": \"a\", \"text\": \"" + text + "\"}");
    const auto probe = read_probe(json, "probe.json");
    CHECK_MESSAGE(probe.ok(), (probe.ok() ? "" : probe.error().message));
    CHECK_FALSE(support::schema_problem_of_probe(json).has_value());
  }
}

TEST_CASE("texts of several steps that are no forbidden verb in one line are fine") {
  const auto probe = read_probe(with_steps("{\"send\": \"a\", \"text\": \"NOOP DA\"},\n"
                                           "{\"send\": \"b\", \"text\": \"TA\\r\\nVR\"},\n"
                                           "{\"send\": \"c\", \"text\": \"\\r\\nFY\\r\\n\"}"),
                                "probe.json");
  CHECK_MESSAGE(probe.ok(), (probe.ok() ? "" : probe.error().message));
}

TEST_CASE("octets are any, and no command: the stage is what it was") {
  const std::string json = with_steps(
      "{\"send\": \"starttls\", \"text\": \"STARTTLS\\r\\n\"},\n"
      "{\"reply\": \"starttls-reply\"},\n"
      "{\"send\": \"hello\", \"octets\": \"\\\\x80\\\\x00QUIT\\\\\\\\\"},\n"
      "{\"silence\": \"answer\", \"for_ms\": 1}");
  const auto probe = read_probe(json, "probe.json");
  REQUIRE_MESSAGE(probe.ok(), (probe.ok() ? "" : probe.error().message));
  CHECK(probe->steps[2].text == std::string("\x80\0QUIT\\", 7));
  CHECK_FALSE(probe->steps[2].is_command);
  CHECK(probe->steps[2].stage == Stage::starttls);
  CHECK(probe->steps[3].stage == Stage::starttls);
  CHECK(probe->steps[0].is_command);
  CHECK_FALSE(support::schema_problem_of_probe(json).has_value());
}

TEST_CASE("what a probe leaves out has its default") {
  const auto probe =
      read_probe(with_steps("{\"handshake\": \"tls\"},\n{\"reply\": \"greeting\"}"), "probe.json");

  REQUIRE(probe.ok());
  CHECK(probe->source.empty());
  CHECK_FALSE(probe->deviates);
  CHECK(probe->steps[0].tls == model::TlsOffer{});
  CHECK(probe->steps[0].within == base::Milliseconds(30'000));
  CHECK(probe->steps[1].accept == Step::Accept::positive);
  CHECK(probe->steps[1].offers.empty());
  CHECK(probe->steps[1].within == base::Milliseconds(30'000));
}

TEST_CASE("a reply may be wanted to be a refusal") {
  const std::string json = with_steps(R"({"reply": "a", "accept": "negative"},
                                         {"reply": "b", "accept": "positive"})");
  const auto probe = read_probe(json, "probe.json");
  REQUIRE_MESSAGE(probe.ok(), (probe.ok() ? "" : probe.error().message));
  CHECK_FALSE(support::schema_problem_of_probe(json).has_value());
  CHECK(probe->steps[0].accept == Step::Accept::negative);
  CHECK(probe->steps[1].accept == Step::Accept::positive);
}

TEST_CASE("what a probe says before TLS beyond EHLO and STARTTLS") {
  const auto deviates = [](const std::string& steps) {
    const auto probe = read_probe(with_steps(steps), "probe.json");
    REQUIRE_MESSAGE(probe.ok(), (probe.ok() ? "" : probe.error().message));
    return model::deviates_before_tls(*probe);
  };
  const std::string ehlo = R"({"send": "ehlo", "text": "EHLO {client_name}\r\n"},)";
  const std::string starttls = R"({"send": "starttls", "text": "STARTTLS\r\n"},)";
  const std::string noop = R"({"send": "noop", "text": "NOOP\r\n"})";
  const std::string tls = R"({"handshake": "tls"})";
  CHECK_FALSE(deviates(ehlo + starttls + tls));
  CHECK_FALSE(deviates(ehlo + starttls + tls + "," + noop));
  CHECK_FALSE(deviates(tls + "," + noop));
  CHECK(deviates(ehlo + noop + "," + starttls + tls));
  CHECK(deviates(ehlo + R"({"send": "starttls", "text": "STARTTLS\r\nNOOP\r\n"},)" + tls));
  CHECK(deviates(ehlo + noop));
}

TEST_CASE("what a probe says is what is read, and each step knows its stage") {
  const std::string json = with_steps(
      R"({"reply": "greeting", "within_ms": 5},
         {"send": "ehlo", "text": "EHLO {client_name}\r\n"},
         {"reply": "ehlo-reply", "offers": "STARTTLS", "accept": "any"},
         {"silence": "quiet", "for_ms": 7},
         {"send": "starttls", "text": "starttls\r\n"},
         {"reply": "starttls-reply"},
         {"handshake": "tls", "versions": ["TLSv1.1", "SSLv3", "TLSv1.0"], "server_name": "none",
          "cipher_suites": ["common", "GREASE"], "extensions": {"extended_master_secret": false}, "within_ms": 9},
         {"send": "ehlo-again", "text": "EHLO x\r\n"},
         {"pause": "wait", "for_ms": 600000},
         {"send": "quit", "text": "QUIT\r\n"},
         {"close": "reset"})");

  const auto probe = read_probe(json, "probe.json");

  REQUIRE_MESSAGE(probe.ok(), (probe.ok() ? "" : probe.error().message));
  CHECK_FALSE(support::schema_problem_of_probe(json).has_value());
  const std::vector<Step>& steps = probe->steps;
  REQUIRE(steps.size() == 11);
  CHECK(probe->tier == model::Tier::audit);
  CHECK(steps[0].within == base::Milliseconds(5));
  CHECK(steps[1].text == "EHLO {client_name}\r\n");
  CHECK(steps[2].offers == "STARTTLS");
  CHECK(steps[2].accept == Step::Accept::any);
  CHECK(steps[3].within == base::Milliseconds(7));
  const model::TlsOffer& offer = steps[6].tls;
  CHECK(offer.versions == std::vector<std::uint16_t>{wire::kTls11, wire::kTls10, wire::kSsl30});
  CHECK(offer.server_name == model::ServerName::none);
  CHECK_FALSE(offer.extended_master_secret);
  CHECK(offer.cipher_suites.size() == wire::cipher_suites_in("common").size() + 1);
  CHECK(offer.cipher_suites.back() == wire::grease(0));
  CHECK(steps[6].within == base::Milliseconds(9));
  CHECK(steps[10].reset);
  const std::vector<Stage> stages{Stage::banner,    Stage::ehlo,     Stage::ehlo,
                                  Stage::ehlo,      Stage::starttls, Stage::starttls,
                                  Stage::handshake, Stage::post_tls, Stage::post_tls,
                                  Stage::quit,      Stage::quit};
  for (std::size_t i = 0; i < steps.size(); ++i) {
    CAPTURE(i);
    CHECK(steps[i].stage == stages[i]);
  }
}
