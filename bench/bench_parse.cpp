// SPDX-License-Identifier: GPL-3.0-or-later
//
// The pure work of a visit, piece by piece: reading what a server said, and writing the lines. A
// microsecond saved here is a second in a million endpoints.
#include <benchmark/benchmark.h>

#include "model/records_json.hpp"
#include "support/conversation_driver.hpp"
#include "support/tls_peer.hpp"
#include "wire/certificate.hpp"
#include "wire/smtp_reply.hpp"
#include "wire/tls_flight.hpp"

namespace {

const std::string kEhloReply =
    "250-mx.bench.test greets scanner.bench.test\r\n250-PIPELINING\r\n250-SIZE 52428800\r\n"
    "250-VRFY\r\n250-ETRN\r\n250-STARTTLS\r\n250-ENHANCEDSTATUSCODES\r\n250-8BITMIME\r\n"
    "250-DSN\r\n250-SMTPUTF8\r\n250 CHUNKING\r\n";

support::PeerOptions peer_options(unsigned rsa_bits, const std::string& version) {
  support::PeerOptions options;
  support::CertificateWish wish;
  wish.name = "mx.test";
  wish.rsa_bits = rsa_bits;
  options.credential = support::make_certificate(wish);
  options.max_version = version;
  return options;
}

// ServerHello, Certificate, ServerKeyExchange, ServerHelloDone.
std::string server_flight() {
  session::TlsContexts contexts;
  session::TlsClient client(contexts, model::TlsOffer{}, {"mx.test", {}});
  client.start();
  support::TlsPeer peer(peer_options(2048, "TLSv1.2"));
  peer.received(client.take_output());
  return peer.take_output();
}

// A visit of one conversation as nearly all are, with what a scan knows about it.
model::EndpointRecord completed_visit(const std::string& version) {
  support::ConversationDriver driver(support::builtin_probe("starttls"));
  driver.connect();
  driver.say("220 mx.bench.test ESMTP\r\n");
  driver.say(kEhloReply);
  driver.heard();  // what was in clear; the rest is for the server's TLS
  driver.say("220 2.0.0 Ready to start TLS\r\n");
  driver.begin_tls(peer_options(0, version));
  driver.say(kEhloReply);
  driver.say("221 2.0.0 Bye\r\n");
  model::EndpointRecord record;
  record.endpoint = {"mx.bench.test", *base::IpAddress::parse("192.0.2.1"), 25};
  record.conversations.push_back(
      {driver.transcript(), model::CertificateValidation{{"untrusted_issuer"}, true}});
  return record;
}

void count_bytes(benchmark::State& state, std::size_t bytes_a_turn) {
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes_a_turn));
}

void read_ehlo_reply(benchmark::State& state) {
  for (auto _ : state) {
    wire::SmtpReplyReader reader;
    reader.feed(kEhloReply);
    benchmark::DoNotOptimize(reader.take());
  }
  count_bytes(state, kEhloReply.size());
}
BENCHMARK(read_ehlo_reply);

void read_server_flight(benchmark::State& state) {
  const std::string flight = server_flight();
  for (auto _ : state) {
    wire::TlsFlight reader;
    reader.feed(flight);
    benchmark::DoNotOptimize(reader.server_hello_done);
  }
  count_bytes(state, flight.size());
}
BENCHMARK(read_server_flight);

void read_certificate(benchmark::State& state) {
  const std::string der = peer_options(2048, "TLSv1.2").credential.certificate_der;
  for (auto _ : state) benchmark::DoNotOptimize(wire::read_certificate(der));
  count_bytes(state, der.size());
}
BENCHMARK(read_certificate);

void write_endpoint_line(benchmark::State& state, const std::string& version) {
  const model::EndpointRecord record = completed_visit(version);
  std::size_t size = 0;
  for (auto _ : state) {
    const std::string line = model::endpoint_line(record, "bench");
    size = line.size();
    benchmark::DoNotOptimize(line.data());
  }
  count_bytes(state, size);
}
BENCHMARK_CAPTURE(write_endpoint_line, tls12, "TLSv1.2");
BENCHMARK_CAPTURE(write_endpoint_line, tls13, "TLSv1.3");

void write_certificate_line(benchmark::State& state) {
  const model::CertificateRecord record{peer_options(2048, "TLSv1.2").credential.certificate_der,
                                        "mx.bench.test/192.0.2.1:25"};
  std::size_t size = 0;
  for (auto _ : state) {
    const std::string line = model::certificate_line(record, "bench");
    size = line.size();
    benchmark::DoNotOptimize(line.data());
  }
  count_bytes(state, size);
}
BENCHMARK(write_certificate_line);

}  // namespace

BENCHMARK_MAIN();
