// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include "cases.hpp"
#include "wire/tls_messages.hpp"

namespace test {

using model::End;
using model::Stage;
using wire::kTls10;
using wire::kTls12;
using wire::kTls13;

namespace {

Choice with(std::vector<std::uint16_t> extensions) {
  Choice choice;
  choice.extensions = std::move(extensions);
  return choice;
}

const Choice kEms = with({wire::kExtendedMasterSecret});
const Choice kRenegotiation = with({wire::kRenegotiationInfo});

// A server of TLS 1.3 alone, on which questions about older versions make no sense.
void only_tls13(Visit& visit) { visit.plain().refused("tls12", 70).plain(); }

Choice compressed() {
  Choice choice;
  choice.compression = 1;
  return choice;
}

void staple(Visit& visit, std::string_view probe) {
  visit.answered(probe, kTls12).tls().certificate_status = std::string(471, 's');
}

void ask_for_certificate(Visit& visit) { visit.tls().certificate_request.emplace(); }

void fail_after_request(Visit& visit, std::uint8_t description) {
  Choice unfinished;
  unfinished.completed = false;
  visit.answered("tls12", kTls12, kEcdheRsa, unfinished).alert(description);
  visit.ends(End::handshake_failed, Stage::handshake);
  ask_for_certificate(visit);
}

}  // namespace

std::vector<Case> extension_cases() {
  return {
      {"ems_echoed", "yes", "echoed", [](Visit& v) { v.answered("tls12", kTls12, 0, kEms); }},
      {"ems_echoed", "yes", "echoed in any conversation",
       [](Visit& v) {
         v.plain().answered("tls12", kTls12).answered("static-rsa", kTls12, kRsa, kEms).plain();
       }},
      {"ems_echoed", "no", "not echoed",
       [](Visit& v) { v.plain().answered("tls12", kTls12).plain(); }},
      {"ems_echoed", "no", "not echoed to the plain probe", [](Visit& v) { v.plain12(); }},
      {"ems_echoed", "not_asked", "only where it was not offered",
       [](Visit& v) { v.plain().answered("tls12-no-ems", kTls12).plain(); }},
      {"ems_echoed", "not_measured", "refused",
       [](Visit& v) { v.plain().refused("tls12").answered("tls11", wire::kTls11).plain(); }},
      {"ems_echoed", "not_applicable", "TLS 1.3 alone", only_tls13},

      {"ems_required", "yes", "refused without, answered with",
       [](Visit& v) {
         v.plain().answered("tls12", kTls12, 0, kEms).refused("tls12-no-ems").plain();
       }},
      {"ems_required", "no", "answered without",
       [](Visit& v) { v.plain().answered("tls12-no-ems", kTls12).plain(); }},
      {"ems_required", "no", "answered without it and without server_name",
       [](Visit& v) { v.plain().answered("tls12-no-ems-no-sni", kTls12); }},
      {"ems_required", "not_asked", "both habits together refused",
       [](Visit& v) {
         v.plain().answered("tls12", kTls12, 0, kEms).refused("tls12-no-ems-no-sni").plain();
       }},
      {"ems_required", "not_measured", "refused without, and nobody asked with",
       [](Visit& v) { v.plain().refused("tls12-no-ems").plain(); }},
      {"ems_required", "contradiction", "once this, once that",
       [](Visit& v) {
         v.plain().answered("tls12", kTls12).refused("tls12-no-ems");
         v.answered("tls12-no-ems", kTls12).plain();
       }},
      {"ems_required", "not_applicable", "TLS 1.3 alone",
       [](Visit& v) { v.plain().refused("tls12").refused("tls12-no-ems").plain(); }},

      {"ems_unsolicited", "yes", "in an answer to who does not know it",
       [](Visit& v) { v.answered("tls12-no-ems", kTls12, 0, kEms); }},
      {"ems_unsolicited", "no", "not there",
       [](Visit& v) { v.plain().answered("tls12-no-ems", kTls12).plain(); }},
      {"ems_unsolicited", "not_asked", "always offered",
       [](Visit& v) { v.plain().answered("tls12", kTls12, 0, kEms).plain(); }},
      {"ems_unsolicited", "not_applicable", "TLS 1.3 alone", only_tls13},

      {"renegotiation_info", "yes", "echoed",
       [](Visit& v) { v.answered("tls12", kTls12, 0, kRenegotiation); }},
      {"renegotiation_info", "no", "not echoed",
       [](Visit& v) { v.plain().answered("tls12", kTls12).plain(); }},
      {"renegotiation_info", "not_asked", "TLS 1.3 negotiated", [](Visit& v) { v.plain(); }},
      {"renegotiation_info", "not_asked", "not offered",
       [](Visit& v) { v.plain().answered("no-renegotiation-info", kTls12).plain(); }},

      {"renegotiation_info_required", "yes", "refused without, answered with",
       [](Visit& v) {
         v.plain().answered("tls12", kTls12).refused("no-renegotiation-info").plain();
       }},
      {"renegotiation_info_required", "no", "answered without, among other things",
       [](Visit& v) { v.plain().answered("tls12-extras", kTls12).plain(); }},
      {"renegotiation_info_required", "not_asked", "refused among other things",
       [](Visit& v) { v.plain().answered("tls12", kTls12).refused("tls12-extras").plain(); }},
      {"renegotiation_info_required", "not_measured", "signed by what its hello does not offer",
       [](Visit& v) {
         Choice sha1;
         sha1.signature = 0x0201;
         v.plain().answered("tls12", kTls12, 0, sha1);
         v.tls().client_hello->signature_algorithms.push_back(sha1.signature);
         v.refused("no-renegotiation-info").plain();
       }},

      {"compression_accepted", "yes", "method 1",
       [](Visit& v) { v.answered("compression", kTls12, 0, compressed()); }},
      {"compression_accepted", "no", "offered with other things, not taken",
       [](Visit& v) { v.plain().answered("tls12-extras", kTls12).plain(); }},
      {"compression_accepted", "not_asked", "not offered",
       [](Visit& v) { v.plain().answered("tls12", kTls12).plain(); }},
      {"compression_accepted", "not_measured", "refused",
       [](Visit& v) { v.plain12().refused("compression").plain12(); }},

      {"ocsp_staple", "yes", "sent", [](Visit& v) { staple(v, "status-request"); }},
      {"ocsp_staple", "no", "asked for with other things, not sent",
       [](Visit& v) { v.plain().answered("tls12-extras", kTls12).plain(); }},
      {"ocsp_staple", "not_measured", "the flight broke off",
       [](Visit& v) {
         v.plain().answered("status-request", kTls12).ends(End::timeout, Stage::handshake);
         v.plain();
       }},
      {"ocsp_staple", "not_applicable", "TLS 1.3 alone", only_tls13},

      {"session_ticket", "yes", "promised",
       [](Visit& v) { v.answered("tls12", kTls12, 0, with({wire::kSessionTicket})); }},
      {"session_ticket", "yes", "sent", [](Visit& v) { v.plain12().tls().session_ticket = true; }},
      {"session_ticket", "no", "neither",
       [](Visit& v) { v.plain().answered("tls12", kTls12).plain(); }},
      {"session_ticket", "not_asked", "TLS 1.3 shows none", [](Visit& v) { v.plain(); }},

      {"alpn_selected", "yes", "selected",
       [](Visit& v) {
         v.answered("alpn", kTls12, 0, with({wire::kAlpn}));
         v.tls().server_hello->alpn_protocol = "http/1.1";
       }},
      {"alpn_selected", "no", "passed over",
       [](Visit& v) { v.plain12().answered("alpn", kTls12).plain12(); }},
      {"alpn_selected", "yes", "selected in TLS 1.3, as the library says",
       [](Visit& v) { v.answered("alpn", kTls13).tls().alpn_protocol = "http/1.1"; }},
      {"alpn_selected", "no", "passed over in TLS 1.3",
       [](Visit& v) { v.plain().answered("alpn", kTls13).plain(); }},
      {"alpn_selected", "not_measured", "TLS 1.3 encrypts it, and the handshake broke off",
       [](Visit& v) {
         Choice broken_off;
         broken_off.completed = false;
         v.plain().answered("alpn", kTls13, 0, broken_off).plain();
       }},
      {"alpn_selected", "not_asked", "not offered", [](Visit& v) { v.plain12(); }},

      {"alpn_enforced", "yes", "alert 120", [](Visit& v) { v.plain().refused("alpn", 120); }},
      {"alpn_enforced", "no", "completed under another name too",
       [](Visit& v) { v.plain().answered("unknown-sni-alpn", kTls13).plain(); }},
      {"alpn_enforced", "not_asked", "refused, and nobody knows whether for the protocol",
       [](Visit& v) { v.plain().refused("unknown-sni-alpn", 120).plain(); }},
      {"alpn_enforced", "no", "handshake completed",
       [](Visit& v) { v.plain().answered("alpn", kTls13).plain(); }},
      {"alpn_enforced", "not_measured", "another alert",
       [](Visit& v) { v.plain().refused("alpn", 40).plain(); }},
      {"alpn_enforced", "contradiction", "once this, once that",
       [](Visit& v) { v.plain().refused("alpn", 120).answered("alpn", kTls13).plain(); }},

      {"client_certificate_requested", "yes", "requested",
       [](Visit& v) {
         v.answered("tls12", kTls12);
         ask_for_certificate(v);
       }},
      {"client_certificate_requested", "no", "not requested",
       [](Visit& v) { v.plain().answered("tls12", kTls12).plain(); }},
      {"client_certificate_requested", "not_asked", "TLS 1.3 encrypts it",
       [](Visit& v) { v.plain(); }},
      {"client_certificate_requested", "not_measured", "the flight broke off",
       [](Visit& v) {
         Choice unfinished;
         unfinished.completed = false;
         v.plain().answered("tls12", kTls12, kEcdheRsa, unfinished).plain();
       }},

      {"client_certificate_required", "yes", "TLS 1.3 says so behind the handshake",
       [](Visit& v) { v.plain().ends(End::tls_broken, Stage::post_tls).alert(116); }},
      {"client_certificate_required", "yes", "requested, and refused without",
       [](Visit& v) {
         v.plain();
         fail_after_request(v, 40);
         v.record.conversations.erase(v.record.conversations.begin());
       }},
      {"client_certificate_required", "no", "it goes on inside TLS", [](Visit& v) { v.plain(); }},
      {"client_certificate_required", "no", "TLS 1.2 is completed", [](Visit& v) { v.plain12(); }},
      {"client_certificate_required", "contradiction", "once this, once that",
       [](Visit& v) {
         v.plain();
         fail_after_request(v, 42);
       }},
      {"client_certificate_required", "not_measured", "refused",
       [](Visit& v) { v.refused("starttls"); }},
  };
}

TEST_CASE("extensions") { check(extension_cases()); }

TEST_CASE("the OCSP response is measured, the protocols listed") {
  Visit visit;
  staple(visit, "tls12-extras");
  CHECK(visit.fact("ocsp_staple").number == 471);
  visit.answered("alpn", kTls12).tls().server_hello->alpn_protocol = "smtp";
  CHECK(visit.fact("alpn_selected").list == std::vector<std::string>{"smtp"});
}

}  // namespace test
