// SPDX-License-Identifier: GPL-3.0-or-later
#include "visit.hpp"

#include <algorithm>
#include <map>

#include <doctest/doctest.h>

#include "base/bytes.hpp"
#include "facts/facts.hpp"
#include "session/hello_client.hpp"
#include "support/conversation_driver.hpp"
#include "wire/certificate.hpp"

namespace test {
namespace {

// Two names so that nobody mistakes the one for the other.
const std::string kHost = "mx.test";
const std::string kDomain = "example.test";

wire::ClientHello hello_of(const model::Step& step) {
  const std::string message =
      wire::write_client_hello(session::make_client_hello(step, {kHost, kDomain}));
  return wire::parse_client_hello(std::string_view(message).substr(4));
}

wire::SmtpReply read_reply(const std::string& raw) {
  wire::SmtpReplyReader reader;
  reader.feed(raw);
  REQUIRE(reader.complete());
  return reader.take();
}

bool is_said_inside_tls(std::string_view step) {
  return step.starts_with("ehlo-again") || step.starts_with("starttls-again") ||
         step.starts_with("quit");
}

std::uint16_t usual_suite(std::uint16_t version) {
  if (version == wire::kTls13) return kTls13Suite;
  return version == wire::kTls12 ? kEcdheRsa : kEcdheRsaOld;
}

wire::ServerHello server_hello(std::uint16_t version, std::uint16_t suite, const Choice& choice) {
  wire::ServerHello hello;
  hello.legacy_version = std::min<std::uint16_t>(version, wire::kTls12);
  hello.random = std::string(24, 'r') + (choice.sentinel ? "DOWNGRD" : "nothing") +
                 (choice.sentinel && version == wire::kTls12 ? '\1' : '\0');
  hello.cipher_suite = suite;
  hello.compression_method = choice.compression;
  for (const std::uint16_t type : choice.extensions) hello.extensions.push_back({type, {}});
  if (version > wire::kTls12) {
    hello.selected_version = version;
    hello.key_share_group = choice.group;
  }
  return hello;
}

wire::ServerKeyExchange key_exchange(std::uint16_t version, std::uint16_t suite,
                                     const Choice& choice) {
  wire::ServerKeyExchange message;
  message.kind = wire::key_exchange_of(suite);
  if (message.kind == wire::KeyExchange::ecdhe) {
    message.curve_type = 3;
    message.named_curve = choice.group;
  } else {
    message.dh_prime_bits = choice.prime_bits == 0 ? 2048 : choice.prime_bits;
  }
  if (version == wire::kTls12) message.signature_scheme = choice.signature;
  return message;
}

}  // namespace

const support::Credential& a_certificate(const support::CertificateWish& wish) {
  static std::map<std::string, support::Credential> made;
  std::string key = wish.name + '/' + wish.key_usage + '/' + wish.extended_key_usage + '/' +
                    wish.key_type + '/' + wish.signature_digest + '/' +
                    std::to_string(wish.rsa_bits) + '/' + wish.key_pem;
  const auto found = made.find(key);
  if (found != made.end()) return found->second;
  return made.emplace(std::move(key), support::make_certificate(wish)).first->second;
}

Visit::Visit() {
  record.endpoint = {kHost, *base::IpAddress::parse("192.0.2.1"), 25};
  record.domain = kDomain;
  chain_ = {a_certificate({})};
}

model::Transcript& Visit::add(std::string_view probe) {
  const model::Probe& played = support::builtin_probe(probe);
  model::Conversation conversation;
  model::Transcript& transcript = conversation.transcript;
  transcript.probe = probe;
  transcript.connected_after = base::Milliseconds(1);
  transcript.stage = model::Stage::handshake;
  transcript.last_step = "tls";
  transcript.events.push_back(
      {"greeting", {}, false, model::Replied{read_reply("220 mx.test ESMTP\r\n")}});
  transcript.events.push_back(
      {"ehlo-reply", {}, false, model::Replied{read_reply("250-mx.test\r\n250 STARTTLS\r\n")}});
  transcript.events.push_back({"starttls", {}, false, model::Sent{"STARTTLS\r\n"}});
  transcript.events.push_back(
      {"starttls-reply", {}, false, model::Replied{read_reply("220 go\r\n")}});
  transcript.tls.emplace();
  if (const model::Step* step = model::tls_step(played); step != nullptr)
    transcript.tls->client_hello = hello_of(*step);
  record.conversations.push_back(std::move(conversation));
  return last();
}

void Visit::present(const Choice& choice) {
  if (choice.hide_certificate) return;
  for (const support::Credential& credential : choice.chain.empty() ? chain_ : choice.chain)
    tls().certificates.push_back(credential.certificate_der);
  model::CertificateValidation validation;
  validation.matches_domain =
      wire::certificate_matches(wire::read_certificate(tls().certificates.front()), kHost);
  record.conversations.back().validation = validation;
}

Visit& Visit::answered(std::string_view probe, std::uint16_t version, std::uint16_t suite,
                       const Choice& choice) {
  model::Transcript& transcript = add(probe);
  if (suite == 0) suite = usual_suite(version);
  const model::Step& step = *model::tls_step(support::builtin_probe(probe));
  const bool is_handshake = step.kind == model::Step::Kind::handshake;
  tls().server_hello = server_hello(version, suite, choice);
  if (version > wire::kTls12) tls().server_hello->session_id = tls().client_hello->session_id;
  if (version <= wire::kTls12 && wire::key_exchange_of(suite) != wire::KeyExchange::rsa) {
    tls().server_key_exchange = key_exchange(version, suite, choice);
    tls().signature_scheme = tls().server_key_exchange->signature_scheme;
  }
  tls().completed = is_handshake && choice.completed;
  if (is_handshake && !choice.completed) {
    transcript.end = model::End::peer_closed;
  } else {
    transcript.end = model::End::completed;
    transcript.stage = model::Stage::quit;
  }
  const bool shows_certificate = version <= wire::kTls12 || tls().completed;
  if (shows_certificate && !wire::is_anonymous(suite)) present(choice);
  if (tls().completed && &step != &support::builtin_probe(probe).steps.back()) {
    reply("ehlo-again-reply", "250-mx.test\r\n250 SIZE\r\n");
  }
  return *this;
}

Visit& Visit::retried(std::string_view probe, std::uint16_t group) {
  add(probe).end = model::End::completed;
  last().stage = model::Stage::quit;
  Choice choice;
  choice.group = group;
  wire::ServerHello hello = server_hello(wire::kTls13, kTls13Suite, choice);
  hello.random =
      "\xCF\x21\xAD\x74\xE5\x9A\x61\x11\xBE\x1D\x8C\x02\x1E\x65\xB8\x91"
      "\xC2\xA2\x11\x16\x7A\xBB\x8C\x5E\x07\x9E\x09\xE2\xC8\xA8\x33\x9C";
  hello.session_id = tls().client_hello->session_id;
  tls().hello_retry_request = std::move(hello);
  return *this;
}

Visit& Visit::refused(std::string_view probe, std::uint8_t description) {
  add(probe).end = model::End::handshake_failed;
  return alert(description);
}

Visit& Visit::dropped(std::string_view probe, model::End end) {
  add(probe).end = end;
  return *this;
}

Visit& Visit::unmeasured(std::string_view probe, model::Stage stage, model::End end) {
  add(probe).tls.reset();
  last().events.pop_back();  // the 220
  if (stage != model::Stage::starttls) last().events.pop_back();
  return ends(end, stage);
}

Visit& Visit::alert(std::uint8_t description, std::uint8_t level) {
  tls().alerts.push_back({{level, description}, true});
  return *this;
}

Visit& Visit::ends(model::End end, model::Stage stage) {
  last().end = end;
  last().stage = stage;
  return *this;
}

Visit& Visit::extension(std::uint16_t type, std::string data) {
  tls().server_hello->extensions.push_back({type, std::move(data)});
  return *this;
}

Visit& Visit::faults(std::vector<std::string> faults) {
  record.conversations.back().validation->faults = std::move(faults);
  return *this;
}

Visit& Visit::reply(const std::string& step, const std::string& raw) {
  const bool inside = last().handshake_completed() && is_said_inside_tls(step);
  auto& events = last().events;
  const auto before =
      std::find_if(events.begin(), events.end(), [&step](const model::Event& event) {
        return event.step == step && (step == "greeting" || step == "ehlo-reply");
      });
  if (before != events.end()) {
    before->what = model::Replied{read_reply(raw)};
    return *this;
  }
  events.erase(std::remove_if(events.begin(), events.end(),
                              [&step](const model::Event& event) { return event.step == step; }),
               events.end());
  events.push_back({step, {}, inside, model::Replied{read_reply(raw)}});
  return *this;
}

Visit& Visit::says(const std::string& step) {
  const bool inside = last().handshake_completed() && is_said_inside_tls(step);
  last().events.push_back({step, {}, inside, model::Sent{step + "\r\n"}});
  return *this;
}

Visit& Visit::stray(model::Stray::Kind kind, const std::string& text) {
  const bool inside =
      last().handshake_completed() && kind != model::Stray::Kind::cleartext_after_220;
  last().events.push_back({"somewhere", {}, inside, model::Stray{kind, text}});
  return *this;
}

Visit& Visit::certificate(const support::CertificateWish& wish) {
  return chain({a_certificate(wish)});
}

Visit& Visit::chain(std::vector<support::Credential> chain) {
  chain_ = std::move(chain);
  return *this;
}

model::Fact Visit::fact(std::string_view name) const {
  const auto facts = facts::facts_of(record);
  const model::Fact* found = model::find_fact(facts, name);
  REQUIRE_MESSAGE(found != nullptr, std::string(name));
  return *found;
}

}  // namespace test
