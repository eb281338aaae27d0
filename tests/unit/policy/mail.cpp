// SPDX-License-Identifier: GPL-3.0-or-later
#include "mail.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "base/digest.hpp"
#include "base/text.hpp"
#include "facts/certificate_digests.hpp"
#include "facts/facts.hpp"

namespace policy_test {
namespace {

// What a good server shows: TLS 1.2 and 1.3, an RSA key, a certificate that is in order.
constexpr std::string_view kOrdinary =
    "starttls_offered starttls_accepted starttls_works ehlo_accepted ehlo_answered_inside_tls "
    "tls1_2 tls1_3 client_certificate_required=no certificate_trusted certificate_in_dates "
    "certificate_names_mx_host=0:mx.example.org,*.example.org certificate_has_dns_names "
    "certificate_chain_in_order certificate_issuers_are_cas certificate_path_length_fits "
    "certificate_signature_sound extended_key_usage_fits certificate_key_sound=2048:RSA "
    "kx_ecdhe_rsa kx_ecdhe_ecdsa=no one_identity requiretls_offered=no";

std::string whole(unsigned selector, char name) {
  return (selector == 0 ? "certificate " : "key ") + std::string(1, name);
}

std::string digest(unsigned selector, unsigned matching_type, char name) {
  const std::string octets = whole(selector, name);
  return matching_type == 1 ? base::sha256(octets) : base::sha512(octets);
}

model::Fact digests_of(const Shown& shown) {
  model::Fact fact{"certificate_digests", model::Answer::yes, model::Doubt::none, "starttls", ""};
  fact.number = shown.standing;
  for (unsigned chain = 0; chain < shown.chains.size(); ++chain) {
    for (unsigned place = 0; place < shown.chains[chain].size(); ++place) {
      const char name = shown.chains[chain][place];
      const bool readable = name >= 'a';
      for (std::uint8_t selector = 0; selector < (readable ? 2 : 1); ++selector)
        for (std::uint8_t type = 1; type <= 2; ++type)
          fact.list.push_back(
              facts::to_text({chain + 1, place, selector, type, digest(selector, type, name)}));
    }
  }
  return fact;
}

// What comes later wins.
void put(std::vector<model::Fact>& facts, model::Fact fact) {
  const auto known = std::find_if(facts.begin(), facts.end(),
                                  [&](const auto& other) { return other.name == fact.name; });
  if (known == facts.end()) {
    facts.push_back(std::move(fact));
  } else {
    *known = std::move(fact);
  }
}

void put_words(std::vector<model::Fact>& facts, std::string_view words) {
  for (const std::string_view word : base::split(words, ' '))
    if (!word.empty()) put(facts, fact_of(word));
}

}  // namespace

model::TlsaRecord tlsa(unsigned usage, unsigned selector, unsigned matching_type, char name) {
  return {static_cast<std::uint8_t>(usage), static_cast<std::uint8_t>(selector),
          static_cast<std::uint8_t>(matching_type),
          matching_type == 0 ? whole(selector, name) : digest(selector, matching_type, name)};
}

model::Fact fact_of(std::string_view word) {
  static const std::vector<model::Fact> kAll = facts::facts_of(model::EndpointRecord{});
  const std::size_t equals = word.find('=');
  const model::Fact* known = model::find_fact(kAll, word.substr(0, equals));
  if (known == nullptr) throw std::runtime_error("no such fact: " + std::string(word));
  model::Fact fact{known->name, model::Answer::yes, model::Doubt::none, "starttls", ""};
  if (equals == std::string_view::npos) return fact;
  const std::string_view value = word.substr(equals + 1);
  if (value == "no" || value.starts_with("no:")) {
    fact.value = model::Answer::no;
    if (value.size() > 2) fact.seen = value.substr(3);
  } else if (value == "unknown" || value == "na") {
    fact.value = model::Answer::unknown;
    fact.doubt = value == "na" ? model::Doubt::not_applicable : model::Doubt::not_measured;
  } else {
    const std::size_t colon = value.find(':');
    fact.number = std::stoul(std::string(value.substr(0, colon)));
    for (const std::string_view entry : base::split(value.substr(colon + 1), ','))
      fact.list.emplace_back(entry);
  }
  return fact;
}

Mail::Mail() {
  domain.domain = "example.org";
  domain.mx_lookup = "NOERROR";
  domain.mx_status = "has_mx";
  domain.authenticated = true;
  model::PolicyLookup none;
  none.status = "NXDOMAIN";
  none.authenticated = true;
  domain.mta_sts = none;
  domain.tlsrpt = none;
}

Mail& Mail::host(const std::string& name, unsigned preference) {
  model::Exchange exchange;
  exchange.name = name;
  exchange.preference = preference;
  exchange.ipv4_status = "NOERROR";
  exchange.ipv6_status = "NO_ANSWER";
  exchange.authenticated = true;
  model::TlsaLookup none;
  none.status = "NXDOMAIN";
  none.authenticated = true;
  none.name = "_25._tcp." + name;
  exchange.tlsa = none;
  domain.exchanges.push_back(std::move(exchange));
  return *this;
}

Mail& Mail::tlsa(std::vector<model::TlsaRecord> records) {
  model::TlsaLookup lookup = *exchange().tlsa;
  lookup.status = "NOERROR";
  lookup.records = std::move(records);
  exchange().tlsa = lookup;
  return *this;
}

model::EndpointRecord& Mail::add() {
  const std::string address = "192.0.2." + std::to_string(++addresses_);
  model::EndpointRecord& record = servers_.emplace_back();
  record.endpoint = {exchange().name, *base::IpAddress::parse(address), 25};
  exchange().ipv4_addresses.push_back(address);
  exchange().endpoint_ids.push_back(model::endpoint_id(record.endpoint));
  return record;
}

Mail& Mail::server(std::string_view but, Shown shown) {
  model::EndpointRecord& record = add();
  record.outcome = model::MergedOutcome{"quit.completed", model::Measurability::measured,
                                        model::Attribution::server, 2, 2};
  put_words(record.facts, kOrdinary);
  if (!shown.chains.empty()) put(record.facts, digests_of(shown));
  put_words(record.facts, but);
  return *this;
}

Mail& Mail::away(const std::string& code, model::Measurability measurability) {
  add().outcome = model::MergedOutcome{code, measurability, model::Attribution::unknown, 2, 2};
  return *this;
}

Mail& Mail::unseen() {
  exchange().endpoint_ids.push_back(exchange().name + "/192.0.2." + std::to_string(++addresses_) +
                                    ":25");
  return *this;
}

Mail& Mail::policy(const std::string& text, const std::string& record) {
  model::PolicyLookup lookup = *domain.mta_sts;
  lookup.status = "NOERROR";
  lookup.records = {record};
  domain.mta_sts = lookup;
  model::PolicyFetch fetch;
  fetch.end = model::PolicyEnd::fetched;
  fetch.host = "mta-sts.example.org";
  fetch.http_status = 200;
  fetch.content_type = "text/plain";
  fetch.body = text;
  fetch.validation = model::CertificateValidation{{}, true, {}};
  domain.mta_sts_policy = fetch;
  return *this;
}

policy::View Mail::view() const {
  policy::View view{domain};
  for (const model::EndpointRecord& record : servers_)
    view.servers.emplace(model::endpoint_id(record.endpoint), &record);
  return view;
}

}  // namespace policy_test
