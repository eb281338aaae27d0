// SPDX-License-Identifier: GPL-3.0-or-later
#include "policy/obstacle.hpp"

#include <utility>

#include "outcome/codes.hpp"

namespace policy {
namespace {

using model::Answer;
using model::EndpointRecord;
using model::Fact;
using model::Measurability;

constexpr std::string_view kNotSupported = "starttls-not-supported";
constexpr std::string_view kFailure = "validation-failure";
constexpr std::string_view kNotTrusted = "certificate-not-trusted";

Answer is(const EndpointRecord& record, std::string_view name) {
  return fact_of(record.facts, name).value;
}
bool yes(const EndpointRecord& record, std::string_view name) {
  return is(record, name) == Answer::yes;
}
bool no(const EndpointRecord& record, std::string_view name) {
  return is(record, name) == Answer::no;
}

std::string code_of(const EndpointRecord& record) {
  return record.outcome ? record.outcome->code : "";
}
bool is_at(const EndpointRecord& record, std::string_view stage) {
  return record.outcome && outcome::stage_of(record.outcome->code) == stage;
}
bool is_measured(const EndpointRecord& record) {
  return record.outcome && record.outcome->measurability == Measurability::measured;
}

// "whether STARTTLS is offered is not known (banner.greylisted)"
std::string with_code(std::string_view clause, const EndpointRecord& record) {
  const std::string code = code_of(record);
  return std::string(clause) + (code.empty() ? "" : " (" + code + ")");
}

Obstacle offer(const EndpointRecord& record) {
  constexpr std::string_view kOffered = "starttls_offered";
  if (record.endpoint.has_implicit_tls()) return Obstacle::none();
  if (no(record, kOffered))
    return Obstacle::stands(kOffered, "STARTTLS is not offered", kNotSupported);
  if (no(record, "ehlo_accepted"))
    return Obstacle::stands("ehlo_accepted", "EHLO is refused, and with it STARTTLS",
                            kNotSupported);
  if (code_of(record) == "starttls.intermittent")
    return Obstacle::open(kOffered, "STARTTLS is offered in one conversation and not in another");
  if (yes(record, kOffered)) return Obstacle::none();
  if (is_at(record, "connect"))
    return Obstacle::open(kOffered, with_code("the server was not reached", record));
  return Obstacle::open(kOffered, with_code("whether STARTTLS is offered is not known", record));
}

Obstacle handshake(const EndpointRecord& record) {
  constexpr std::string_view kWorks = "starttls_works";
  constexpr std::string_view kAccepted = "starttls_accepted";
  if (yes(record, kWorks)) return Obstacle::none();
  if (no(record, kAccepted))
    return Obstacle::stands(kAccepted, "STARTTLS is offered and refused", kNotSupported);
  if (is_at(record, "starttls")) {
    if (is_measured(record))
      return Obstacle::stands(kAccepted, with_code("STARTTLS is offered and not answered", record),
                              kNotSupported);
    return Obstacle::open(kAccepted, with_code("STARTTLS was not answered as usual", record));
  }
  if (no(record, kWorks))
    return Obstacle::stands(kWorks, with_code("no handshake comes through", record), kFailure);
  return Obstacle::open(kWorks,
                        with_code("whether a handshake comes through is not known", record));
}

// ---- Within TLS ---------------------------------------------------------------------------------

// A fact that must be a yes.
Obstacle wants(const EndpointRecord& record, std::string_view name, std::string otherwise,
               std::string_view tlsrpt) {
  const Fact& fact = fact_of(record.facts, name);
  if (fact.value == Answer::yes) return Obstacle::none();
  if (fact.value == Answer::no) return Obstacle::stands(name, std::move(otherwise), tlsrpt);
  return Obstacle::open(name, "not known: " + std::string(name));
}

Obstacle version(const EndpointRecord& record) {
  if (yes(record, "tls1_2") || yes(record, "tls1_3")) return Obstacle::none();
  if (no(record, "tls1_2") && no(record, "tls1_3"))
    return Obstacle::stands("tls1_2", "neither TLS 1.2 nor TLS 1.3", kFailure);
  return Obstacle::open("tls1_2", "whether the server has TLS 1.2 is not known");
}

Obstacle dates(const EndpointRecord& record) {
  constexpr std::string_view kInDates = "certificate_in_dates";
  const bool early = fact_of(record.facts, kInDates).seen == "not_yet_valid";
  return wants(record, kInDates,
               early ? "the certificate is not valid yet" : "the certificate is expired",
               "certificate-expired");
}

Obstacle trust(const EndpointRecord& record) {
  constexpr std::string_view kTrusted = "certificate_trusted";
  const std::string& faults = fact_of(record.facts, kTrusted).seen;
  return wants(record, kTrusted,
               "the certificate has no path to a trusted root" +
                   (faults.empty() ? std::string() : " (" + faults + ")"),
               kNotTrusted);
}

Obstacle name(const EndpointRecord& record) {
  const bool has_none = no(record, "certificate_has_dns_names");
  return wants(record, "certificate_names_mx_host",
               "the certificate does not name " + record.endpoint.mx_host +
                   (has_none ? ": it has no DNS name, and the common name does not count" : ""),
               "certificate-host-mismatch");
}

// What some senders refuse.
Obstacle taste(const EndpointRecord& record) {
  if (no(record, "certificate_signature_sound"))
    return Obstacle::open("certificate_signature_sound",
                          "the chain has a weak signature, which many senders refuse");
  if (no(record, "extended_key_usage_fits"))
    return Obstacle::open("extended_key_usage_fits",
                          "the certificate is not for servers, which some senders refuse");
  return Obstacle::none();
}

Obstacle session(const EndpointRecord& record) {
  if (yes(record, "client_certificate_required"))
    return Obstacle::stands("client_certificate_required",
                            "the server requires a client certificate", kFailure);
  if (no(record, "ehlo_answered_inside_tls"))
    return Obstacle::stands("ehlo_answered_inside_tls", "EHLO is not answered inside TLS",
                            kFailure);
  return Obstacle::none();
}

}  // namespace

Obstacle first_of(std::initializer_list<Obstacle> obstacles) {
  const Obstacle* doubtful = nullptr;
  for (const Obstacle& obstacle : obstacles) {
    if (obstacle.passed == Answer::no) return obstacle;
    if (obstacle.passed == Answer::unknown && doubtful == nullptr) doubtful = &obstacle;
  }
  return doubtful == nullptr ? Obstacle::none() : *doubtful;
}

const Fact& fact_of(const std::vector<Fact>& facts, std::string_view name) {
  static const Fact kNone;
  const Fact* found = model::find_fact(facts, name);
  return found == nullptr ? kNone : *found;
}

Obstacle before_tls(const EndpointRecord* record) {
  if (record == nullptr) return Obstacle::open({}, "nobody has looked at the server");
  if (!record->skipped.empty())
    return Obstacle::open({}, "nobody has looked at the server: " + record->skipped);
  const Obstacle offered = offer(*record);
  return offered.passed == Answer::yes ? handshake(*record) : offered;
}

Obstacle within_tls(const EndpointRecord& record) {
  return first_of({version(record), dates(record), trust(record), name(record), session(record),
                   taste(record)});
}

}  // namespace policy
