// SPDX-License-Identifier: GPL-3.0-or-later
//
// A visit, sorted: what each conversation came to, which of them are controls, and whether one
// server answered them all.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/fact.hpp"
#include "model/records.hpp"
#include "wire/certificate.hpp"

namespace facts {

// The probes that stand for a present-day and an old sender.
inline constexpr std::string_view kPlain = "starttls";
inline constexpr std::string_view kLegacy = "starttls-legacy";

// What a conversation came to as far as the server's first answer in TLS goes.
enum class Outcome : std::uint8_t {
  answered,    // a ServerHello or HelloRetryRequest came; the handshake need not have completed
  refused,     // a fatal alert came instead
  dropped,     // FIN, RST or silence came instead, or nothing but a warning
  unmeasured,  // it never came to a ClientHello, or ended for reasons that are not the server's TLS
};

// One conversation, and what is often asked of it. Refers to the visit.
class Talk {
 public:
  Talk(const model::Conversation& conversation, std::size_t index);

  [[nodiscard]] const model::Conversation& conversation() const { return *conversation_; }
  [[nodiscard]] const model::Transcript& transcript() const { return conversation_->transcript; }
  [[nodiscard]] const std::string& probe() const { return transcript().probe; }
  [[nodiscard]] bool is(std::string_view id) const { return probe() == id; }
  [[nodiscard]] std::size_t index() const { return index_; }
  [[nodiscard]] Outcome outcome() const { return outcome_; }
  [[nodiscard]] bool answered() const { return outcome_ == Outcome::answered; }
  // The server did not answer in TLS, and it is the server (or the path) that did not.
  [[nodiscard]] bool failed() const;
  [[nodiscard]] bool completed() const { return transcript().handshake_completed(); }
  // The server's whole first flight was seen: what is missing in it was not sent.
  [[nodiscard]] bool flight_complete() const;

  [[nodiscard]] const model::TlsLog* tls() const;       // nullptr before TLS
  [[nodiscard]] const wire::ClientHello* ours() const;  // nullptr when none was sent
  // The ServerHello, or the HelloRetryRequest where no ServerHello came; nullptr without both.
  [[nodiscard]] const wire::ServerHello* answer() const;
  // The ServerHello when it chose SSL 3.0 to TLS 1.2, whose handshakes are in clear; else nullptr.
  [[nodiscard]] const wire::ServerHello* old_answer() const;
  // TLS 1.0 to 1.2: SSL 3.0 has no extensions.
  [[nodiscard]] const wire::ServerHello* old_tls_answer() const;
  [[nodiscard]] std::uint16_t version() const;  // negotiated; 0: none
  [[nodiscard]] bool offered(std::uint16_t extension) const;
  // The server's first fatal alert, wherever it stands.
  [[nodiscard]] std::optional<std::uint8_t> fatal_alert() const;
  [[nodiscard]] bool presented_certificate() const;
  // What the presented certificates say, the server's own first: read when it is first asked for,
  // so not to be asked from two threads. Empty: none was presented.
  [[nodiscard]] const std::vector<wire::CertificateFacts>& certificates() const;
  // `other` presented the same ones and outlives this: they are read there, once for both.
  void share_certificates(const Talk& other) { same_certificates_ = &other; }

  // In the field's terms: "ServerHello TLSv1.2", "alert handshake_failure(40)", "no answer".
  [[nodiscard]] std::string seen() const;

 private:
  const model::Conversation* conversation_;
  std::size_t index_;
  Outcome outcome_;
  const Talk* same_certificates_ = nullptr;
  mutable std::vector<wire::CertificateFacts> certificates_;
};

std::string alert_text(std::uint8_t description);  // "alert handshake_failure(40)"
// "connection closed", "not_smtp at ehlo"
std::string end_text(const model::Transcript& transcript);

// Threading: of one thread, as what several facts build on is found out once and kept.
class Evidence {
 public:
  using Talks = std::vector<const Talk*>;

  // `visit` must outlive it.
  explicit Evidence(const model::EndpointRecord& visit);
  Evidence(const Evidence&) = delete;
  Evidence& operator=(const Evidence&) = delete;

  [[nodiscard]] const model::EndpointRecord& visit() const { return visit_; }
  [[nodiscard]] const std::vector<Talk>& talks() const { return talks_; }
  [[nodiscard]] const Talks& plays_of(std::string_view probe) const;
  [[nodiscard]] bool played(std::string_view probe) const { return !plays_of(probe).empty(); }

  // The plain probe, or the legacy one where the plain one never completes: what it shows needs no
  // control, and others are controlled by it.
  [[nodiscard]] bool is_base(const Talk& talk) const;
  // A base conversation was answered before this one, and another after it: what went wrong in
  // between is an answer to what this one sent, and not a server that was down or had enough of us.
  [[nodiscard]] bool is_controlled(const Talk& talk) const;
  // Different servers answer at this address: what one of them refused another may accept.
  [[nodiscard]] bool farm() const { return !farm_seen_.empty(); }
  [[nodiscard]] const std::string& farm_seen() const { return farm_seen_; }
  // Conversations whose greeting or EHLO reply names the server.
  [[nodiscard]] std::size_t identified() const { return identified_; }

  // Conversations whose chain stands for the endpoint: those of the plain probe, one for each
  // certificate; without them, the best of the others. Empty: no certificate was seen.
  [[nodiscard]] const Talks& chains() const { return chains_; }

  // What `find` says of this evidence and `argument`, found out once: for facts that others build
  // on.
  using Find = model::Fact (*)(const Evidence& evidence, std::uint16_t argument);
  const model::Fact& once(Find find, std::uint16_t argument = 0) const;

 private:
  struct Plays {
    std::string_view probe;
    Talks talks;
  };
  struct Found {
    Find find;
    std::uint16_t argument;
    model::Fact fact;
  };

  void sort_by_probe();
  void share_certificates();
  void find_controls();
  void compare_names();
  void compare_certificates();
  [[nodiscard]] Talks find_chains() const;

  const model::EndpointRecord& visit_;
  std::vector<Talk> talks_;
  std::vector<Plays> plays_;  // in the order first played
  Talks chains_;
  const Talk* first_control_ = nullptr;  // base conversations that were answered
  const Talk* last_control_ = nullptr;
  mutable std::list<Found> found_;  // a list: what it gave out stays where it is
  bool plain_completes_ = false;
  std::string farm_seen_;
  std::size_t identified_ = 0;
};

// The server's own certificate; only where one was presented.
const wire::CertificateFacts& leaf_of(const Talk& talk);

}  // namespace facts
