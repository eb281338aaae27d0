// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sender_sections_json.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/core.h>

#include "model/offer_json.hpp"

namespace model {
namespace {

constexpr std::size_t kMostSources = 64;
constexpr std::size_t kMostCharacters = 1000;  // of any text
constexpr long kMostBits = 65'536;
constexpr double kMostHours = 8760;
constexpr double kMostMinutes = 525'600;
constexpr long kMostAddresses = 1000;

// ---- Words --------------------------------------------------------------------------------------

constexpr std::array kVerifications{Verification::nothing, Verification::name_and_chain,
                                    Verification::domain_and_chain, Verification::dane};
constexpr std::array kKeyUsageRules{KeyUsageRule::ignored, KeyUsageRule::elliptic_keys,
                                    KeyUsageRule::always, KeyUsageRule::where_verified};
constexpr std::array kConfidences{Confidence::measured, Confidence::read, Confidence::documented,
                                  Confidence::reported, Confidence::assumed};
// Where the server would not start TLS, or broke it off.
constexpr std::array kWithoutTls{Delivery::clear_same_session, Delivery::clear_reconnect,
                                 Delivery::clear_after_age,    Delivery::next_mx,
                                 Delivery::defer_until_expiry, Delivery::bounce};
constexpr std::array kWithAnotherCertificate{
    Delivery::tls_unauth,      Delivery::clear_same_session,
    Delivery::clear_reconnect, Delivery::clear_after_age,
    Delivery::next_mx,         Delivery::defer_until_expiry,
    Delivery::bounce};
constexpr std::array kBehindAGreeting{Delivery::next_mx, Delivery::defer_until_expiry,
                                      Delivery::bounce};

// "a", "b" or "c".
template <typename Words>
std::string alternatives(const Words& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " or " : ", ";
    text += fmt::format("\"{}\"", to_string(words[i]));
  }
  return text;
}

// The word at `key`, one of `words`; `absent` where there is none, and without that a problem.
template <typename Words, typename Word = typename Words::value_type>
Word read_word(ObjectReader& object, const std::string& key, const Words& words,
               std::optional<Word> absent = std::nullopt) {
  if (absent && !object.has(key)) {
    object.string(key, "");
    return *absent;
  }
  const std::string name = object.string(key);
  const auto found = std::find_if(words.begin(), words.end(),
                                  [&name](Word word) { return to_string(word) == name; });
  if (found != words.end()) return *found;
  object.fail(key, fmt::format("\"{}\" is {}", key, alternatives(words)));
  return words.front();
}

// ---- Parts of sections --------------------------------------------------------------------------

// A sender names the host that it asks, or nobody.
void refuse_server_name(ObjectReader& object) {
  object.fail("server_name", "a sender's \"server_name\" is \"mx_host\" or \"none\"");
}

bool read_required(ObjectReader& object, const std::string& key) {
  const std::string word = object.string(key, "optional");
  if (word != "optional" && word != "required")
    object.fail(key, fmt::format("\"{}\" is \"optional\" or \"required\"", key));
  return word == "required";
}

unsigned read_bits(ObjectReader& object, const std::string& key) {
  return static_cast<unsigned>(object.integer(key, 0, 0, kMostBits));
}

void read_treatments_server_name(ObjectReader& object, Treatment& treatment) {
  const std::string name = object.string("server_name", "");
  if (!object.has("server_name")) return;
  if (name != "mx_host" && name != "none") refuse_server_name(object);
  treatment.server_name = name == "none" ? ServerName::none : ServerName::mx_host;
}

base::Result<Source> read_source(const JsonSource& document, const std::string& pointer) {
  ObjectReader object(document, pointer);
  Source source;
  source.says = read_text(object, "says");
  source.where = read_text(object, "where");
  source.confidence = read_word(object, "confidence", kConfidences);
  if (const auto problem = object.problem()) return *problem;
  return source;
}

}  // namespace

std::string read_text(ObjectReader& object, const std::string& key) {
  std::string text = object.string(key);
  if (text.empty() || text.size() > kMostCharacters)
    object.fail(key, fmt::format("\"{}\" wants 1 to {} characters", key, kMostCharacters));
  return text;
}

Step read_senders_hello(ObjectReader& object) {
  Step step;
  step.kind = Step::Kind::hello;
  step.name = "hello";
  step.stage = Stage::handshake;
  if (object.has("within_ms"))
    object.fail("within_ms",
                "\"within_ms\" is a probe's; a sender's hello has no limit, take it out");
  read_hello(object, step);
  const ServerName name = step.tls.server_name;
  if (name != ServerName::mx_host && name != ServerName::none) refuse_server_name(object);
  return step;
}

Acceptance read_acceptance(ObjectReader& object) {
  Acceptance accepts;
  accepts.extended_master_secret = read_required(object, "extended_master_secret");
  accepts.renegotiation_info = read_required(object, "renegotiation_info");
  accepts.key_usage =
      read_word(object, "key_usage", kKeyUsageRules, std::optional(accepts.key_usage));
  accepts.rsa_bits = read_bits(object, "rsa_bits");
  accepts.dh_bits = read_bits(object, "dh_bits");
  accepts.sha1_certificates = object.boolean("sha1_certificates", true);
  accepts.verified_rsa_bits = read_bits(object, "verified_rsa_bits");
  accepts.extended_key_usage = object.boolean("extended_key_usage", true);
  return accepts;
}

Treatment read_treatment(ObjectReader& object) {
  Treatment treatment;
  treatment.verifies = read_word(object, "verifies", kVerifications);
  read_part(object, "hello",
            [&](ObjectReader& part) { treatment.hello = read_senders_hello(part); });
  read_treatments_server_name(object, treatment);
  read_part(object, "accepts",
            [&](ObjectReader& part) { treatment.accepts = read_acceptance(part); });
  treatment.not_offered = read_word(object, "not_offered", kWithoutTls);
  treatment.refused_4xx = read_word(object, "refused_4xx", kWithoutTls);
  treatment.refused_5xx = read_word(object, "refused_5xx", kWithoutTls);
  treatment.starttls_broken = read_word(object, "starttls_broken", kWithoutTls);
  treatment.handshake_failure = read_word(object, "handshake_failure", kWithoutTls);
  treatment.session_failure =
      read_word(object, "session_failure", kWithoutTls, std::optional(treatment.session_failure));
  if (treatment.verifies == Verification::dane) {
    treatment.insecure_mx = object.boolean("insecure_mx", false);
    treatment.trust_anchor_names = object.boolean("trust_anchor_names", true);
  }
  const bool may_be_absent = treatment.verifies == Verification::nothing;
  treatment.certificate_failure =
      read_word(object, "certificate_failure", kWithAnotherCertificate,
                may_be_absent ? std::optional(Delivery::tls_unauth) : std::nullopt);
  return treatment;
}

std::optional<Treatment> read_optional_treatment(ObjectReader& object, const JsonSource& document,
                                                 const std::string& key) {
  std::optional<Treatment> treatment;
  const nlohmann::json& root = document.root();
  const auto value = root.is_object() ? root.find(key) : root.end();
  if (value == root.end() || value->is_object()) {
    read_part(object, key, [&](ObjectReader& part) { treatment = read_treatment(part); });
  } else if (*value == false) {
    object.boolean(key, false);
  } else {
    object.fail(
        key, fmt::format("\"{}\" is what the sender does, or false: it does no such thing", key));
  }
  return treatment;
}

Queue read_queue(ObjectReader& object) {
  Queue queue;
  queue.lifetime_hours = object.number("lifetime_hours", queue.lifetime_hours, 0, kMostHours);
  queue.clear_after_minutes =
      object.number("clear_after_minutes", queue.clear_after_minutes, 0, kMostMinutes);
  queue.most_addresses = static_cast<unsigned>(
      object.integer("most_addresses", queue.most_addresses, 0, kMostAddresses));
  queue.most_sessions = static_cast<unsigned>(
      object.integer("most_sessions", queue.most_sessions, 0, kMostAddresses));
  queue.greeting_5xx =
      read_word(object, "greeting_5xx", kBehindAGreeting, std::optional(queue.greeting_5xx));
  return queue;
}

std::vector<Source> read_sources(ObjectReader& object, const JsonSource& document) {
  std::vector<Source> sources;
  const nlohmann::json* list = object.array("sources");
  if (list == nullptr) return sources;
  if (list->empty() || list->size() > kMostSources) {
    object.fail("sources", fmt::format("a sender has 1 to {} sources", kMostSources));
    return sources;
  }
  for (std::size_t i = 0; i < list->size(); ++i) {
    auto source = read_source(document, "/sources/" + std::to_string(i));
    if (source) {
      sources.push_back(std::move(*source));
    } else {
      object.adopt(source.error());
    }
  }
  return sources;
}

}  // namespace model
