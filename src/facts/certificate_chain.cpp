// SPDX-License-Identifier: GPL-3.0-or-later
#include "facts/certificate_chain.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "facts/question.hpp"
#include "wire/tls_messages.hpp"

namespace facts {
namespace {

using model::Doubt;
using model::Fact;
using wire::CertificateFacts;

std::string canonical(std::string_view name) {
  std::string text;
  for (const char c : name) {
    if (c != ' ' || (!text.empty() && text.back() != ' ')) text += base::to_lower(c);
  }
  return text;
}

Fact no_chain(const Evidence& evidence) {
  const auto& talks = evidence.talks();
  const auto anonymous = std::find_if(talks.begin(), talks.end(), [&](const Talk& talk) {
    return evidence.is_base(talk) && talk.old_answer() != nullptr &&
           wire::is_anonymous(talk.old_answer()->cipher_suite);
  });
  if (anonymous != talks.end()) return unknown(Doubt::not_applicable);
  return talks.empty() ? unknown(Doubt::not_asked) : unknown(Doubt::not_measured, talks.front());
}

}  // namespace

Fact of_chain(const Evidence& evidence, const std::function<Fact(const Chain&)>& judge) {
  const Evidence::Talks& chains = evidence.chains();
  if (chains.empty()) return no_chain(evidence);
  Fact fact = judge({chains.front(), chains.front()->certificates()});
  for (const Talk* talk : chains) {
    if (talk == chains.front()) continue;
    if (judge({talk, talk->certificates()}).value != fact.value) return unknown(Doubt::farm, *talk);
  }
  return fact;
}

std::vector<const CertificateFacts*> path_of(const std::vector<CertificateFacts>& certificates) {
  std::vector<const CertificateFacts*> path{&certificates.front()};
  while (!path.back()->self_issued) {
    const auto issuer = std::find_if(
        certificates.begin(), certificates.end(), [&path](const CertificateFacts& candidate) {
          return same_name(candidate.subject_dn, path.back()->issuer_dn) &&
                 std::find(path.begin(), path.end(), &candidate) == path.end();
        });
    if (issuer == certificates.end()) break;
    path.push_back(&*issuer);
  }
  return path;
}

std::vector<const CertificateFacts*> path_without_root(
    const std::vector<CertificateFacts>& certificates) {
  std::vector<const CertificateFacts*> path = path_of(certificates);
  if (path.size() > 1 && path.back()->self_issued) path.pop_back();
  return path;
}

bool is_self_signed(const std::vector<CertificateFacts>& certificates) {
  const CertificateFacts& leaf = certificates.front();
  return leaf.self_issued &&
         std::none_of(certificates.begin() + 1, certificates.end(),
                      [&leaf](const CertificateFacts& other) {
                        return same_name(other.subject_dn, leaf.issuer_dn) &&
                               other.subject_public_key_info != leaf.subject_public_key_info;
                      });
}

bool is_any_malformed(const std::vector<CertificateFacts>& certificates) {
  return std::any_of(certificates.begin(), certificates.end(),
                     [](const CertificateFacts& certificate) { return certificate.malformed; });
}

bool same_name(std::string_view a, std::string_view b) {
  return a == b || canonical(a) == canonical(b);
}

}  // namespace facts
