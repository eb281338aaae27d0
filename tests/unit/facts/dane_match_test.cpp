// SPDX-License-Identifier: GPL-3.0-or-later
#include "facts/dane_match.hpp"

#include <doctest/doctest.h>

#include "base/digest.hpp"
#include "facts/certificate_digests.hpp"
#include "facts/facts.hpp"
#include "visit.hpp"
#include "wire/certificate.hpp"

namespace {

using facts::Dane;
using facts::DaneMatch;
using model::Answer;
using model::Doubt;
using model::Fact;
using model::TlsaLookup;
using model::TlsaRecord;

constexpr std::uint8_t kSelectors[] = {0, 1};
constexpr std::uint8_t kMatchingTypes[] = {0, 1, 2};
constexpr std::uint8_t kDigests[] = {1, 2};

// The octets of a certificate and of its key, as far as these tests go.
std::string certificate(char name) { return std::string("certificate ") + name; }
std::string key(char name) { return std::string("key ") + name; }

TlsaRecord record(std::uint8_t usage, std::uint8_t selector, std::uint8_t matching_type,
                  char name) {
  const std::string whole = selector == 0 ? certificate(name) : key(name);
  if (matching_type == 0) return {usage, selector, 0, whole};
  return {usage, selector, matching_type,
          matching_type == 1 ? base::sha256(whole) : base::sha512(whole)};
}

TlsaLookup lookup(std::vector<TlsaRecord> records) {
  TlsaLookup lookup;
  lookup.status = "NOERROR";
  lookup.authenticated = true;
  lookup.name = "_25._tcp.mx.example.org";
  lookup.records = std::move(records);
  return lookup;
}

// An endpoint that showed these chains, each certificate a letter, a capital one's key unreadable.
struct Endpoint {
  std::vector<Fact> facts;

  explicit Endpoint(const std::vector<std::string>& chains) {
    Fact digests{"certificate_digests", Answer::yes, Doubt::none, "starttls", "seen"};
    digests.number = chains.size();
    for (unsigned chain = 0; chain < chains.size(); ++chain) {
      for (unsigned place = 0; place < chains[chain].size(); ++place)
        list(digests, chain + 1, place, chains[chain][place]);
    }
    facts = {digests};
    add("certificate_names_mx_host", Answer::yes).list = {"mx.example.org"};
    add("certificate_in_dates", Answer::yes);
    add("certificate_trusted", Answer::yes);
    add("certificate_chain_in_order", Answer::yes);
    add("certificate_issuers_are_cas", Answer::yes);
    add("certificate_path_length_fits", Answer::yes);
  }

  static void list(Fact& fact, unsigned chain, unsigned place, char name) {
    for (const std::uint8_t selector : kSelectors) {
      if (selector == 1 && name < 'a') continue;
      for (const std::uint8_t matching_type : kDigests) {
        fact.list.push_back(facts::to_text({chain, place, selector, matching_type,
                                            record(3, selector, matching_type, name).data}));
      }
    }
  }
  Fact& add(std::string_view name, Answer value) {
    return facts.emplace_back(Fact{name, value,
                                   value == Answer::unknown ? Doubt::not_measured : Doubt::none,
                                   "starttls", "seen"});
  }
  Fact& of(std::string_view name) {
    for (Fact& fact : facts) {
      if (fact.name == name) return fact;
    }
    FAIL("no such fact");
    return facts.front();
  }
  Endpoint& is(std::string_view name, Answer value, std::vector<std::string> list = {}) {
    Fact& fact = of(name);
    fact.value = value;
    fact.doubt = value == Answer::unknown ? Doubt::not_measured : Doubt::none;
    fact.list = std::move(list);
    return *this;
  }
};

DaneMatch match(std::vector<TlsaRecord> records, const Endpoint& endpoint,
                const std::vector<std::string>& next_hops = {}) {
  return facts::dane_match(lookup(std::move(records)), next_hops, endpoint.facts);
}

Dane dane(std::vector<TlsaRecord> records, const Endpoint& endpoint) {
  return match(std::move(records), endpoint).dane;
}

const Endpoint kOne({"a"});
const Endpoint kChain({"aij"});  // the server's own, its issuer, the root
const std::vector<TlsaRecord> kAnchor{record(2, 0, 1, 'i')};

}  // namespace

TEST_CASE("dane: what DNS alone decides") {
  const auto of = [](const TlsaLookup& tlsa) {
    const DaneMatch found = facts::dane_match(tlsa, {}, kOne.facts);
    CHECK(!found.why.empty());
    CHECK(found.property.empty());
    return found.dane;
  };
  TlsaLookup skipped;
  CHECK(of(skipped) == Dane::unknown);
  skipped.skipped = "insecure_address";
  CHECK(of(skipped) == Dane::none);
  skipped.skipped = "no_address";
  CHECK(of(skipped) == Dane::none);
  skipped.skipped = "address_lookup_failed";
  CHECK(of(skipped) == Dane::unknown);
  for (const auto& [status, expected] :
       std::vector<std::pair<std::string, Dane>>{{"NO_ANSWER", Dane::none},
                                                 {"NXDOMAIN", Dane::none},
                                                 {"SERVFAIL", Dane::lookup_failed},
                                                 {"REFUSED", Dane::lookup_failed},
                                                 {"TIMEOUT", Dane::unknown}}) {
    CAPTURE(status);
    TlsaLookup failed = lookup({});
    failed.status = status;
    CHECK(of(failed) == expected);
  }
  CHECK(of(lookup({})) == Dane::none);
  TlsaLookup unsigned_records = lookup({record(3, 1, 1, 'a')});
  unsigned_records.authenticated = false;
  CHECK(of(unsigned_records) == Dane::none);
  CHECK(!facts::dane_by_dns(lookup({record(3, 1, 1, 'a')})));
}

TEST_CASE("dane: records that nobody can use are not the same as none") {
  for (const TlsaRecord& useless :
       {record(0, 0, 1, 'a'), record(1, 1, 1, 'a'), TlsaRecord{3, 1, 1, "short"},
        TlsaRecord{3, 1, 2, std::string(32, 'x')}, TlsaRecord{3, 2, 1, std::string(32, 'x')},
        TlsaRecord{3, 1, 3, std::string(32, 'x')}, TlsaRecord{3, 1, 0, ""},
        TlsaRecord{4, 1, 1, std::string(32, 'x')}}) {
    CAPTURE(int{useless.usage});
    CHECK(dane({useless}, kOne) == Dane::unusable);
    CHECK_FALSE(facts::is_usable(useless));
    // Beside one that can be used it does not matter.
    CHECK(dane({useless, record(3, 1, 1, 'a')}, kOne) == Dane::matches);
    CHECK(dane({useless, record(3, 1, 1, 'b')}, kOne) == Dane::fails);
  }
  CHECK(match({record(1, 1, 1, 'a')}, kOne).why == "no usable TLSA record: usage 1");
}

TEST_CASE("dane: DANE-EE is the server's own certificate or key, in every form") {
  for (const std::uint8_t selector : kSelectors) {
    for (const std::uint8_t matching_type : kMatchingTypes) {
      CAPTURE(int{selector});
      CAPTURE(int{matching_type});
      CHECK(dane({record(3, selector, matching_type, 'a')}, kChain) == Dane::matches);
      const DaneMatch other = match({record(3, selector, matching_type, 'b')}, kChain);
      CHECK(other.dane == Dane::fails);
      CHECK(other.property == "certificate_digests");
      // An issuer is not the server.
      CHECK(dane({record(3, selector, matching_type, 'i')}, kChain) == Dane::fails);
    }
  }
  CHECK(dane({record(3, 1, 1, 'b'), record(3, 1, 1, 'a')}, kOne) == Dane::matches);
  CHECK(dane({{3, 0, 1, base::sha256(key('a'))}}, kOne) == Dane::fails);
}

TEST_CASE("dane: DANE-EE does not look at names, dates and issuers") {
  Endpoint endpoint({"aij"});
  endpoint.is("certificate_names_mx_host", Answer::no)
      .is("certificate_in_dates", Answer::no)
      .is("certificate_trusted", Answer::no, {"expired"})
      .is("certificate_chain_in_order", Answer::no);
  CHECK(dane({record(3, 1, 1, 'a')}, endpoint) == Dane::matches);
  CHECK(dane({record(2, 0, 1, 'i'), record(3, 1, 1, 'a')}, endpoint) == Dane::matches);
}

TEST_CASE("dane: DANE-TA is an issuer that was presented, in every form") {
  for (const std::uint8_t selector : kSelectors) {
    for (const std::uint8_t matching_type : kMatchingTypes) {
      CAPTURE(int{selector});
      CAPTURE(int{matching_type});
      CHECK(dane({record(2, selector, matching_type, 'i')}, kChain) == Dane::matches);
      CHECK(dane({record(2, selector, matching_type, 'j')}, kChain) == Dane::matches);
      // A whole one need not be sent for some senders.
      CHECK(dane({record(2, selector, matching_type, 'b')}, kChain) ==
            (matching_type == 0 ? Dane::unknown : Dane::fails));
      CHECK(dane({record(2, selector, matching_type, 'a')}, kChain) == Dane::unknown);
    }
  }
}

TEST_CASE("dane: DANE-TA wants a name: the host's, or the domain's where that is secure") {
  Endpoint endpoint({"ai"});
  endpoint.is("certificate_names_mx_host", Answer::no, {"example.org", "*.example.net"});
  const DaneMatch failed = match(kAnchor, endpoint);
  CHECK(failed.dane == Dane::fails);
  CHECK(failed.property == "certificate_names_mx_host");
  CHECK(failed.why == "no DNS name for mx.example.org");
  CHECK(match(kAnchor, endpoint, {"example.com"}).dane == Dane::fails);
  CHECK(match(kAnchor, endpoint, {"example.com", "example.org"}).dane == Dane::matches);
  CHECK(match(kAnchor, endpoint, {"alias.example.net"}).dane == Dane::matches);
  CHECK(
      match(kAnchor, endpoint.is("certificate_names_mx_host", Answer::no), {"example.org"}).dane ==
      Dane::unknown);
  CHECK(dane(kAnchor, endpoint.is("certificate_names_mx_host", Answer::unknown)) == Dane::unknown);
}

TEST_CASE("dane: the name is that of the TLSA records, and not of an alias to it") {
  Endpoint endpoint({"ai"});
  endpoint.is("certificate_names_mx_host", Answer::yes, {"alias.example.org"});
  CHECK(dane(kAnchor, endpoint) == Dane::fails);
  endpoint.is("certificate_names_mx_host", Answer::no, {"MX.example.ORG"});
  CHECK(dane(kAnchor, endpoint) == Dane::matches);
}

TEST_CASE("dane: DANE-TA wants dates and a chain") {
  struct Condition {
    std::string_view fact;
    Answer value;
    std::vector<std::string> list;
    Dane expected;
  };
  for (const Condition& condition : std::vector<Condition>{
           {"certificate_in_dates", Answer::no, {}, Dane::fails},
           {"certificate_in_dates", Answer::unknown, {}, Dane::unknown},
           {"certificate_trusted", Answer::no, {"untrusted_issuer"}, Dane::matches},
           {"certificate_trusted", Answer::no, {"bad_signature"}, Dane::fails},
           {"certificate_trusted", Answer::no, {"path_length"}, Dane::fails},
           {"certificate_trusted", Answer::no, {"malformed"}, Dane::unknown},
           {"certificate_trusted", Answer::no, {"unknown_critical_extension"}, Dane::unknown},
           {"certificate_trusted", Answer::unknown, {}, Dane::unknown},
           {"certificate_chain_in_order", Answer::no, {}, Dane::unknown},
           {"certificate_chain_in_order", Answer::unknown, {}, Dane::unknown},
           {"certificate_issuers_are_cas", Answer::no, {}, Dane::fails},
           {"certificate_issuers_are_cas", Answer::unknown, {}, Dane::unknown},
           {"certificate_path_length_fits", Answer::no, {}, Dane::fails}}) {
    CAPTURE(std::string(condition.fact));
    CAPTURE(std::string(model::to_string(condition.value)));
    Endpoint endpoint({"aij"});
    endpoint.is(condition.fact, condition.value, condition.list);
    const DaneMatch found = match(kAnchor, endpoint);
    CHECK(found.dane == condition.expected);
    CHECK(found.property == (found.dane == Dane::matches ? "" : condition.fact));
    CHECK(found.why.empty() == (found.dane == Dane::matches));
  }
  Endpoint old_root({"ai"});
  old_root.is("certificate_issuers_are_cas", Answer::unknown);
  old_root.of("certificate_issuers_are_cas").doubt = Doubt::not_applicable;
  CHECK(dane(kAnchor, old_root) == Dane::matches);
  // What is against it for certain goes before what is not known.
  Endpoint both({"ai"});
  both.is("certificate_names_mx_host", Answer::unknown).is("certificate_in_dates", Answer::no);
  CHECK(match(kAnchor, both).property == "certificate_in_dates");
}

TEST_CASE("dane: of several digests the strongest counts, for each usage and selector") {
  CHECK(dane({record(3, 1, 1, 'a'), record(3, 1, 2, 'b')}, kOne) == Dane::fails);
  CHECK(dane({record(3, 1, 1, 'b'), record(3, 1, 2, 'a')}, kOne) == Dane::matches);
  CHECK(dane({record(3, 1, 1, 'a'), record(3, 0, 2, 'b')}, kOne) == Dane::matches);
  CHECK(dane({record(3, 1, 1, 'a'), record(2, 1, 2, 'b')}, kChain) == Dane::matches);
  // One that cannot be used is not stronger.
  CHECK(dane({record(3, 1, 1, 'a'), {3, 1, 2, "short"}}, kOne) == Dane::matches);
  // Matching type 0 is no digest.
  CHECK(dane({record(3, 1, 0, 'a'), record(3, 1, 2, 'b')}, kOne) == Dane::matches);
  CHECK(dane({record(3, 1, 0, 'b'), record(3, 1, 1, 'a')}, kOne) == Dane::matches);
}

TEST_CASE("dane: of several chains what holds of all holds") {
  const std::vector<TlsaRecord> both{record(3, 1, 1, 'a'), record(3, 1, 1, 'b')};
  const Endpoint two({"a", "b"});
  CHECK(dane(both, two) == Dane::matches);
  CHECK(dane({record(3, 1, 1, 'c')}, two) == Dane::fails);
  const DaneMatch some = match({record(3, 1, 1, 'a')}, two);
  CHECK(some.dane == Dane::unknown);
  CHECK(some.why == "1 of 2 chains match");
  CHECK(dane({record(3, 1, 1, 'b')}, two) == Dane::unknown);
  Endpoint many({"a", "b"});
  many.of("certificate_digests").number = facts::kDigestChains + 1;
  CHECK(dane(both, many) == Dane::unknown);
  CHECK(dane({record(3, 1, 1, 'c')}, many) == Dane::unknown);
}

TEST_CASE("dane: a certificate with another key must match too, and only its digests are known") {
  Endpoint endpoint({"ai", "bi"});
  endpoint.of("certificate_digests").number = 1;
  CHECK(dane({record(3, 1, 1, 'a')}, endpoint) == Dane::unknown);
  CHECK(dane({record(3, 1, 1, 'a'), record(3, 1, 1, 'b')}, endpoint) == Dane::matches);
  CHECK(dane({record(3, 1, 1, 'c')}, endpoint) == Dane::fails);
  CHECK(dane(kAnchor, endpoint) == Dane::unknown);
}

TEST_CASE("dane: what was not seen is not known to fail") {
  const Endpoint unreadable({"A"});
  CHECK(dane({record(3, 1, 1, 'b')}, unreadable) == Dane::unknown);
  CHECK(dane({record(3, 0, 1, 'b')}, unreadable) == Dane::fails);
  const Endpoint unreadable_issuer({"aI"});
  CHECK(dane({record(2, 1, 1, 'b')}, unreadable_issuer) == Dane::unknown);
  CHECK(dane({record(2, 0, 1, 'b')}, unreadable_issuer) == Dane::fails);
  const Endpoint full({"aijkl"});
  CHECK(dane({record(2, 0, 1, 'b')}, full) == Dane::unknown);
  CHECK(dane({record(3, 0, 1, 'b')}, full) == Dane::fails);
  Endpoint unknown({"a"});
  unknown.is("certificate_digests", Answer::unknown);
  CHECK(match({record(3, 1, 1, 'a')}, unknown).property == "certificate_digests");
  CHECK(dane({record(3, 1, 1, 'a')}, unknown) == Dane::unknown);
  CHECK(facts::dane_match(lookup({record(3, 1, 1, 'a')}), {}, {}).dane == Dane::unknown);
}

TEST_CASE("dane: a visit and the records made for it") {
  test::Visit visit;
  const support::Credential root = support::make_certificate({.name = "Root", .ca = true});
  const support::Credential leaf = support::make_certificate({}, &root);
  visit.chain({leaf, root}).plain().faults({"untrusted_issuer"}).answered("tls12", wire::kTls12);
  const auto found = facts::facts_of(visit.record);
  const auto key_of = [](const support::Credential& credential) {
    return wire::read_certificate(credential.certificate_der).subject_public_key_info;
  };
  const auto of = [&found](TlsaRecord wanted) {
    TlsaLookup tlsa = lookup({std::move(wanted)});
    tlsa.name = "_25._tcp.mx.test";
    return facts::dane_match(tlsa, {}, found).dane;
  };
  CHECK(of({3, 1, 1, base::sha256(key_of(leaf))}) == Dane::matches);
  CHECK(of({3, 0, 2, base::sha512(leaf.certificate_der)}) == Dane::matches);
  CHECK(of({2, 0, 1, base::sha256(root.certificate_der)}) == Dane::matches);
  CHECK(of({2, 1, 1, base::sha256(key_of(root))}) == Dane::matches);
  CHECK(of({3, 1, 1, base::sha256(key_of(root))}) == Dane::fails);
}

TEST_CASE("dane: every value has its word") {
  for (const auto& [value, word] :
       std::vector<std::pair<Dane, std::string_view>>{{Dane::none, "none"},
                                                      {Dane::unusable, "unusable"},
                                                      {Dane::lookup_failed, "lookup_failed"},
                                                      {Dane::matches, "matches"},
                                                      {Dane::fails, "fails"},
                                                      {Dane::unknown, "unknown"}})
    CHECK(facts::to_string(value) == word);
}
