// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/records_json.hpp"

#include <algorithm>
#include <cerrno>
#include <functional>

#include <doctest/doctest.h>

#include "base/text.hpp"
#include "net/dns.hpp"
#include "samples.hpp"
#include "session/certificate_verifier.hpp"
#include "support/schema_check.hpp"

using model::End;
using model::Stage;
using model::Stray;
using nlohmann::json;
using samples::check_valid;
using support::schema_problem;

namespace {

std::string endpoint(const model::EndpointRecord& record) {
  return model::endpoint_line(record, samples::kRunId);
}
std::string endpoint(model::Transcript transcript) {
  model::EndpointRecord record = samples::bare_endpoint();
  record.conversations.front().transcript = std::move(transcript);
  return endpoint(record);
}
std::string domain(const model::DomainRecord& record) {
  return model::domain_line(record, samples::kRunId);
}
std::string certificate(const std::string& der) {
  return model::certificate_line({der, "mx.example.org/192.0.2.1:25"}, samples::kRunId);
}

// One line of a file of lines, and UTF-8.
void check_is_one_line(const std::string& line) {
  CHECK(line.find('\n') == std::string::npos);
  CHECK(line.find('\0') == std::string::npos);
}

// The words of a vocabulary in a schema's definition, so that none stands there that the program
// does not write.
std::size_t words_of(const std::string& kind, const std::string& pointer) {
  return samples::schema(kind).at(json::json_pointer(pointer)).size();
}

struct Line {
  std::string what;
  std::string text;
};
std::vector<Line> bare_lines() {
  return {{"domain", domain(samples::bare_domain())},
          {"endpoint", endpoint(samples::bare_endpoint())},
          {"certificate", certificate("")},
          {"verdicts", model::verdicts_line({.key = "mx.example.org/192.0.2.1:25", .run_id = "r"})},
          {"run", model::run_document(samples::bare_run())}};
}
std::vector<Line> full_lines() {
  samples::CertificateParts rsa;
  rsa.extensions = samples::all_extensions("mx.example.org");
  samples::CertificateParts ec;
  ec.public_key_info = samples::ec_key_info();
  return {{"domain", domain(samples::full_domain())},
          {"endpoint", endpoint(samples::full_endpoint())},
          {"RSA certificate", certificate(samples::certificate(rsa))},
          {"EC certificate", certificate(samples::certificate(ec))},
          {"verdicts of an endpoint", model::verdicts_line(samples::judged_endpoint())},
          {"verdicts of a domain", model::verdicts_line(samples::judged_domain())},
          {"run", model::run_document(samples::full_run())}};
}

// Every object within, with its JSON pointer.
void for_each_object(const json& value, const std::string& pointer,
                     const std::function<void(const std::string&, const json&)>& visit) {
  if (value.is_object()) visit(pointer, value);
  if (!value.is_structured()) return;
  for (const auto& item : value.items())
    for_each_object(item.value(), pointer + "/" + item.key(), visit);
}

}  // namespace

// ---- Every kind of line, with nothing and with everything --------------------------------------

TEST_CASE("lines without anything that can be absent are valid") {
  for (const Line& line : bare_lines()) {
    CAPTURE(line.what);
    check_valid(line.text);
  }
}

TEST_CASE("lines with everything are valid") {
  for (const Line& line : full_lines()) {
    CAPTURE(line.what);
    check_valid(line.text);
  }
}

TEST_CASE("the first conversation stands in zgrab2's envelope and the others in probes") {
  const json line = samples::parsed(endpoint(samples::full_endpoint()));

  CHECK(line["data"]["smtp"]["result"]["tls"]["version"]["name"] == "TLSv1.3");
  CHECK(line["probes"].size() == 2);
  CHECK(line["connections_used"] == 3);
  CHECK(line["dirty_closes"] == 2);
  CHECK(line["endpoint_id"] == "mx.example.org/[2001:db8::25]:2525");
}

TEST_CASE("an endpoint that was skipped has a reason and no envelope") {
  for (const std::string reason : {"blocklisted", "special_purpose_address", "no_ehlo_name"}) {
    CAPTURE(reason);
    model::EndpointRecord record = samples::skipped_endpoint();
    record.skipped = reason;

    const std::string line = endpoint(record);

    check_valid(line);
    CHECK(samples::parsed(line)["skipped"] == reason);
    CHECK_FALSE(samples::parsed(line).contains("data"));
  }
}

// ---- Every word of every vocabulary ------------------------------------------------------------

TEST_CASE("every way and every place of ending is valid, and the schema knows no others") {
  constexpr std::size_t kEnds = static_cast<std::size_t>(End::cancelled) + 1;
  constexpr std::size_t kStages = static_cast<std::size_t>(Stage::quit) + 1;
  for (std::size_t end = 0; end < kEnds; ++end) {
    for (std::size_t stage = 0; stage < kStages; ++stage) {
      model::Transcript transcript = samples::bare_transcript();
      transcript.end = static_cast<End>(end);
      transcript.stage = static_cast<Stage>(stage);
      CAPTURE(to_string(transcript.end));
      CAPTURE(to_string(transcript.stage));

      const std::string line = endpoint(transcript);

      check_valid(line);
      const json written = samples::parsed(line)["data"]["smtp"];
      CHECK(written["end"] == to_string(transcript.end));
      CHECK(written["stage"] == to_string(transcript.stage));
      CHECK(written.contains("error") == (transcript.end != End::completed));
    }
  }
  CHECK(words_of("endpoint", "/definitions/transcript/properties/end/enum") == kEnds);
  CHECK(words_of("endpoint", "/definitions/transcript/properties/stage/enum") == kStages);
}

TEST_CASE("every word of zgrab2 that the schema lists is the status of some ending") {
  std::vector<std::string> unheard =
      samples::schema("endpoint")["definitions"]["transcript"]["properties"]["status"]["enum"];
  for (std::size_t end = 0; end <= static_cast<std::size_t>(End::cancelled); ++end) {
    for (std::size_t stage = 0; stage <= static_cast<std::size_t>(Stage::quit); ++stage) {
      model::Transcript transcript = samples::bare_transcript();
      transcript.end = static_cast<End>(end);
      transcript.stage = static_cast<Stage>(stage);
      std::erase(unheard, std::string(zgrab_status(transcript)));
    }
  }
  CHECK(unheard == std::vector<std::string>{});
}

TEST_CASE("every kind of stray text is valid, and the schema knows no others") {
  constexpr std::size_t kKinds = static_cast<std::size_t>(Stray::Kind::in_silence) + 1;
  for (std::size_t kind = 0; kind < kKinds; ++kind) {
    model::Transcript transcript = samples::bare_transcript();
    const Stray stray{static_cast<Stray::Kind>(kind), "250 stray\r\n"};
    transcript.events.push_back({"", base::Milliseconds(1), false, stray});
    CAPTURE(to_string(stray.kind));

    const std::string line = endpoint(transcript);

    check_valid(line);
    CHECK(samples::parsed(line)["data"]["smtp"]["result"]["events"][0]["type"] ==
          to_string(stray.kind));
  }
  CHECK(words_of("endpoint", "/definitions/event_stray/properties/type/enum") == kKinds);
}

TEST_CASE("every flaw of a reply is valid, and the schema knows no others") {
  constexpr std::size_t kFlaws = static_cast<std::size_t>(wire::ReplyFlaw::truncated) + 1;
  model::Transcript transcript = samples::bare_transcript();
  wire::SmtpReply reply = samples::reply(0, "what");
  for (std::size_t flaw = 0; flaw < kFlaws; ++flaw)
    reply.flaws.push_back(static_cast<wire::ReplyFlaw>(flaw));
  transcript.events.push_back({"greeting", base::Milliseconds(1), false, model::Replied{reply}});

  const std::string line = endpoint(transcript);

  check_valid(line);
  CHECK(samples::parsed(line)["data"]["smtp"]["result"]["events"][0]["flaws"].size() == kFlaws);
  CHECK(words_of("endpoint", "/definitions/event_reply/properties/flaws/items/enum") == kFlaws);
}

TEST_CASE("every fault of a chain is valid, alone and with all others") {
  constexpr std::size_t kFaults = static_cast<std::size_t>(session::ChainFault::not_yet_valid) + 1;
  model::EndpointRecord record = samples::full_endpoint();
  model::CertificateValidation all;
  for (std::size_t fault = 0; fault < kFaults; ++fault) {
    const std::string word(session::to_string(static_cast<session::ChainFault>(fault)));
    CAPTURE(word);
    all.faults.push_back(word);
    record.conversations.front().validation = model::CertificateValidation{{word}, false};
    check_valid(endpoint(record));
  }
  record.conversations.front().validation = all;
  check_valid(endpoint(record));
}

TEST_CASE("every end of a DNS lookup is valid, and the schema knows no others") {
  constexpr std::size_t kStatuses = static_cast<std::size_t>(net::DnsStatus::cancelled) + 1;
  for (std::size_t status = 0; status < kStatuses; ++status) {
    const std::string word(net::to_string(static_cast<net::DnsStatus>(status)));
    CAPTURE(word);
    model::DomainRecord record = samples::full_domain();
    record.mx_lookup = word;
    record.exchanges.front().ipv4_status = word;
    record.exchanges.front().ipv6_status = word;
    check_valid(domain(record));
  }
  CHECK(words_of("domain", "/definitions/dns_status/enum") == kStatuses);
}

TEST_CASE("every MX status and every problem of an exchange is valid") {
  for (const std::string status : {"has_mx", "null_mx", "null_mx_with_other_mx", "implicit_mx",
                                   "no_mx", "nxdomain", "unknown"}) {
    CAPTURE(status);
    model::DomainRecord record = samples::full_domain();
    record.mx_status = status;
    check_valid(domain(record));
  }
  for (const std::string problem :
       {"over_limit", "ip_literal", "localhost", "no_address", "address_lookup_failed"}) {
    CAPTURE(problem);
    model::DomainRecord record = samples::full_domain();
    record.exchanges.back().problem = problem;
    check_valid(domain(record));
  }
}

// ---- Whatever a server sends -------------------------------------------------------------------

TEST_CASE("hostile text in a conversation is valid JSON and comes back as it was") {
  for (const std::string& text : samples::hostile_texts()) {
    CAPTURE(base::escape(text));
    model::EndpointRecord record = samples::full_endpoint();
    record.endpoint.mx_host = text;
    model::Transcript& transcript = record.conversations.front().transcript;
    wire::SmtpReply ehlo = samples::reply(250, text);
    ehlo.lines = {"mx", "X" + text};
    transcript.events = {
        {"greeting", base::Milliseconds(1), false, model::Replied{samples::reply(220, text)}},
        {"ehlo", base::Milliseconds(2), false, model::Sent{text}},
        {"ehlo-reply", base::Milliseconds(3), false, model::Replied{ehlo}},
        {"ehlo-reply", base::Milliseconds(4), false, Stray{Stray::Kind::partial_reply, text}}};
    transcript.tls->server_hello->alpn_protocol = "a" + text;
    transcript.tls->client_hello->server_name = text;
    transcript.tls->client_hello->alpn_protocols = {text};

    const std::string line = endpoint(record);

    check_valid(line);
    check_is_one_line(line);
    const json written = samples::parsed(line);
    CHECK(samples::unescaped_at(written, "/mx_host") == text);
    CHECK(samples::unescaped_at(written, "/endpoint_id") == text + "/[2001:db8::25]:2525");
    const json result = written["data"]["smtp"]["result"];
    CHECK(samples::unescaped_at(result, "/banner") == text);
    CHECK(samples::unescaped_at(result, "/ehlo") == text);
    for (const std::string event :
         {"/events/0/text", "/events/1/text", "/events/2/text", "/events/3/text"}) {
      CHECK(samples::unescaped_at(result, event) == text);
    }
    CHECK(samples::unescaped_at(result, "/tls/handshake_log/server_hello/alpn_protocol") ==
          "a" + text);
    CHECK(samples::unescaped_at(result, "/tls/handshake_log/client_hello/server_name") == text);
    CHECK(samples::unescaped_at(result, "/tls/handshake_log/client_hello/alpn_protocols/0") ==
          text);
  }
}

TEST_CASE("hostile EHLO keywords are valid JSON and come back as they were") {
  model::Transcript transcript = samples::bare_transcript();
  wire::SmtpReply ehlo = samples::reply(250, "250 ...");
  ehlo.lines = {"mx", "SIZE \xff\\", std::string("X\0Y", 3)};
  transcript.events = {{"ehlo-reply", base::Milliseconds(3), false, model::Replied{ehlo}}};

  const std::string line = endpoint(transcript);

  check_valid(line);
  const json before_tls =
      samples::parsed(line)["data"]["smtp"]["result"]["capabilities"]["before_tls"];
  CHECK(samples::unescaped_at(before_tls, "/0") == "SIZE \xff\\");
  CHECK(samples::unescaped_at(before_tls, "/1") == std::string("X\0Y", 3));
}

TEST_CASE("a reply of 64 KiB of octets that are no text is valid and whole") {
  std::string text(64UL * 1024, '\xff');
  text.replace(0, 4, "220 ");
  model::Transcript transcript = samples::bare_transcript();
  transcript.events = {
      {"greeting", base::Milliseconds(3), false, model::Replied{samples::reply(220, text)}}};

  const std::string line = endpoint(transcript);

  check_valid(line);
  CHECK(samples::unescaped_at(samples::parsed(line), "/data/smtp/result/banner") == text);
}

TEST_CASE("hostile text in names from DNS and from the list comes back as it was") {
  for (const std::string& text : samples::hostile_texts()) {
    CAPTURE(base::escape(text));
    model::DomainRecord record = samples::full_domain();
    record.input = text;
    record.exchanges.front().name = text;
    record.exchanges.front().aliases = {text, text};
    record.exchanges.front().endpoint_ids = {text + "/192.0.2.1:25"};

    const std::string line = domain(record);

    check_valid(line);
    check_is_one_line(line);
    const json written = samples::parsed(line);
    CHECK(samples::unescaped_at(written, "/input") == text);
    CHECK(samples::unescaped_at(written, "/exchanges/0/name") == text);
    CHECK(samples::unescaped_at(written, "/exchanges/0/aliases/1") == text);
    CHECK(samples::unescaped_at(written, "/exchanges/0/endpoint_ids/0") == text + "/192.0.2.1:25");
  }
}

TEST_CASE("an extended DNS error, which comes escaped, is not escaped again") {
  model::DomainRecord record = samples::full_domain();
  const std::string octets = "0 Other Error: \xff and \\";
  record.extended_error = base::escape(octets);

  const std::string line = domain(record);

  check_valid(line);
  CHECK(samples::unescaped_at(samples::parsed(line), "/extended_error") == octets);
}

TEST_CASE("hostile text in a certificate comes back as it was") {
  for (const std::string& text : samples::hostile_texts()) {
    CAPTURE(base::escape(text));
    samples::CertificateParts parts;
    parts.common_name = text;
    parts.extensions = samples::all_extensions(text);

    const std::string line = certificate(samples::certificate(parts));

    check_valid(line);
    check_is_one_line(line);
    const json written = samples::parsed(line)["parsed"];
    CHECK(samples::unescaped_at(written, "/subject_dn") == "CN=" + text);
    CHECK(samples::unescaped_at(written, "/common_names/0") == text);
    CHECK(samples::unescaped_at(written, "/names/0") == text);
    CHECK(samples::unescaped_at(written, "/extensions/subject_alt_name/dns_names/0") == text);
  }
}

TEST_CASE("hostile text on the command line comes back as it was") {
  for (const std::string& text : samples::hostile_texts()) {
    CAPTURE(base::escape(text));
    model::RunRecord record = samples::full_run();
    record.arguments = {"waxseal", text};
    record.input_name = text;

    const std::string document = model::run_document(record);

    check_valid(document);
    CHECK(samples::unescaped_at(samples::parsed(document), "/arguments/1") == text);
    CHECK(samples::unescaped_at(samples::parsed(document), "/input") == text);
  }
}

// ---- The run -----------------------------------------------------------------------------------

TEST_CASE("a seed of 64 bits is text, because many readers would round the number") {
  model::RunRecord record = samples::full_run();
  record.seed = 18'446'744'073'709'551'615U;
  const std::string document = model::run_document(record);
  check_valid(document);
  CHECK(samples::parsed(document)["seed"] == "18446744073709551615");
}

TEST_CASE("a hundred operators that asked for patience are written, and no more") {
  model::RunRecord record = samples::full_run();
  for (int i = 0; i < 150; ++i) record.backoffs.push_back({"operator.example", 1, 0.125});
  const std::string document = model::run_document(record);
  check_valid(document);
  const json backoffs = samples::parsed(document)["backoffs"];
  CHECK(backoffs.size() == 100);
  CHECK(backoffs[0] ==
        json{{"operator", "example.org"}, {"times", 3}, {"slowest_per_second", 0.25}});
}

TEST_CASE("the times of each stage stand in buckets with their bounds") {
  model::RunRecord record = samples::bare_run();
  record.counts.add(samples::full_endpoint());
  for (int ms : {5, 6, 300'000}) record.counts.stage_times["connect"].add(base::Milliseconds(ms));

  const std::string document = model::run_document(record);

  check_valid(document);
  const json times = samples::parsed(document)["stage_times"];
  CHECK(times["connect"]["bounds_ms"].size() == 17);
  CHECK(times["connect"]["counts"] == json{0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
  CHECK(times["connect"]["count"] == 4);
  CHECK(times["connect"]["sum_ms"] == 300'031);
  std::vector<std::string> stages;
  for (const auto& stage : times.items()) stages.push_back(stage.key());
  CHECK(stages == std::vector<std::string>{"connect", "conversation", "ehlo", "greeting",
                                           "handshake", "starttls"});
}

TEST_CASE("a domain that was not looked up says why, and asked nobody") {
  model::DomainRecord record = samples::bare_domain();
  record.skipped = "blocklisted";
  record.mx_lookup.clear();
  record.mx_status = "unknown";
  const std::string line = domain(record);
  check_valid(line);
  CHECK(samples::parsed(line)["skipped"] == "blocklisted");
  CHECK(samples::parsed(line)["mx_lookup"] == "");
}

TEST_CASE("an operator that never asked for patience is not mentioned") {
  CHECK_FALSE(samples::parsed(endpoint(samples::bare_endpoint())).contains("pace_backoff"));
  CHECK(samples::parsed(endpoint(samples::full_endpoint()))["pace_backoff"] == 2.5);
}

// ---- TLS ---------------------------------------------------------------------------------------

TEST_CASE("a handshake that showed nothing is valid") {
  model::Transcript transcript = samples::bare_transcript();
  transcript.tls.emplace();

  const std::string line = endpoint(transcript);

  check_valid(line);
  const json tls = samples::parsed(line)["data"]["smtp"]["result"]["tls"];
  CHECK(tls["handshake_completed_successfully"] == false);
  CHECK(tls["handshake_log"]["alerts"] == json::array());
  CHECK_FALSE(tls.contains("version"));
  CHECK_FALSE(tls.contains("wolfssl"));
}

TEST_CASE("numbers that nobody registered are valid and called unknown") {
  model::Transcript transcript = samples::bare_transcript();
  transcript.tls.emplace();
  transcript.tls->server_hello.emplace();
  transcript.tls->server_hello->legacy_version = 0xffff;
  transcript.tls->server_hello->cipher_suite = 0xfefe;
  transcript.tls->server_hello->compression_method = 255;
  transcript.tls->server_hello->key_share_group = 0xffff;
  transcript.tls->server_key_exchange.emplace();
  transcript.tls->server_key_exchange->signature_scheme = 0xffff;
  transcript.tls->server_key_exchange->named_curve = 0xffff;
  transcript.tls->alerts = {{{255, 255}, true}};

  const std::string line = endpoint(transcript);

  check_valid(line);
  const json tls = samples::parsed(line)["data"]["smtp"]["result"]["tls"];
  CHECK(tls["version"] == json{{"name", "unknown"}, {"value", 0xffff}});
  CHECK(tls["cipher_suite"] == json{{"hex", "0xFEFE"}, {"name", "unknown"}, {"value", 0xfefe}});
  CHECK(tls["handshake_log"]["alerts"][0]["name"] == "unknown");
}

TEST_CASE("a chain without faults is trusted and its error is empty") {
  model::EndpointRecord record = samples::full_endpoint();
  record.conversations.front().validation = model::CertificateValidation{{}, true};

  const std::string line = endpoint(record);

  check_valid(line);
  CHECK(samples::parsed(line)["data"]["smtp"]["result"]["tls"]["handshake_log"]
                             ["server_certificates"]["validation"] ==
        json{{"browser_trusted", true}, {"browser_error", ""}, {"matches_domain", true}});
}

TEST_CASE("certificates that nobody judged are valid") {
  model::EndpointRecord record = samples::full_endpoint();
  record.conversations.front().validation.reset();
  check_valid(endpoint(record));
}

// ---- Numbers of the operating system -----------------------------------------------------------

TEST_CASE("an error of the operating system stands with number, name and words") {
  model::Transcript transcript = samples::bare_transcript();
  transcript.end = End::refused;
  transcript.stage = Stage::connect;
  transcript.os_error = ECONNREFUSED;

  const std::string line = endpoint(transcript);

  check_valid(line);
  const json written = samples::parsed(line)["data"]["smtp"];
  CHECK(written["os_error"] == json{{"number", ECONNREFUSED}, {"name", "ECONNREFUSED"}});
  CHECK(written["error"] == "refused at connect: Connection refused");
  CHECK(written["status"] == "connection-refused");
}

TEST_CASE("an error number without a name is valid and called unknown") {
  model::Transcript transcript = samples::bare_transcript();
  transcript.end = End::connect_failed;
  transcript.stage = Stage::connect;
  transcript.os_error = 99'999;

  const std::string line = endpoint(transcript);

  check_valid(line);
  CHECK(samples::parsed(line)["data"]["smtp"]["os_error"]["name"] == "unknown");
}

// ---- Certificates ------------------------------------------------------------------------------

TEST_CASE("a certificate's fields are the ones encoded") {
  samples::CertificateParts parts;
  parts.extensions = samples::all_extensions("mx.example.org");

  const std::string line = certificate(samples::certificate(parts));

  check_valid(line);
  const json written = samples::parsed(line)["parsed"];
  CHECK(written["malformed"] == false);
  CHECK(written["version"] == 3);
  CHECK(written["serial_number"] == "42");
  CHECK(written["signature_algorithm"]["name"] == "SHA256-RSA");
  CHECK(written["validity"] == json{{"start", "2026-01-01T00:00:00.000Z"},
                                    {"end", "2027-01-01T00:00:00.000Z"},
                                    {"length", 365 * 86'400}});
  CHECK(written["subject_key_info"]["rsa_public_key"] ==
        json{{"length", 2048}, {"exponent", 65537}});
  CHECK(written["extensions"]["key_usage"]["value"] == 511);
  CHECK(written["extensions"]["key_usage"]["decipher_only"] == true);
  CHECK(written["extensions"]["extended_key_usage"] == json{"server_auth", "1.2.3.4"});
  CHECK(written["extensions"]["basic_constraints"] == json{{"is_ca", true}, {"max_path_len", 2}});
  CHECK(written["extensions"]["subject_alt_name"]["ip_addresses"] == json{"192.0.2.1"});
}

TEST_CASE("octets that are no certificate are a valid line and malformed") {
  for (const std::string& octets : samples::hostile_texts()) {
    CAPTURE(base::escape(octets));
    const std::string line = certificate(octets);
    check_valid(line);
    CHECK(samples::parsed(line)["parsed"]["malformed"] == true);
    CHECK(base::unbase64(samples::parsed(line)["raw"].get<std::string>()) == octets);
  }
}

TEST_CASE("a certificate cut off anywhere is a valid line") {
  samples::CertificateParts parts;
  parts.extensions = samples::all_extensions("mx.example.org");
  const std::string whole = samples::certificate(parts);
  for (std::size_t length = 0; length < whole.size(); ++length) {
    CAPTURE(length);
    const std::string line = certificate(whole.substr(0, length));
    check_valid(line);
    CHECK(samples::parsed(line)["parsed"]["malformed"] == true);
  }
}

TEST_CASE("a certificate that ends before it begins has a negative length") {
  samples::CertificateParts parts;
  std::swap(parts.not_before, parts.not_after);

  const std::string line = certificate(samples::certificate(parts));

  check_valid(line);
  CHECK(samples::parsed(line)["parsed"]["validity"]["length"] == -365 * 86'400);
}

TEST_CASE("dates at both ends of the calendar are valid") {
  samples::CertificateParts parts;
  parts.not_before = "00000101000000Z";
  parts.not_after = "99991231235959Z";

  const std::string line = certificate(samples::certificate(parts));

  check_valid(line);
  const json validity = samples::parsed(line)["parsed"]["validity"];
  CHECK(validity["start"] == "0000-01-01T00:00:00.000Z");
  CHECK(validity["end"] == "9999-12-31T23:59:59.000Z");
}

TEST_CASE("a date that is none is absent, and so is the length") {
  samples::CertificateParts parts;
  parts.not_after = "20261332256161Z";

  const std::string line = certificate(samples::certificate(parts));

  check_valid(line);
  CHECK(samples::parsed(line)["parsed"]["validity"] == json{{"start", "2026-01-01T00:00:00.000Z"}});
}

TEST_CASE("an RSA exponent of 64 bits is valid") {
  samples::CertificateParts parts;
  parts.public_key_info =
      samples::rsa_key_info("\x7f", std::string(1, '\0') + std::string(8, '\xff'));

  const std::string line = certificate(samples::certificate(parts));

  check_valid(line);
  CHECK(samples::parsed(line)["parsed"]["subject_key_info"]["rsa_public_key"]["exponent"] ==
        18'446'744'073'709'551'615U);
}

// ---- The check itself --------------------------------------------------------------------------

TEST_CASE("a field that no schema describes is refused in every object of every line") {
  std::vector<Line> lines = full_lines();
  for (Line& line : bare_lines()) lines.push_back(std::move(line));
  for (const Line& line : lines) {
    const json document = samples::parsed(line.text);
    std::size_t maps = 0;
    for_each_object(document, "", [&](const std::string& pointer, const json&) {
      json changed = document;
      changed[json::json_pointer(pointer)]["unheard_of"] = 1;
      const bool refused = schema_problem(changed.dump()).has_value();
      // The counts by word may have any word.
      maps += refused ? 0 : 1;
    });
    CAPTURE(line.what);
    CHECK(maps == (line.what == "run" ? 8 : 0));
  }
}

TEST_CASE("in lines without anything that can be absent no field may be missing") {
  for (const Line& line : bare_lines()) {
    CAPTURE(line.what);
    const json document = samples::parsed(line.text);
    for_each_object(document, "", [&](const std::string& pointer, const json& object) {
      for (const auto& field : object.items()) {
        CAPTURE(pointer + "/" + field.key());
        json changed = document;
        changed[json::json_pointer(pointer)].erase(field.key());
        CHECK(schema_problem(changed.dump()).has_value());
      }
    });
  }
}

TEST_CASE("no field may be null, and none may change its type") {
  for (const Line& line : full_lines()) {
    CAPTURE(line.what);
    const json document = samples::parsed(line.text);
    for_each_object(document, "", [&](const std::string& pointer, const json& object) {
      for (const auto& field : object.items()) {
        CAPTURE(pointer + "/" + field.key());
        json changed = document;
        json& value = changed[json::json_pointer(pointer)][field.key()];
        const json other = value.is_string() ? json(1) : json("a word that is nowhere");
        value = nullptr;
        CHECK(schema_problem(changed.dump()).has_value());
        value = other;
        CHECK(schema_problem(changed.dump()).has_value());
      }
    });
  }
}

TEST_CASE("a word that is not in its vocabulary is refused, and the problem says where") {
  json line = samples::parsed(endpoint(samples::full_endpoint()));
  line["data"]["smtp"]["end"] = "vanished";

  const auto problem = schema_problem(line.dump());

  REQUIRE(problem.has_value());
  CHECK_MESSAGE(problem->find("[data][smtp][end]") != std::string::npos, *problem);

  for (const std::string pointer :
       {"/data/smtp/stage", "/data/smtp/status", "/data/smtp/result/events/0/type",
        "/data/smtp/result/events/0/flaws/0", "/probes/0/end",
        "/data/smtp/result/tls/handshake_log/server_certificates/validation/browser_error",
        "/data/smtp/result/tls/handshake_log/alerts/0/from", "/cut_short", "/facts/kx_dhe/value",
        "/facts/cipher_rc4/because/doubt"}) {
    CAPTURE(pointer);
    json changed = samples::parsed(endpoint(samples::full_endpoint()));
    changed[json::json_pointer(pointer)] = "vanished";
    CHECK(schema_problem(changed.dump()).has_value());
  }
  json changed = samples::parsed(domain(samples::full_domain()));
  for (const std::string pointer : {"/mx_status", "/mx_lookup", "/exchanges/0/ipv4_status",
                                    "/exchanges/0/ipv6_status", "/exchanges/1/problem"}) {
    CAPTURE(pointer);
    json other = changed;
    other[json::json_pointer(pointer)] = "vanished";
    CHECK(schema_problem(other.dump()).has_value());
  }
}

TEST_CASE("a line that names no schema of ours, or is no JSON, is refused") {
  json line = samples::parsed(domain(samples::bare_domain()));
  line["schema"] = "waxseal-weather/1.0";
  CHECK(schema_problem(line.dump()).has_value());
  line["schema"] = "waxseal-domain/2.0";
  CHECK(schema_problem(line.dump()).has_value());
  line.erase("schema");
  CHECK(schema_problem(line.dump()).has_value());
  CHECK(schema_problem("[]").has_value());
  CHECK(schema_problem("{\"schema\":").has_value());
  CHECK(schema_problem("").has_value());
}
