// SPDX-License-Identifier: GPL-3.0-or-later
//
// Whole visits with a real TLS server in memory: every probe there is, the plain one first and
// last.
#include <memory>

#include <doctest/doctest.h>

#include "facts/facts.hpp"
#include "model/builtin_probes.hpp"
#include "model/probe_json.hpp"
#include "support/conversation_driver.hpp"
#include "support/test_keys.hpp"
#include "support/tls_peer.hpp"
#include "support/whole_conversation.hpp"

namespace {

using model::Answer;
using model::Doubt;

std::vector<model::Fact> visit(const support::PeerOptions& options) {
  model::EndpointRecord record;
  record.endpoint.mx_host = "mx.test";
  const auto play = [&](std::string_view id) {
    record.conversations.push_back(
        {support::whole_conversation(support::builtin_probe(id),
                                     std::make_unique<support::TlsPeer>(options)),
         std::nullopt});
  };
  play("starttls");
  for (const model::ProbeFile& file : model::builtin_probe_files()) {
    const auto probe = model::read_probe(file.json, std::string(file.name));
    REQUIRE(probe.ok());
    if (probe->id.starts_with("enumerate") || probe->id == "starttls") continue;
    if (model::tls_step(*probe) != nullptr) play(probe->id);
  }
  play("starttls");
  play("starttls-legacy");
  return facts::facts_of(record);
}

std::string says(const model::Fact& fact) {
  return std::string(fact.value == Answer::unknown ? model::to_string(fact.doubt)
                                                   : model::to_string(fact.value));
}

void expect(const std::vector<model::Fact>& facts,
            const std::vector<std::pair<std::string, std::string>>& expected) {
  for (const auto& row : expected) {
    const std::string& name = row.first;
    const std::string& value = row.second;
    const model::Fact* fact = model::find_fact(facts, name);
    REQUIRE(fact != nullptr);
    INFO(name, " (", fact->probe, ": ", fact->seen, ")");
    CHECK(says(*fact) == value);
  }
}

TEST_CASE("OpenSSL as it comes, with an RSA key") {
  support::PeerOptions options;
  options.credential = support::make_certificate(
      {.key_usage = "critical,digitalSignature", .key_pem = support::test_rsa_key(2048)});
  options.min_version = "TLSv1.2";
  options.ciphers = "DEFAULT";
  expect(visit(options), {{"starttls_works", "yes"},
                          {"ssl3", "no"},
                          {"tls1_0", "no"},
                          {"tls1_1", "no"},
                          {"tls1_2", "yes"},
                          {"tls1_3", "yes"},
                          {"tls1_3_preferred", "yes"},
                          {"unknown_version_ignored", "yes"},
                          {"downgrade_sentinel", "yes"},
                          {"fallback_scsv_honoured", "yes"},
                          {"ems_echoed", "yes"},
                          {"ems_required", "no"},
                          {"renegotiation_info", "yes"},
                          {"renegotiation_info_required", "no"},
                          {"compression_accepted", "no"},
                          {"ocsp_staple", "no"},
                          {"session_ticket", "yes"},
                          {"alpn_enforced", "no"},
                          {"client_certificate_required", "no"},
                          {"kx_static_rsa", "yes"},
                          {"kx_dhe", "yes"},
                          {"kx_ecdhe_rsa", "yes"},
                          {"kx_ecdhe_ecdsa", "no"},
                          {"kx_anonymous", "no"},
                          {"dhe_at_least_2048", "yes"},
                          {"group_x25519", "yes"},
                          {"group_secp256r1", "yes"},
                          {"group_secp384r1", "yes"},
                          {"group_x25519mlkem768", "no"},
                          {"x25519mlkem768_preferred", "not_applicable"},
                          {"hello_retry_request", "yes"},
                          {"answers_within_offer", "yes"},
                          {"sni_required", "no"},
                          {"unknown_sni_accepted", "yes"},
                          {"certificate_depends_on_sni", "no"},
                          {"large_hello_tolerated", "yes"},
                          {"split_segments_tolerated", "yes"},
                          {"split_records_tolerated", "yes"},
                          {"grease_tolerated", "yes"},
                          {"key_usage_fits_tls1_2", "yes"},
                          {"key_usage_fits_tls1_3", "yes"},
                          {"key_usage_fits_static_rsa", "no"},
                          {"wolfssl_accepts_key_usage", "yes"},
                          {"one_identity", "yes"}});
}

TEST_CASE("an OpenSSL of TLS 1.2 with a P-256 key") {
  support::PeerOptions options;
  options.credential = support::make_certificate({});
  options.max_version = "TLSv1.2";
  expect(visit(options), {{"tls1_0", "yes"},
                          {"tls1_1", "yes"},
                          {"tls1_2", "yes"},
                          {"tls1_3", "no"},
                          {"tls1_3_preferred", "not_applicable"},
                          {"downgrade_sentinel", "not_applicable"},
                          {"fallback_scsv_honoured", "not_applicable"},
                          {"kx_static_rsa", "no"},
                          {"kx_ecdhe_rsa", "no"},
                          {"kx_ecdhe_ecdsa", "yes"},
                          {"kx_anonymous", "yes"},
                          {"dhe_at_least_2048", "not_applicable"},
                          {"group_secp256r1", "yes"},
                          {"group_secp384r1", "not_measured"},
                          {"hello_retry_request", "not_applicable"},
                          {"cipher_export", "no"},
                          {"grease_tolerated", "yes"}});
}

TEST_CASE("an OpenSSL of TLS 1.0") {
  support::PeerOptions options;
  options.credential = support::make_certificate({.key_pem = support::test_rsa_key(1024)});
  options.max_version = "TLSv1";
  expect(visit(options), {{"starttls_works", "yes"},
                          {"tls1_0", "yes"},
                          {"tls1_1", "no"},
                          {"tls1_2", "no"},
                          {"tls1_3", "no"},
                          {"ems_echoed", "yes"},
                          {"kx_static_rsa", "yes"},
                          {"kx_dhe", "yes"},
                          {"cipher_export", "no_control"},
                          {"unknown_version_ignored", "not_measured"},
                          {"group_secp256r1", "not_measured"},
                          {"large_hello_tolerated", "not_measured"},
                          {"grease_tolerated", "not_measured"},
                          {"sni_required", "no"},
                          {"answers_within_offer", "yes"},
                          {"certificate_key_sound", "no"}});
}

TEST_CASE("an OpenSSL of TLS 1.3 alone") {
  support::PeerOptions options;
  options.credential = support::make_certificate({.key_type = "Ed25519"});
  options.min_version = "TLSv1.3";
  expect(visit(options), {{"tls1_0", "no"},
                          {"tls1_1", "no"},
                          {"tls1_2", "no"},
                          {"tls1_3", "yes"},
                          {"ems_echoed", "not_applicable"},
                          {"kx_static_rsa", "not_applicable"},
                          {"cipher_3des", "not_applicable"},
                          {"downgrade_sentinel", "not_applicable"},
                          {"fallback_scsv_honoured", "not_applicable"},
                          {"wolfssl_accepts_key_usage", "not_applicable"},
                          {"group_secp384r1", "yes"},
                          {"grease_tolerated", "yes"},
                          {"large_hello_tolerated", "yes"},
                          {"key_usage_fits_tls1_3", "yes"}});
}

}  // namespace
