// SPDX-License-Identifier: GPL-3.0-or-later
//
// What enumeration found: lists of cipher suites and groups, and whose order counts.
#include <algorithm>

#include "facts/comparable.hpp"
#include "facts/coverage.hpp"
#include "facts/preference.hpp"
#include "facts/question.hpp"
#include "facts/topics.hpp"
#include "facts/universe.hpp"
#include "wire/tls_names.hpp"

namespace facts {
namespace {

using model::Answer;
using model::Doubt;
using model::Fact;

std::vector<std::string> names_of(const Numbers& values, std::string_view (*name)(std::uint16_t)) {
  std::vector<std::string> names;
  for (const std::uint16_t value : values) names.emplace_back(name(value));
  return names;
}

bool nothing_left(const Coverage& coverage, const std::vector<Numbers>& parts) {
  return std::all_of(parts.begin(), parts.end(),
                     [&coverage](const Numbers& part) { return coverage.knows_all_of(part); });
}

std::string_view probe_for(std::uint16_t version) {
  if (version >= wire::kTls13) return "enumerate-tls13";
  return version == wire::kTls12 ? "enumerate-tls12" : "enumerate-old";
}

// Why refusals of this probe's hellos do not count; none: they do.
Doubt doubt_about(const Evidence& evidence, std::string_view probe) {
  const Evidence::Talks& plays = evidence.plays_of(probe);
  if (evidence.farm()) return Doubt::farm;
  for (const Talk* talk : plays) {
    if (!talk->failed()) continue;
    if (!offers_signatures_of_plain(evidence, *talk)) return Doubt::not_measured;
    if (!evidence.is_controlled(*talk)) return Doubt::no_control;
  }
  return Doubt::none;
}

// `yes`: the list is whole. Otherwise what is known so far.
Fact listed(const Evidence& evidence, const Coverage& coverage, const std::vector<Numbers>& parts,
            std::uint16_t version, std::string_view (*name)(std::uint16_t)) {
  if (version_fact(evidence, version).value == Answer::no) return unknown(Doubt::not_applicable);
  Fact fact;
  if (!coverage.enumerated()) return fact;
  fact.list = names_of(coverage.accepted(), name);
  fact.number = coverage.accepted().size();
  fact.probe = probe_for(version);
  fact.doubt = doubt_about(evidence, fact.probe);
  fact.seen = "all others refused";
  if (!nothing_left(coverage, parts)) {
    fact.doubt = Doubt::not_measured;
    fact.seen = "not everything was asked";
  }
  if (fact.doubt == Doubt::none) fact.value = Answer::yes;
  return fact;
}

Fact groups(const Evidence& evidence, std::uint16_t version) {
  return listed(evidence, Coverage::of_groups(evidence.visit(), version), group_parts(version),
                version, wire::group_name);
}

// Up to TLS 1.2 groups are the curves of ECDHE, and, where the certificate has one too, its curve
// must be among those offered (RFC 8422 section 5.1): which of the two was missing in a hello that
// was refused does not show.
Fact curves(const Evidence& evidence, std::uint16_t version) {
  const Coverage suites = Coverage::of_cipher_suites(evidence.visit(), version);
  const auto has = [&suites](std::string_view prefix) {
    return std::any_of(suites.accepted().begin(), suites.accepted().end(), [=](auto suite) {
      return wire::cipher_suite_name(suite).starts_with(prefix);
    });
  };
  Fact fact = groups(evidence, version);
  const bool all_asked = nothing_left(suites, cipher_suite_parts(version));
  if (all_asked && !has("TLS_ECDHE_") && !has("TLS_ECDH_anon"))
    return unknown(Doubt::not_applicable);
  if (fact.value != Answer::yes || has("TLS_ECDHE_RSA")) return fact;
  fact.value = Answer::unknown;
  fact.doubt = Doubt::not_measured;
  fact.seen = "others may have been refused for want of the certificate's curve";
  return fact;
}

// TLS 1.2 only: an order of TLS 1.3's few suites says little.
Fact preference_shown(const Evidence& evidence) {
  if (!Coverage::of_cipher_suites(evidence.visit(), wire::kTls12).enumerated())
    return unknown(Doubt::not_asked);
  const Preference preference = Preference::of(evidence.visit());
  if (preference.conversation() == nullptr) return unknown(Doubt::not_measured);
  const Talk talk(*preference.conversation(), 0);
  if (preference.whose() == Preference::Whose::servers) return yes(talk, preference.seen());
  if (evidence.farm()) return unknown(Doubt::farm, talk);
  if (preference.whose() == Preference::Whose::clients) return no(talk, preference.seen());
  return unknown(Doubt::not_measured, talk);
}

Fact server_preference(const Evidence& evidence) {
  return only_with(version_fact(evidence, wire::kTls12), preference_shown(evidence));
}

Fact find_cipher_suites(const Evidence& evidence, std::uint16_t version) {
  return listed(evidence, Coverage::of_cipher_suites(evidence.visit(), version),
                cipher_suite_parts(version), version, wire::cipher_suite_name);
}

Fact find_groups(const Evidence& evidence, std::uint16_t version) {
  return version >= wire::kTls13 ? groups(evidence, version) : curves(evidence, version);
}

constexpr NamedFact kFacts[] = {
    {"cipher_suites_tls1_3",
     [](const Evidence& e) { return cipher_suite_list_fact(e, wire::kTls13); }},
    {"cipher_suites_tls1_2",
     [](const Evidence& e) { return cipher_suite_list_fact(e, wire::kTls12); }},
    {"cipher_suites_tls1_1",
     [](const Evidence& e) { return cipher_suite_list_fact(e, wire::kTls11); }},
    {"cipher_suites_tls1_0",
     [](const Evidence& e) { return cipher_suite_list_fact(e, wire::kTls10); }},
    {"cipher_suites_ssl3",
     [](const Evidence& e) { return cipher_suite_list_fact(e, wire::kSsl30); }},
    {"groups_tls1_3", [](const Evidence& e) { return group_list_fact(e, wire::kTls13); }},
    {"groups_tls1_2", [](const Evidence& e) { return group_list_fact(e, wire::kTls12); }},
    {"server_cipher_preference", server_preference},
};

}  // namespace

const Fact& cipher_suite_list_fact(const Evidence& evidence, std::uint16_t version) {
  return evidence.once(find_cipher_suites, version);
}

const Fact& group_list_fact(const Evidence& evidence, std::uint16_t version) {
  return evidence.once(find_groups, version);
}

Fact or_by_list(Fact fact, const Fact& list,
                const std::function<bool(std::string_view)>& is_meant) {
  const bool not_asked = fact.value == Answer::unknown && fact.doubt == Doubt::not_asked;
  const bool whole =
      list.value == Answer::yes || list.doubt == Doubt::no_control || list.doubt == Doubt::farm;
  if (!not_asked || !whole || std::any_of(list.list.begin(), list.list.end(), is_meant))
    return fact;
  Fact denied = list;
  if (list.value == Answer::yes) denied.value = Answer::no;
  denied.list.clear();
  denied.number.reset();
  return denied;
}

std::span<const NamedFact> enumeration_facts() { return kFacts; }

}  // namespace facts
