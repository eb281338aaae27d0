// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/probe_json.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/core.h>

#include "base/text.hpp"
#include "model/json_source.hpp"
#include "model/offer_json.hpp"

namespace model {
namespace {

constexpr long kReplyLimit = 30'000;  // milliseconds, where the probe says nothing
constexpr long kMostMilliseconds = 600'000;
constexpr std::size_t kMaxSteps = 64;
constexpr std::size_t kMaxText = 16 * 1024;

// What would start, or attempt, a mail transaction or an authentication, or ask who has a mailbox.
constexpr std::array<std::string_view, 7> kNeverSent{"RCPT", "DATA", "BDAT", "AUTH",
                                                     "VRFY", "EXPN", "TURN"};

// The verb of each line of a text, as the most lenient server will read it: behind blanks and
// control octets, and with any of those for a line end.
std::optional<std::string_view> forbidden_verb(std::string text) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  std::replace_if(text.begin(), text.end(), is_control, '\n');
  for (const std::string_view untrimmed : base::split(text, '\n')) {
    const std::string_view line = base::trim(untrimmed);
    for (const std::string_view verb : kNeverSent) {
      if (!base::starts_with_ignoring_case(line, verb)) continue;
      if (line.size() == verb.size() || !base::is_alphanumeric(line[verb.size()])) return verb;
    }
  }
  return std::nullopt;
}

// As text, or as octets that JSON has no characters for.
void read_send(ObjectReader& object, Step& step) {
  step.is_command = !object.has("octets");
  const std::string key = step.is_command ? "text" : "octets";
  step.text = object.string(key);
  if (!step.is_command) {
    const auto octets = base::unescape(step.text);
    if (!octets)
      object.fail(key, "\"octets\" has \\\\ and \\xNN behind a backslash, and nothing else");
    step.text = octets.value_or("");
  }
  if (step.text.empty() || step.text.size() > kMaxText) {
    object.fail(key, fmt::format("\"{}\" wants 1 to {} characters", key, kMaxText));
  }
  if (const auto verb = forbidden_verb(step.text)) {
    object.fail(key, fmt::format("waxseal never sends {}; take it out", *verb));
  }
}

constexpr std::array<std::pair<std::string_view, Step::Accept>, 3> kAccepts{{
    {"positive", Step::Accept::positive},
    {"any", Step::Accept::any},
    {"negative", Step::Accept::negative},
}};

void read_reply(ObjectReader& object, Step& step) {
  step.offers = object.string("offers", "");
  const std::string accept = object.string("accept", "positive");
  const auto word = std::find_if(kAccepts.begin(), kAccepts.end(),
                                 [&accept](const auto& row) { return row.first == accept; });
  if (word == kAccepts.end()) {
    object.fail("accept", "\"accept\" is \"positive\", \"any\" or \"negative\"");
  } else {
    step.accept = word->second;
  }
  step.within = Milliseconds(object.integer("within_ms", kReplyLimit, 1, kMostMilliseconds));
}

void read_wait(ObjectReader& object, Step& step) {
  step.within = Milliseconds(object.integer("for_ms", 0, 1, kMostMilliseconds));
  if (!object.has("for_ms")) object.fail("", "the key \"for_ms\" is missing");
}

void read_close(ObjectReader& object, Step& step) {
  step.reset = step.name == "reset";
  if (step.name != "fin" && step.name != "reset")
    object.fail("close", "\"close\" is \"fin\" or \"reset\"");
}

struct KindReader {
  std::string_view key;
  Step::Kind kind;
  void (*read)(ObjectReader&, Step&);
};
constexpr std::array<KindReader, 7> kKinds{{
    {"send", Step::Kind::send, read_send},
    {"reply", Step::Kind::reply, read_reply},
    {"hello", Step::Kind::hello, read_hello},
    {"handshake", Step::Kind::handshake, read_handshake},
    {"silence", Step::Kind::silence, read_wait},
    {"pause", Step::Kind::pause, read_wait},
    {"close", Step::Kind::close, read_close},
}};

// A step's kind is the key that carries its name: {"send": "ehlo", "text": ...}.
base::Result<Step> read_step(const JsonSource& source, const std::string& pointer) {
  ObjectReader object(source, pointer);
  const auto kind = std::find_if(kKinds.begin(), kKinds.end(), [&object](const KindReader& row) {
    return object.has(std::string(row.key));
  });
  if (kind == kKinds.end()) {
    return source.error(
        pointer, "a step has one of the keys send, reply, hello, handshake, silence, pause, close");
  }
  Step step;
  step.kind = kind->kind;
  step.name = object.string(std::string(kind->key));
  if (!is_id(step.name)) object.fail(std::string(kind->key), "a name is 1 to 64 of a-z, 0-9 and -");
  kind->read(object, step);
  if (const auto problem = object.problem()) return *problem;
  return step;
}

// The stage of each step follows from what was sent before it. Where TLS comes first the greeting
// stands inside it, and is one all the same.
Stage stage_after(Stage stage, const Step& step, bool in_tls, bool starttls) {
  if (step.kind == Step::Kind::handshake || step.kind == Step::Kind::hello) return Stage::handshake;
  if (step.kind != Step::Kind::send) {
    if (stage != Stage::handshake) return stage;
    return starttls ? Stage::post_tls : Stage::banner;
  }
  if (!step.is_command) return stage;
  if (base::starts_with_ignoring_case(step.text, "QUIT")) return Stage::quit;
  if (in_tls) return Stage::post_tls;
  if (base::starts_with_ignoring_case(step.text, "STARTTLS")) return Stage::starttls;
  return Stage::ehlo;
}

std::optional<base::Error> arrange(Probe& probe, const JsonSource& source) {
  Stage stage = Stage::banner;
  bool starttls = false;
  bool in_tls = false;
  bool hello = false;
  std::string line;  // begun and not ended: one command may be spread over several steps
  for (std::size_t i = 0; i < probe.steps.size(); ++i) {
    Step& step = probe.steps[i];
    const std::string pointer = "/steps/" + std::to_string(i);
    const bool twice = std::any_of(probe.steps.begin(), probe.steps.begin() + static_cast<long>(i),
                                   [&step](const Step& other) { return other.name == step.name; });
    if (twice) return source.error(pointer, fmt::format("two steps are called \"{}\"", step.name));
    stage = stage_after(stage, step, in_tls, starttls);
    step.stage = stage;
    starttls = starttls || stage == Stage::starttls;
    line += step.text;
    if (const auto verb = forbidden_verb(line)) {
      return source.error(pointer, fmt::format("waxseal never sends {}; take it out", *verb));
    }
    line.erase(0, line.find_last_of("\r\n") + 1);  // npos + 1 is 0
    const bool says_something = step.kind != Step::Kind::silence &&
                                step.kind != Step::Kind::pause && step.kind != Step::Kind::close;
    if (hello && says_something) {
      return source.error(pointer, "behind a hello nothing can be said: it is no handshake");
    }
    if (step.kind != Step::Kind::handshake && step.kind != Step::Kind::hello) continue;
    if (in_tls) return source.error(pointer, "one connection has one handshake");
    if (i != 0 && !starttls) {
      return source.error(pointer,
                          "a hello or a handshake comes first (implicit TLS) or behind STARTTLS");
    }
    in_tls = true;
    hello = step.kind == Step::Kind::hello;
  }
  return std::nullopt;
}

std::optional<Tier> tier_of(std::string_view name) {
  for (const Tier tier : {Tier::survey, Tier::standard, Tier::audit}) {
    if (to_string(tier) == name) return tier;
  }
  return std::nullopt;
}

}  // namespace

base::Result<Probe> read_probe(std::string_view json, const std::string& file) {
  auto source = JsonSource::parse(json, file);
  if (!source) return source.error();
  ObjectReader object(*source, "");
  Probe probe;
  probe.id = object.string("id");
  if (!is_id(probe.id)) object.fail("id", "\"id\" wants 1 to 64 of a-z, 0-9 and -");
  probe.purpose = object.string("purpose");
  probe.source = object.string("source", "");
  const auto tier = tier_of(object.string("tier"));
  if (!tier) object.fail("tier", "\"tier\" is \"survey\", \"standard\" or \"audit\"");
  probe.tier = tier.value_or(Tier::audit);
  probe.deviates = object.boolean("deviates", false);
  const nlohmann::json* steps = object.array("steps");
  if (steps != nullptr && (steps->empty() || steps->size() > kMaxSteps)) {
    object.fail("steps", fmt::format("a probe has 1 to {} steps", kMaxSteps));
  }
  if (const auto problem = object.problem()) return *problem;
  for (std::size_t i = 0; i < steps->size(); ++i) {
    auto step = read_step(*source, "/steps/" + std::to_string(i));
    if (!step) return step.error();
    probe.steps.push_back(std::move(*step));
  }
  if (const auto problem = arrange(probe, *source)) return *problem;
  return probe;
}

}  // namespace model
