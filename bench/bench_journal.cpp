// SPDX-License-Identifier: GPL-3.0-or-later
//
// bench_journal [LINES]: writes that many lines (100,000) as a scan would, plain and as zstd, and
// reads both back as --resume does. In a folder of its own under the temporary folder.
#include <chrono>
#include <cstdlib>
#include <filesystem>

#include <fmt/core.h>
#include <stdlib.h>

#include "machine.hpp"
#include "model/records_json.hpp"
#include "scan/journal.hpp"

namespace {

constexpr std::string_view kRun = "20261121T093000Z-0a1b2c3d";

double seconds_since(std::chrono::steady_clock::time_point began) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

model::Event replied(const std::string& step, int at, const std::string& raw) {
  wire::SmtpReplyReader reader;
  reader.feed(raw);
  return {step, base::Milliseconds(at), false, model::Replied{reader.take()}};
}

model::Event sent(const std::string& step, int at, const std::string& text) {
  return {step, base::Milliseconds(at), false, model::Sent{text}};
}

// What a present-day server answers.
model::EndpointRecord endpoint_record() {
  const std::string ehlo =
      "250-mx.example.org at your service\r\n250-SIZE 157286400\r\n250-8BITMIME\r\n"
      "250-STARTTLS\r\n250-ENHANCEDSTATUSCODES\r\n250-PIPELINING\r\n250-CHUNKING\r\n250 "
      "SMTPUTF8\r\n";
  model::Transcript transcript;
  transcript.probe = "starttls";
  transcript.end = model::End::completed;
  transcript.stage = model::Stage::quit;
  transcript.last_step = "ehlo-again-reply";
  transcript.connected_after = base::Milliseconds(23);
  transcript.duration = base::Milliseconds(311);
  transcript.events = {replied("greeting", 51, "220 mx.example.org ESMTP a1b2c3d4e5f6\r\n"),
                       sent("ehlo", 51, "EHLO probe.example.net\r\n"),
                       replied("ehlo-reply", 80, ehlo),
                       sent("starttls", 80, "STARTTLS\r\n"),
                       replied("starttls-reply", 105, "220 2.0.0 Ready to start TLS\r\n"),
                       {"tls", base::Milliseconds(170), true, model::HandshakeDone{}},
                       sent("ehlo-again", 170, "EHLO probe.example.net\r\n"),
                       replied("ehlo-again-reply", 200, ehlo),
                       replied("quit-reply", 311, "221 2.0.0 closing connection\r\n")};
  model::TlsLog& tls = transcript.tls.emplace();
  tls.completed = true;
  tls.server_hello.emplace();
  tls.server_hello->legacy_version = wire::kTls12;
  tls.server_hello->selected_version = wire::kTls13;
  tls.server_hello->cipher_suite = 0x1302;
  tls.server_hello->random = std::string(32, 'r');
  tls.certificates = {"DER of the server", "DER of its issuer"};
  model::EndpointRecord record;
  record.conversations.push_back({transcript, model::CertificateValidation{{}, true}});
  record.outcome = {"handshake.completed", model::Measurability::measured,
                    model::Attribution::server, 1, 1};
  return record;
}

model::DomainRecord domain_record() {
  model::DomainRecord record;
  record.mx_lookup = "NOERROR";
  record.mx_status = "has_mx";
  record.resolver = "127.0.0.53:53";
  model::Exchange& exchange = record.exchanges.emplace_back();
  exchange.ipv4_status = exchange.ipv6_status = "NOERROR";
  exchange.ipv4_addresses = {"192.0.2.1"};
  exchange.ipv6_addresses = {"2001:db8::1"};
  return record;
}

// Domain and endpoint in turn. Gives the octets of all lines.
std::uint64_t write(scan::ResultFile& file, std::uint64_t lines) {
  model::EndpointRecord endpoint = endpoint_record();
  endpoint.endpoint.ip = *base::IpAddress::parse("192.0.2.1");
  model::DomainRecord domain = domain_record();
  std::uint64_t octets = 0;
  for (std::uint64_t i = 0; i < lines; ++i) {
    std::string line;
    if (i % 2 == 0) {
      endpoint.endpoint.mx_host = fmt::format("mx-{}.example.org", i);
      line = model::endpoint_line(endpoint, std::string(kRun));
    } else {
      domain.domain = domain.input = fmt::format("domain-{}.example", i);
      domain.exchanges.front().name = fmt::format("mx-{}.example.org", i);
      line = model::domain_line(domain, std::string(kRun));
    }
    octets += line.size() + 1;
    file.write(line);
  }
  file.close();
  return octets;
}

void measure(const std::string& name, std::uint64_t lines) {
  auto file = scan::ResultFile::open(name);
  if (!file) bench::give_up(file.error().message);
  auto began = std::chrono::steady_clock::now();
  const std::uint64_t octets = write(**file, lines);
  const double writing = seconds_since(began);
  if ((*file)->error() != 0) bench::give_up(name + ": cannot be written");
  const std::uint64_t size = std::filesystem::file_size(name);
  file->reset();

  began = std::chrono::steady_clock::now();
  const auto journal = scan::Journal::read(name);
  const double reading = seconds_since(began);
  if (!journal) bench::give_up(journal.error().message);
  if (journal->lines != lines) bench::give_up(name + ": lines are missing");
  const double megabytes = static_cast<double>(octets) / 1e6;
  fmt::print(
      "{:<14} {:>9} lines of {:>5} octets, {:>7.1f} MB on disk: written in {:6.2f} s, read "
      "back in {:6.2f} s ({:.0f} MB of text/s)\n",
      std::filesystem::path(name).filename().string(), lines, octets / lines,
      static_cast<double>(size) / 1e6, writing, reading, megabytes / reading);
}

}  // namespace

int main(int count, char** arguments) {
  const std::uint64_t lines = count > 1 ? std::strtoull(arguments[1], nullptr, 10) : 100'000;
  if (lines == 0) bench::give_up("bench_journal [LINES]");
  std::string folder = (std::filesystem::temp_directory_path() / "bench_journal-XXXXXX").string();
  if (::mkdtemp(folder.data()) == nullptr) bench::give_up(folder + ": cannot be made");
  measure(folder + "/results.jsonl", lines);
  measure(folder + "/results.zst", lines);
  std::filesystem::remove_all(folder);
  return 0;
}
