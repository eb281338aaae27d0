// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the server makes of server_name (RFC 6066 section 3, RFC 7672 section 8.1).
#include <algorithm>
#include <map>
#include <set>

#include "base/digest.hpp"
#include "base/text.hpp"
#include "facts/comparable.hpp"
#include "facts/question.hpp"
#include "facts/topics.hpp"

namespace facts {
namespace {

using model::Doubt;
using model::Fact;

bool names_host(const Talk& talk) { return talk.offered(wire::kServerName); }

// The name that a careful sender uses.
bool names_mx_host(const Evidence& evidence, const Talk& talk) {
  return names_host(talk) &&
         base::equals_ignoring_case(talk.ours()->server_name, evidence.visit().endpoint.mx_host);
}

bool plain_names_host(const Evidence& evidence) {
  const auto& plays = evidence.plays_of(kPlain);
  return std::all_of(plays.begin(), plays.end(),
                     [](const Talk* talk) { return talk->ours() == nullptr || names_host(*talk); });
}

// Where the host is known by its address alone no conversation can name it.
Fact sni_required(const Evidence& evidence) {
  Question question;
  question.asks = {"no-sni", "legacy-no-sni"};
  question.certain = false;
  question.shows = [](const Talk& talk) {
    return talk.version() >= wire::kTls10 && !names_host(talk);
  };
  question.tells = [&evidence](const Talk& talk) {
    return plain_names_host(evidence) && !names_host(talk) &&
           offers_what_plain_used(evidence, talk);
  };
  return required_unless(conclude(evidence, question));
}

Fact unknown_sni_accepted(const Evidence& evidence) {
  constexpr std::string_view kProbe = "unknown-sni";
  Question question;
  question.asks = {kProbe};
  question.certain = false;
  question.shows = [kProbe](const Talk& talk) {
    return (talk.is(kProbe) || talk.is("unknown-sni-alpn")) && names_host(talk);
  };
  question.tells = [&evidence](const Talk& talk) {
    return names_host(talk) && offers_what_plain_used(evidence, talk);
  };
  return conclude(evidence, question);
}

// ---- certificate_depends_on_sni
// -------------------------------------------------------------------

// The leaves of one key algorithm, under the host's name and otherwise.
struct Leaves {
  std::set<std::string_view> named;      // DER
  std::set<std::string_view> otherwise;  // without a name, or under another
  const Talk* other = nullptr;           // the first that is not named; the first that differs
  bool differs = false;
};

std::map<std::string_view, Leaves> leaves_of(const Evidence& evidence) {
  std::map<std::string_view, Leaves> leaves;
  for (const Talk& talk : evidence.talks()) {
    if (talk.presented_certificate() && names_mx_host(evidence, talk))
      leaves[leaf_of(talk).public_key.algorithm].named.insert(talk.tls()->certificates.front());
  }
  for (const Talk& talk : evidence.talks()) {
    // An SSL 3.0 sender has no way to name anybody; it may get what is kept for such.
    if (!talk.presented_certificate() || names_mx_host(evidence, talk) ||
        talk.version() < wire::kTls10)
      continue;
    Leaves& found = leaves[leaf_of(talk).public_key.algorithm];
    const std::string& der = talk.tls()->certificates.front();
    found.otherwise.insert(der);
    const bool differs = found.named.count(der) == 0;
    if (found.other == nullptr || (differs && !found.differs)) found.other = &talk;
    found.differs = found.differs || differs;
  }
  return leaves;
}

std::vector<std::string> fingerprints(const Leaves& leaves) {
  std::vector<std::string> list;
  for (const std::string_view der : leaves.named) list.push_back(base::hex(base::sha256(der)));
  for (const std::string_view der : leaves.otherwise) {
    if (leaves.named.count(der) == 0) list.push_back(base::hex(base::sha256(der)));
  }
  return list;
}

Fact not_compared(const Evidence& evidence) {
  for (const std::string_view probe :
       {"no-sni", "unknown-sni", "unknown-sni-alpn", "domain-sni", "tls12-no-ems-no-sni"}) {
    const auto& plays = evidence.plays_of(probe);
    if (!plays.empty()) return unknown(Doubt::not_measured, *plays.front());
  }
  return unknown(Doubt::not_asked);
}

Fact certificate_depends_on_sni(const Evidence& evidence) {
  const Leaves* best = nullptr;
  const auto leaves = leaves_of(evidence);
  for (const auto& [algorithm, found] : leaves) {
    if (found.named.empty() || found.other == nullptr) continue;
    if (best == nullptr || (found.differs && !best->differs)) best = &found;
  }
  if (best == nullptr) return not_compared(evidence);
  const Talk& other = *best->other;
  if (evidence.farm()) return unknown(Doubt::farm, other);
  // Under the same name the server shows more than one: the name is not what it depends on.
  if (best->named.size() > 1) return unknown(Doubt::contradiction, other);
  if (!evidence.is_controlled(other)) return unknown(Doubt::no_control, other);
  const std::string& name = other.ours()->server_name;
  const std::string asked = name.empty() ? "without server_name" : "server_name " + name;
  Fact fact = best->differs ? yes(other, asked + ": another certificate")
                            : no(other, asked + ": the same certificate");
  fact.list = fingerprints(*best);
  return fact;
}

}  // namespace

std::span<const NamedFact> server_name_facts() {
  static constexpr NamedFact kFacts[] = {
      {"sni_required", sni_required},
      {"unknown_sni_accepted", unknown_sni_accepted},
      {"certificate_depends_on_sni", certificate_depends_on_sni},
  };
  return kFacts;
}

}  // namespace facts
