// SPDX-License-Identifier: GPL-3.0-or-later
//
// What was asked and what was answered in a handshake, as lines have it.
#include <doctest/doctest.h>

#include "model/records_json.hpp"
#include "samples.hpp"
#include "support/schema_check.hpp"
#include "wire/tls_extensions.hpp"

namespace {

using nlohmann::json;

json handshake_log_of(const model::TlsLog& tls) {
  model::EndpointRecord record = samples::bare_endpoint();
  record.conversations.front().transcript.tls = tls;
  const std::string line = model::endpoint_line(record, samples::kRunId);
  const auto problem = support::schema_problem(line);
  CHECK_MESSAGE(!problem.has_value(), problem.value_or(""));
  return samples::parsed(line)["data"]["smtp"]["result"]["tls"]["handshake_log"];
}

json client_hello_of(const wire::ClientHello& hello) {
  model::TlsLog tls;
  const std::string message = wire::write_client_hello(hello);
  tls.client_hello = wire::parse_client_hello(std::string_view(message).substr(4));
  CHECK(tls.client_hello->length == message.size());
  return handshake_log_of(tls)["client_hello"];
}

wire::ClientHello old_hello() {
  wire::ClientHello hello;
  hello.legacy_version = wire::kSsl30;
  hello.random = std::string(32, 'r');
  hello.cipher_suites = {0x0005, 0x00ff};
  hello.compression_methods = std::string("\x01\0", 2);
  return hello;
}

TEST_CASE("a hello without extensions is written with its numbers and no lists of extensions") {
  CHECK(client_hello_of(old_hello()) == json{{"version", {{"name", "SSLv3"}, {"value", 768}}},
                                             {"length", 48},
                                             {"cipher_suite_identifiers", {5, 255}},
                                             {"compression_methods", {1, 0}},
                                             {"extension_identifiers", json::array()}});
}

TEST_CASE("what a hello offers in extensions is written in the order sent") {
  wire::ClientHello hello = old_hello();
  hello.legacy_version = wire::kTls12;
  hello.extensions = {wire::server_name_extension("mx.example.org"),
                      wire::supported_groups_extension({0x0a0a, 4588, 29}),
                      wire::signature_algorithms_extension({0x0804, 0x0403}),
                      wire::alpn_extension({"smtp", "h2"}),
                      wire::supported_versions_extension({0x7f7e, wire::kTls13}),
                      wire::key_share_extension({29, 23})};
  const json written = client_hello_of(hello);
  CHECK(written["version"] == json{{"name", "TLSv1.2"}, {"value", 771}});
  CHECK(written["server_name"] == "mx.example.org");
  CHECK(written["supported_group_identifiers"] == json{0x0a0a, 4588, 29});
  CHECK(written["signature_scheme_identifiers"] == json{0x0804, 0x0403});
  CHECK(written["alpn_protocols"] == json{"smtp", "h2"});
  CHECK(written["supported_versions"] == json{0x7f7e, 772});
  CHECK(written["key_share_group_identifiers"] == json{29, 23});
  CHECK(written["extension_identifiers"] == json{0, 10, 13, 16, 43, 51});
  CHECK_FALSE(written.contains("malformed"));
}

TEST_CASE("a hello that leaves the share to the server has an empty list of them") {
  wire::ClientHello hello = old_hello();
  hello.extensions = {wire::key_share_extension({})};
  CHECK(client_hello_of(hello)["key_share_group_identifiers"] == json::array());
}

TEST_CASE("a certificate request, a staple and a ticket are written") {
  const json log = handshake_log_of(samples::full_tls());
  CHECK(log["certificate_request"] == json{{"length", 120},
                                           {"authorities", 3},
                                           {"certificate_types", {1, 64}},
                                           {"signature_scheme_identifiers", {0x0403, 0x0804}},
                                           {"malformed", true}});
  CHECK(log["ocsp_staple"] == json{{"length", 471}});
  CHECK(log["session_ticket"] == true);
}

TEST_CASE("whether our session identifier came back is written, in TLS 1.3 alone") {
  model::TlsLog tls;
  tls.client_hello.emplace().session_id = "ours";
  tls.client_hello->length = 100;
  auto& hello = tls.server_hello.emplace();
  hello.session_id = "ours";
  CHECK_FALSE(handshake_log_of(tls).contains("session_id_echoed"));
  hello.selected_version = wire::kTls13;
  CHECK(handshake_log_of(tls)["session_id_echoed"] == true);
  tls.hello_retry_request.emplace().selected_version = wire::kTls13;  // with none
  CHECK(handshake_log_of(tls)["session_id_echoed"] == false);
  tls.client_hello.reset();
  CHECK_FALSE(handshake_log_of(tls).contains("session_id_echoed"));
}

TEST_CASE("what was not sent is not there") {
  model::TlsLog tls;
  tls.certificate_request.emplace();  // of TLS 1.1
  const json log = handshake_log_of(tls);
  CHECK(log["certificate_request"] ==
        json{{"length", 0}, {"authorities", 0}, {"certificate_types", json::array()}});
  for (const std::string field :
       {"client_hello", "ocsp_staple", "session_ticket", "session_id_echoed"}) {
    CAPTURE(field);
    CHECK_FALSE(log.contains(field));
  }
}

}  // namespace
