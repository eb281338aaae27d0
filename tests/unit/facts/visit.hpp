// SPDX-License-Identifier: GPL-3.0-or-later
//
// Visits as a test tells them: "starttls answered with TLS 1.3, tls11 refused it".
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "model/records.hpp"
#include "support/certificate_maker.hpp"
#include "wire/tls_names.hpp"

namespace test {

inline constexpr std::uint16_t kTls13Suite = 0x1301;   // TLS_AES_128_GCM_SHA256
inline constexpr std::uint16_t kEcdheRsa = 0xc02f;     // with AES_128_GCM_SHA256
inline constexpr std::uint16_t kEcdheEcdsa = 0xc02b;   // the same
inline constexpr std::uint16_t kDheRsa = 0x009e;       // the same
inline constexpr std::uint16_t kRsa = 0x002f;          // TLS_RSA_WITH_AES_128_CBC_SHA
inline constexpr std::uint16_t kEcdheRsaOld = 0xc013;  // with AES_128_CBC_SHA
inline constexpr std::uint16_t kAnonymous = 0x0034;    // TLS_DH_anon_WITH_AES_128_CBC_SHA
inline constexpr std::uint16_t kSecp256r1 = 23;
inline constexpr std::uint16_t kSecp384r1 = 24;
inline constexpr std::uint16_t kX25519 = 29;
inline constexpr std::uint16_t kMlkem = 4588;  // X25519MLKEM768

// What a server chose, beyond version and suite.
struct Choice {
  std::vector<std::uint16_t> extensions{};  // of the ServerHello, empty
  std::uint16_t group = kX25519;            // of the key exchange; 0: none
  unsigned prime_bits = 0;                  // of DHE
  std::uint16_t signature = 0x0804;         // of the ServerKeyExchange
  std::uint8_t compression = 0;
  bool sentinel = false;                     // RFC 8446 section 4.1.3
  bool completed = true;                     // for a handshake; a hello never is
  std::vector<support::Credential> chain{};  // empty: the visit's own
  bool hide_certificate = false;
};

class Visit {
 public:
  Visit();

  // Each adds one conversation, with the ClientHello of the built-in probe.
  Visit& answered(std::string_view probe, std::uint16_t version = wire::kTls13,
                  std::uint16_t suite = 0, const Choice& choice = {});
  Visit& retried(std::string_view probe, std::uint16_t group);  // HelloRetryRequest
  Visit& refused(std::string_view probe, std::uint8_t alert = 40);
  Visit& dropped(std::string_view probe, model::End end = model::End::peer_closed);
  Visit& unmeasured(std::string_view probe, model::Stage stage = model::Stage::starttls,
                    model::End end = model::End::not_positive);
  // The plain probe answered with TLS 1.3, or 1.2.
  Visit& plain() { return answered("starttls"); }
  Visit& plain12() { return answered("starttls", wire::kTls12); }

  // Changes to the conversation added last.
  model::Transcript& last() { return record.conversations.back().transcript; }
  model::TlsLog& tls() { return *last().tls; }
  Visit& alert(std::uint8_t description, std::uint8_t level = 2);  // by the server, now
  Visit& ends(model::End end, model::Stage stage);
  Visit& extension(std::uint16_t type, std::string data);
  Visit& faults(std::vector<std::string> faults);  // of validation; empty: trusted
  // `raw`: "250-mx.test\r\n250 SIZE\r\n"; in place of a reply that is there, or added. It becomes
  // the last event; a greeting and the first EHLO reply stay where they are.
  Visit& reply(const std::string& step, const std::string& raw);
  Visit& says(const std::string& step);  // our words of this step went out
  Visit& stray(model::Stray::Kind kind, const std::string& text);

  // What is presented from now on where a choice has no chain of its own.
  Visit& certificate(const support::CertificateWish& wish);
  Visit& chain(std::vector<support::Credential> chain);

  [[nodiscard]] model::Fact fact(std::string_view name) const;

  model::EndpointRecord record;

 private:
  model::Transcript& add(std::string_view probe);
  void present(const Choice& choice);

  std::vector<support::Credential> chain_;
};

// Made once in a program: keys are slow.
const support::Credential& a_certificate(const support::CertificateWish& wish);

}  // namespace test
