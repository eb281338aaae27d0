// SPDX-License-Identifier: GPL-3.0-or-later
#include "outcome.hpp"

#include <cstring>

#include "base/text.hpp"
#include "outcome/classify.hpp"
#include "wire/ehlo.hpp"

namespace dialogues {
namespace {

std::string yes_no(bool value) { return value ? "yes" : "no"; }

void append(std::string& words, std::string_view word) {
  words += (words.empty() ? "" : " ") + std::string(word);
}

std::string or_none(std::string words) { return words.empty() ? "none" : words; }

std::string keywords(const model::Transcript& transcript, std::string_view step) {
  std::string words;
  if (const auto* reply = transcript.reply(step)) {
    for (const wire::Capability& capability : wire::capabilities(*reply))
      append(words, capability.keyword);
  }
  return or_none(words);
}

// As a dialogue writes octets.
std::string written(std::string_view text) {
  std::string out;
  for (const char c : base::escape(text)) {
    if (c == '\r')
      out += "\\r";
    else if (c == '\n')
      out += "\\n";
    else if (c == '\t')
      out += "\\t";
    else
      out += c;
  }
  return out;
}

// Of the key exchange, or that a HelloRetryRequest asks for.
std::string group_of(const model::Transcript& transcript) {
  if (!transcript.tls) return "none";
  const auto& tls = *transcript.tls;
  const auto& hello = tls.server_hello ? tls.server_hello : tls.hello_retry_request;
  std::uint16_t group = hello ? hello->key_share_group.value_or(0) : 0;
  if (group == 0 && tls.server_key_exchange) group = tls.server_key_exchange->named_curve;
  return group == 0 ? "none" : std::string(wire::group_name(group));
}

}  // namespace

Outcome outcome_of(const model::Transcript& transcript, bool said_quit) {
  std::string flaws;
  std::string strays;
  std::string first_stray;
  for (const model::Event& event : transcript.events) {
    if (const auto* replied = std::get_if<model::Replied>(&event.what)) {
      for (const wire::ReplyFlaw flaw : replied->reply.flaws) append(flaws, wire::to_string(flaw));
    } else if (const auto* stray = std::get_if<model::Stray>(&event.what)) {
      if (strays.empty()) first_stray = stray->text;
      append(strays, model::to_string(stray->kind));
    }
  }
  std::string alerts;
  if (transcript.tls) {
    for (const model::SeenAlert& seen : transcript.tls->alerts) {
      append(alerts, (seen.from_server ? "server:" : "client:") +
                         std::string(wire::alert_name(seen.alert.description)));
    }
  }
  const bool hello = transcript.tls && transcript.tls->server_hello;
  const bool answer = hello || (transcript.tls && transcript.tls->hello_retry_request);
  const model::Outcome outcome = outcome::outcome_of({transcript, std::nullopt});
  std::string also;
  for (const std::string& code : outcome.also) append(also, code);
  return {
      {"outcome", outcome.code},
      {"measurability", std::string(model::to_string(outcome.measurability))},
      {"also", or_none(also)},
      {"end", std::string(model::to_string(transcript.end))},
      {"stage", std::string(model::to_string(transcript.stage))},
      {"step", transcript.last_step.empty() ? "none" : transcript.last_step},
      {"status", std::string(model::zgrab_status(transcript))},
      {"dirty_close", yes_no(transcript.dirty_close)},
      {"quit", yes_no(said_quit)},
      {"quit_reply", transcript.reply("quit-reply") != nullptr
                         ? std::to_string(transcript.reply("quit-reply")->code)
                         : "none"},
      {"flaws", or_none(flaws)},
      {"strays", or_none(strays)},
      {"stray", or_none(written(first_stray))},
      {"os_error", transcript.os_error == 0 ? "none" : strerrorname_np(transcript.os_error)},
      {"version", answer ? std::string(wire::version_name(transcript.tls->version())) : "none"},
      {"suite",
       hello ? std::string(wire::cipher_suite_name(transcript.tls->server_hello->cipher_suite))
             : "none"},
      {"group", group_of(transcript)},
      {"ems", yes_no(hello && transcript.tls->server_hello->has(wire::kExtendedMasterSecret))},
      {"certificates", std::to_string(transcript.tls ? transcript.tls->certificates.size() : 0)},
      {"alerts", or_none(alerts)},
      {"before_tls", keywords(transcript, "ehlo-reply")},
      {"after_tls", keywords(transcript, "ehlo-again-reply")}};
}

}  // namespace dialogues
