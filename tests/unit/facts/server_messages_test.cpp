// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include "cases.hpp"
#include "wire/tls_messages.hpp"

namespace test {

using wire::kTls11;
using wire::kTls12;
using wire::kTls13;

namespace {

constexpr std::uint16_t kCookie = 44;
constexpr std::uint16_t kHeartbeat = 15;

Visit& other_session(Visit& visit) {
  visit.tls().server_hello->session_id = "other";
  return visit;
}

void only_tls12(Visit& visit) { visit.plain12().refused("tls13", 70).plain12(); }
void only_tls13(Visit& visit) { visit.plain().refused("tls12", 70).plain(); }

// The plain conversation in TLS 1.2, with a request for a certificate.
Visit& requested(Visit& visit, std::vector<std::uint16_t> schemes, std::size_t length = 100) {
  visit.plain12();
  visit.tls().certificate_request.emplace();
  visit.tls().certificate_request->signature_algorithms = std::move(schemes);
  visit.tls().certificate_request->length = length;
  return visit;
}

}  // namespace

std::vector<Case> server_message_cases() {
  return {
      {"session_id_echoed", "yes", "echoed", [](Visit& v) { v.plain(); }},
      {"session_id_echoed", "yes", "echoed in a HelloRetryRequest",
       [](Visit& v) { v.plain().retried("hello-retry", kSecp384r1).plain(); }},
      {"session_id_echoed", "no", "another", [](Visit& v) { other_session(v.plain()); }},
      {"session_id_echoed", "no", "none in a HelloRetryRequest",
       [](Visit& v) {
         v.plain().retried("hello-retry", kSecp384r1).tls().hello_retry_request->session_id = "";
         v.plain();
       }},
      {"session_id_echoed", "no_control", "another, and no plain conversation behind it",
       [](Visit& v) { other_session(v.plain().answered("pq")); }},
      {"session_id_echoed", "farm", "another, perhaps by another server",
       [](Visit& v) {
         other_session(v.plain().answered("pq")).reply("greeting", "220 mx2.test ESMTP\r\n");
         v.plain();
       }},
      {"session_id_echoed", "not_applicable", "TLS 1.2 alone", only_tls12},

      {"extensions_within_offer", "yes", "all of them offered",
       [](Visit& v) { v.plain().extension(wire::kKeyShare, ""); }},
      {"extensions_within_offer", "yes", "offered by the signalling suite",
       [](Visit& v) {
         v.plain12().extension(wire::kRenegotiationInfo, "");
         auto& ours = *v.tls().client_hello;
         std::erase_if(ours.extensions, [](const wire::Extension& extension) {
           return extension.type == wire::kRenegotiationInfo;
         });
         ours.cipher_suites.push_back(wire::kEmptyRenegotiationScsv);
       }},
      {"extensions_within_offer", "yes", "a cookie in a HelloRetryRequest",
       [](Visit& v) {
         v.plain().retried("hello-retry", kSecp384r1);
         v.tls().hello_retry_request->extensions.push_back({kCookie, "c"});
         v.plain();
       }},
      {"extensions_within_offer", "no", "a cookie in a ServerHello",
       [](Visit& v) { v.plain().extension(kCookie, "c"); }},
      {"extensions_within_offer", "no", "heartbeat",
       [](Visit& v) { v.plain12().extension(kHeartbeat, "\1"); }},
      {"extensions_within_offer", "no", "EMS to those who do not know it",
       [](Visit& v) {
         v.plain().answered("tls12-no-ems", kTls12).extension(wire::kExtendedMasterSecret, "");
         v.plain();
       }},
      {"extensions_within_offer", "not_measured", "nobody was answered",
       [](Visit& v) { v.refused("starttls"); }},

      {"certificate_request_without_sha1", "yes", "SHA-256",
       [](Visit& v) {
         requested(v, {0x0403, 0x0804});
       }},
      {"certificate_request_without_sha1", "no", "SHA-1 too",
       [](Visit& v) {
         requested(v, {0x0403, 0x0201});
       }},
      {"certificate_request_without_sha1", "no", "MD5 too",
       [](Visit& v) {
         requested(v, {0x0403, 0x0101});
       }},
      {"certificate_request_without_sha1", "not_applicable", "nothing is requested",
       [](Visit& v) { v.plain12(); }},
      {"certificate_request_without_sha1", "not_applicable", "requested in TLS 1.1",
       [](Visit& v) { v.answered("tls11", kTls11).tls().certificate_request.emplace(); }},
      {"certificate_request_without_sha1", "not_asked", "TLS 1.3 hides it",
       [](Visit& v) { v.plain(); }},

      {"client_ca_list_short", "yes", "a record full", [](Visit& v) { requested(v, {}, 16384); }},
      {"client_ca_list_short", "no", "more than a record",
       [](Visit& v) { requested(v, {}, 16385); }},
      {"client_ca_list_short", "not_applicable", "nothing is requested",
       [](Visit& v) { v.plain12(); }},
      {"client_ca_list_short", "not_applicable", "TLS 1.3 alone", only_tls13},
  };
}

TEST_CASE("server messages") { check(server_message_cases()); }

TEST_CASE("what was not offered, and what was asked for, is told") {
  Visit visit;
  visit.plain12().extension(kHeartbeat, "\1").extension(kCookie, "c");
  requested(visit, {0x0403, 0x0201, 0x0101}, 300);
  requested(visit, {0x0403}, 20'000);
  using Words = std::vector<std::string>;
  CHECK(visit.fact("extensions_within_offer").list == Words{"15", "44"});
  CHECK(visit.fact("extensions_within_offer").seen ==
        "ServerHello TLSv1.2, extension 15 was not offered");
  CHECK(visit.fact("certificate_request_without_sha1").list ==
        Words{"rsa_pkcs1_sha1", "rsa_pkcs1_md5"});
  CHECK(visit.fact("client_ca_list_short").number == 20'000);
  CHECK(visit.fact("client_ca_list_short").seen == "CertificateRequest of 20000 octets");
}

}  // namespace test
