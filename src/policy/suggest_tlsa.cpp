// SPDX-License-Identifier: GPL-3.0-or-later
#include "policy/suggest_tlsa.hpp"

#include <algorithm>

#include "facts/lookup.hpp"
#include "policy/chains.hpp"
#include "policy/dane_records.hpp"
#include "policy/obstacle.hpp"
#include "policy/zone_text.hpp"

namespace policy {
namespace {

using facts::Lookup;
using model::Answer;
using model::Exchange;
using model::TlsaRecord;

// "_25._tcp.mx.example.org.": of the TLSA base domain, which is the end of a signed alias (RFC 7672
// section 2.2.2), or of the host where records stand there already.
std::string name_of(const Exchange& exchange) {
  const std::string& asked = exchange.tlsa->name;
  if (!asked.empty() && (!exchange.tlsa->records.empty() || exchange.aliases.empty()))
    return asked + ".";
  std::string port = "_25._tcp.";
  if (const std::size_t dot = asked.find("._tcp."); dot != std::string::npos)
    port = asked.substr(0, dot) + "._tcp.";
  return port + (exchange.aliases.empty() ? exchange.name : exchange.aliases.back()) + ".";
}

// ---- Where nothing is suggested -----------------------------------------------------------------

// With one certificate seen: whether there may be another one with the other kind of key; a clause,
// empty: there is none.
std::string other_key_open(const std::vector<model::Fact>& facts) {
  const std::vector<std::string>& kind = fact_of(facts, "certificate_key_sound").list;
  const bool is_rsa = !kind.empty() && kind.front() == "RSA";
  const model::Fact& other = fact_of(facts, is_rsa ? "kx_ecdhe_ecdsa" : "kx_ecdhe_rsa");
  const bool settled = other.value == Answer::no || (other.value == Answer::unknown &&
                                                     other.doubt == model::Doubt::not_applicable);
  if (settled) return {};
  return "whether it has a certificate with another kind of key, too, is not known (it is asked "
         "with "
         "--authorized)";
}

// Why a server stands against records for its host; a clause, empty: it does not.
std::string against(const View& view, const std::string& endpoint_id) {
  const model::EndpointRecord* record = view.server(endpoint_id);
  const Obstacle tls = before_tls(record);
  if (tls.passed != Answer::yes) return tls.why;
  if (fact_of(record->facts, "one_identity").value == Answer::no)
    return "different servers answer there, and may have certificates that were not seen";
  const std::vector<ShownChain> chains = chains_of(record->facts);
  const std::uint64_t standing =
      fact_of(record->facts, "certificate_digests").number.value_or(chains.size());
  const bool all_read = std::all_of(chains.begin(), chains.end(), [](const ShownChain& chain) {
    return chain.digest(0, 1, 1) != nullptr;
  });
  if (chains.empty() || !all_read) return "its certificate was not seen, or could not be read";
  if (standing > facts::kDigestChains) return "it shows more certificates than are listed";
  if (chains.size() == 1) return other_key_open(record->facts);
  return {};
}

// Why no record is suggested for the host: a sentence; empty: some are.
std::string why_not(const View& view, const Exchange& exchange) {
  const model::TlsaLookup& lookup = *exchange.tlsa;
  const auto sentence = [&](const std::string& clause) {
    return exchange.name + ": " + clause + ".";
  };
  if (lookup.skipped == "insecure_address")
    return sentence(
        "its zone is not signed with DNSSEC, and without that no sender looks at TLSA "
        "records");
  if (exchange.endpoint_ids.empty()) return sentence("no server of it was looked at");
  const Lookup found = facts::lookup_of(lookup.status);
  if (found == Lookup::failed)
    return sentence("the TLSA lookup fails (" + lookup.status + "), which comes first");
  if (!facts::is_conclusive(found) || !exchange.authenticated)
    return sentence("whether its zone is signed with DNSSEC is not known");
  for (const std::string& id : exchange.endpoint_ids)
    if (const std::string clause = against(view, id); !clause.empty())
      return "No TLSA record for " + id + ": " + clause + ".";
  return {};
}

// ---- What is suggested --------------------------------------------------------------------------

void add_once(std::vector<ZoneRecord>& records, ZoneRecord record) {
  const bool known = std::any_of(records.begin(), records.end(), [&](const ZoneRecord& other) {
    return other.name == record.name && other.value == record.value;
  });
  if (!known) records.push_back(std::move(record));
}

// Those that fit already, whatever their usage.
void add_published(const DaneAtHost& host, const std::string& name,
                   std::vector<ZoneRecord>& records) {
  for (const DaneAtServer& server : host.servers) {
    for (const RecordAtServer& at : server.records) {
      if (at.use == RecordUse::matches)
        add_once(records, {name, "TLSA", tlsa_value(at.record), at.why, true});
    }
  }
}

// A key needs no further record where those that are there prove its chain.
bool is_proved(const View& view, const Exchange& exchange, const model::EndpointRecord& server,
               const ShownChain& chain) {
  return facts::dane_match(*exchange.tlsa, next_hops_of(view.domain),
                           facts_with(server.facts, chain))
             .dane == facts::Dane::matches;
}

// Where there are SHA-512 records of this kind, nobody looks at SHA-256 (RFC 7671 section 9).
unsigned matching_type_that_counts(const Exchange& exchange) {
  const auto& records = exchange.tlsa->records;
  const bool sha512 = std::any_of(records.begin(), records.end(), [](const TlsaRecord& record) {
    return record.usage == 3 && record.selector == 1 && record.matching_type == 2 &&
           facts::is_usable(record);
  });
  return sha512 ? 2 : 1;
}

void add_missing(const View& view, const Exchange& exchange, const std::string& name,
                 std::vector<ZoneRecord>& records) {
  const unsigned type = matching_type_that_counts(exchange);
  for (const std::string& id : exchange.endpoint_ids) {
    const model::EndpointRecord& server = *view.server(id);
    for (const ShownChain& chain : chains_of(server.facts)) {
      if (is_proved(view, exchange, server, chain)) continue;
      const facts::CertificateDigest* digest = chain.digest(0, 1, type);
      if (digest == nullptr) continue;
      const TlsaRecord record{3, 1, static_cast<std::uint8_t>(type), digest->digest};
      add_once(records, {name, "TLSA", tlsa_value(record), chain.of_server("key") + " at " + id});
    }
  }
}

// Usable, and of nothing that any server of the host showed.
void add_left_over(const DaneAtHost& host, const std::string& name,
                   std::vector<ZoneRecord>& records) {
  if (host.servers.empty()) return;
  for (std::size_t i = 0; i < host.servers.front().records.size(); ++i) {
    const bool nowhere =
        std::all_of(host.servers.begin(), host.servers.end(), [i](const DaneAtServer& server) {
          return server.records[i].use == RecordUse::matches_nothing;
        });
    if (!nowhere) continue;
    add_once(records, {name, "TLSA", tlsa_value(host.servers.front().records[i].record),
                       "of no key that was seen: unless it is of the next one, remove it when the "
                       "others have been published for two TTLs",
                       true});
  }
}

}  // namespace

void suggest_tlsa(const View& view, const DaneOfDomain& dane, Suggestions& suggestions) {
  if (!view.resolver_trusted) {
    suggestions.tlsa_why_not =
        "Whether the zones are signed is not known: the resolver's word on DNSSEC is not trusted.";
    return;
  }
  for (std::size_t i = 0; i < view.domain.exchanges.size(); ++i) {
    const Exchange& exchange = view.domain.exchanges[i];
    const std::string name = name_of(exchange);
    if (const std::string sentence = why_not(view, exchange); !sentence.empty()) {
      suggestions.tlsa_why_not += (suggestions.tlsa_why_not.empty() ? "" : " ") + sentence;
      continue;
    }
    const bool is_signed = exchange.tlsa->authenticated;
    if (is_signed) add_published(dane.hosts[i], name, suggestions.tlsa);
    add_missing(view, exchange, name, suggestions.tlsa);
    if (is_signed) add_left_over(dane.hosts[i], name, suggestions.tlsa_to_remove);
  }
}

}  // namespace policy
