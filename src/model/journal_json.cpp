// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/journal_json.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "model/endpoint_traits.hpp"
#include "model/line_schema.hpp"
#include "wire/smtp_reply.hpp"
#include "wire/tls_names.hpp"

namespace model {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMaxDepth = 64;  // our lines need twelve

// What is read of a line. Most of a line stands under other keys and is not kept, which is why this
// takes half the time of a whole document.
constexpr std::array<std::string_view, 39> kWanted{"at_ms",
                                                   "before_tls",
                                                   "browser_trusted",
                                                   "capabilities",
                                                   "code",
                                                   "connect_ms",
                                                   "connections_used",
                                                   "data",
                                                   "dirty_closes",
                                                   "domain",
                                                   "duration_ms",
                                                   "end",
                                                   "endpoint_id",
                                                   "events",
                                                   "fingerprint_sha256",
                                                   "flaws",
                                                   "handshake_completed_successfully",
                                                   "handshake_log",
                                                   "interrupted",
                                                   "matches_domain",
                                                   "measurability",
                                                   "mx_status",
                                                   "name",
                                                   "outcome",
                                                   "probes",
                                                   "result",
                                                   "run_id",
                                                   "schema",
                                                   "server_certificates",
                                                   "skipped",
                                                   "smtp",
                                                   "stage",
                                                   "status",
                                                   "step",
                                                   "text",
                                                   "tls",
                                                   "type",
                                                   "validation",
                                                   "version"};
static_assert(std::is_sorted(kWanted.begin(), kWanted.end()));

// Builds the document out of the keys that are wanted; nlohmann's SAX interface.
class Pruner {
 public:
  explicit Pruner(Json& root) : root_(root) {}

  bool null() { return put({}); }
  bool boolean(bool value) { return put(value); }
  bool number_integer(Json::number_integer_t value) { return put(value); }
  bool number_unsigned(Json::number_unsigned_t value) { return put(value); }
  bool number_float(Json::number_float_t value, const std::string&) { return put(value); }
  bool string(std::string& value) { return passing_over() || put(std::move(value)); }
  bool binary(Json::binary_t&) { return false; }  // not in text
  bool start_object(std::size_t) { return open(Json::value_t::object); }
  bool start_array(std::size_t) { return open(Json::value_t::array); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool key(std::string& name) {
    if (unwanted_depth_ != 0) return true;
    const bool wanted = std::binary_search(kWanted.begin(), kWanted.end(), name);
    slot_ = wanted ? &(*open_.back())[name] : nullptr;
    return true;
  }
  static bool parse_error(std::size_t, const std::string&, const Json::exception&) { return false; }

 private:
  // The next value stands under a key that nobody wants.
  [[nodiscard]] bool passing_over() const {
    return unwanted_depth_ != 0 ||
           (!open_.empty() && open_.back()->is_object() && slot_ == nullptr);
  }
  Json* place(Json value) {
    if (open_.empty()) return &(root_ = std::move(value));
    if (open_.back()->is_array()) return &open_.back()->emplace_back(std::move(value));
    return &(*slot_ = std::move(value));
  }
  bool put(Json value) {
    if (!passing_over()) place(std::move(value));
    return true;
  }
  bool open(Json::value_t type) {
    if (open_.size() + unwanted_depth_ == kMaxDepth) return false;
    if (passing_over()) {
      ++unwanted_depth_;
    } else {
      open_.push_back(place(Json(type)));
    }
    return true;
  }
  bool close() {
    if (unwanted_depth_ != 0) {
      --unwanted_depth_;
    } else {
      open_.pop_back();
    }
    return true;
  }

  Json& root_;
  std::vector<Json*> open_;  // from the root inwards; each stays where it is while it is open
  Json* slot_ = nullptr;     // of the key read last
  std::size_t unwanted_depth_ = 0;
};

// ---- Fields that may be absent or of another type ----------------------------------------------

const Json& at(const Json& json, const char* key) {
  static const Json kNothing;
  if (!json.is_object()) return kNothing;
  const auto found = json.find(key);
  return found == json.end() ? kNothing : *found;
}

std::string_view words(const Json& json) {
  return json.is_string() ? std::string_view(json.get_ref<const std::string&>())
                          : std::string_view();
}

std::string_view text(const Json& json, const char* key) { return words(at(json, key)); }

bool is_true(const Json& json, const char* key) {
  const Json& value = at(json, key);
  return value.is_boolean() && value.get<bool>();
}

std::uint64_t number(const Json& json, const char* key) {
  const Json& value = at(json, key);
  return value.is_number_unsigned() ? value.get<std::uint64_t>() : 0;
}

// A time that no clock of ours gives is cut to the greatest.
base::Milliseconds milliseconds(const Json& json, const char* key) {
  constexpr std::uint64_t kMost = 1'000'000'000'000;  // three decades
  const Json& value = at(json, key);
  if (value.is_number_integer() && !value.is_number_unsigned())
    return base::Milliseconds(
        std::max<std::int64_t>(value.get<std::int64_t>(), -1'000'000'000'000));
  return base::Milliseconds(static_cast<std::int64_t>(std::min(number(json, key), kMost)));
}

// ---- An endpoint's line ------------------------------------------------------------------------

Moment moment_of(const Json& event) {
  Moment moment{Moment::Kind::other, text(event, "step"), milliseconds(event, "at_ms")};
  const std::string_view type = text(event, "type");
  if (type == "sent") moment.kind = Moment::Kind::sent;
  if (type == "reply") moment.kind = Moment::Kind::reply;
  if (type == "handshake_done") moment.kind = Moment::Kind::handshake_done;
  return moment;
}

// A line has the code of a reply's first line; that of the last is in the text, if it is another.
bool is_positive_reply(const Json& event) {
  const std::uint64_t code = number(event, "code");
  if (code < 200 || code >= 300) return false;
  const Json& flaws = at(event, "flaws");
  const bool another = std::any_of(flaws.begin(), flaws.end(), [](const Json& flaw) {
    return words(flaw) == wire::to_string(wire::ReplyFlaw::code_mismatch);
  });
  if (!another) return true;
  const auto raw = base::unescape(text(event, "text"));
  if (!raw) return false;
  wire::SmtpReplyReader reader;
  reader.feed(*raw);
  return reader.take().is_positive();
}

// The first reply to the step, as Transcript::reply() has it; nullptr when it never came.
const Json* reply_to(const Json& events, std::string_view step) {
  const auto reply = std::find_if(events.begin(), events.end(), [step](const Json& event) {
    return text(event, "type") == "reply" && text(event, "step") == step;
  });
  return reply == events.end() ? nullptr : &*reply;
}

bool is_positive(const Json& events, std::string_view step) {
  const Json* reply = reply_to(events, step);
  return reply != nullptr && is_positive_reply(*reply);
}

// As Transcript::first_ehlo_reply() has it.
bool is_ehlo_accepted(const Json& events) {
  return is_positive(events,
                     reply_to(events, "ehlo-reply") != nullptr ? "ehlo-reply" : "ehlo-again-reply");
}

bool offers_starttls(const Json& capabilities) {
  return std::any_of(capabilities.begin(), capabilities.end(), [](const Json& capability) {
    const std::string_view line = words(capability);
    return base::equals_ignoring_case(line.substr(0, line.find(' ')), "STARTTLS");
  });
}

EndpointTraits::Plain plain_of(const Json& transcript) {
  EndpointTraits::Plain plain;
  plain.status = text(transcript, "status");
  const std::string_view end = text(transcript, "end");
  plain.end = end == to_string(End::completed)
                  ? std::string(end)
                  : fmt::format("{}.{}", text(transcript, "stage"), end);
  plain.broken_off = end == to_string(End::cancelled);
  const Json& result = at(transcript, "result");
  const Json& events = at(result, "events");
  plain.connected = at(transcript, "connect_ms").is_number();
  plain.greeted = is_positive(events, "greeting");
  plain.ehlo_accepted = is_ehlo_accepted(events);
  plain.starttls_offered = offers_starttls(at(at(result, "capabilities"), "before_tls"));
  plain.starttls_accepted = is_positive(events, "starttls-reply");
  std::vector<Moment> moments;
  for (const Json& event : events) moments.push_back(moment_of(event));
  plain.times = stage_times(
      plain.connected ? std::optional(milliseconds(transcript, "connect_ms")) : std::nullopt,
      moments, milliseconds(transcript, "duration_ms"));
  return plain;
}

void add_handshake(EndpointTraits& traits, const Json& transcript) {
  const Json& tls = at(at(transcript, "result"), "tls");
  traits.tls_version.clear();
  if (!is_true(tls, "handshake_completed_successfully")) return;
  traits.handshake_completed = true;
  const std::string_view version = text(at(tls, "version"), "name");
  traits.tls_version = version.empty() ? wire::version_name(0) : version;
  const Json& validation = at(at(at(tls, "handshake_log"), "server_certificates"), "validation");
  if (!is_true(validation, "browser_trusted")) return;
  traits.chain_valid = true;
  traits.name_matches = traits.name_matches || is_true(validation, "matches_domain");
}

EndpointTraits traits_of(const Json& line) {
  EndpointTraits traits;
  traits.skipped = text(line, "skipped");
  traits.outcome = text(at(line, "outcome"), "code");
  traits.measurability = text(at(line, "outcome"), "measurability");
  traits.connections = number(line, "connections_used");
  traits.dirty_closes = number(line, "dirty_closes");
  const Json& plain = at(at(line, "data"), "smtp");
  if (!plain.is_object()) return traits;
  traits.plain = plain_of(plain);
  add_handshake(traits, plain);
  for (const Json& transcript : at(line, "probes")) add_handshake(traits, transcript);
  return traits;
}

// ---- Lines of each type ------------------------------------------------------------------------

void read_domain(const Json& line, JournalEntry& entry) {
  entry.kind = JournalEntry::Kind::domain;
  entry.key = text(line, "domain");
  entry.interrupted = is_unanswered(text(line, "mx_lookup"));
  ++entry.counts.domains;
  ++entry.counts.mx_statuses[std::string(text(line, "mx_status"))];
  const Json& outcome = at(line, "outcome");
  if (!outcome.is_object()) return;
  ++entry.counts.outcomes[std::string(text(outcome, "code"))];
  ++entry.counts.measurabilities[std::string(text(outcome, "measurability"))];
}

void read_endpoint(const Json& line, JournalEntry& entry) {
  entry.kind = JournalEntry::Kind::endpoint;
  entry.key = base::unescape(text(line, "endpoint_id")).value_or("");
  entry.interrupted = is_true(line, "interrupted");
  entry.counts.add(traits_of(line));
}

void read_certificate(const Json& line, JournalEntry& entry) {
  entry.kind = JournalEntry::Kind::certificate;
  entry.key = text(line, "fingerprint_sha256");
  ++entry.counts.certificates;
}

std::string problem_of(const Json& line) {
  const std::string_view type = text(line, "type");
  std::string problem = schema_problem(type, text(line, "schema"), "gone on with");
  if (!problem.empty()) return problem;
  if (type != "domain" && type != "endpoint" && type != "certificate")
    return fmt::format("a {} is no line that a scan writes to its output", type);
  if (text(line, "run_id").empty()) return "it has no \"run_id\"";
  return {};
}

}  // namespace

std::optional<JournalEntry> read_journal_line(std::string_view line) {
  Json document;
  Pruner pruner(document);
  if (!Json::sax_parse(line, &pruner)) return std::nullopt;
  JournalEntry entry;
  entry.problem = problem_of(document);
  if (!entry.problem.empty()) return entry;
  entry.run_id = text(document, "run_id");
  const std::string_view type = text(document, "type");
  if (type == "domain") read_domain(document, entry);
  if (type == "endpoint") read_endpoint(document, entry);
  if (type == "certificate") read_certificate(document, entry);
  if (entry.key.empty()) entry.problem = fmt::format("a {} without its name", type);
  return entry;
}

}  // namespace model
