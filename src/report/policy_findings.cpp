// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/policy_findings.hpp"

#include <fmt/format.h>

namespace report {
namespace {

using policy::DaneState;

// What the checks cannot say, because it takes DNS and a server's certificates together: the
// records of a host are of other certificates than its servers show.
std::vector<PolicyFinding> dane_findings(const Subject& subject) {
  PolicyFinding invalid;
  invalid.facts = {"tlsa_published", "certificate_digests"};
  Finding& finding = invalid.finding;
  finding.id = "dane.invalid";
  finding.level = "must";
  finding.severity = Severity::fail;
  finding.blocks = true;
  finding.title =
      "The TLSA records of an MX host do not fit what its server shows: senders that follow DANE "
      "deliver nothing to it.";
  finding.remedies = {
      {{},
       "Publish the TLSA records that are listed under what to publish, and leave those that fit "
       "where they are."},
      {{},
       "Or give the server the key back that the records are of. At the next change of a key: "
       "publish the record of the new key beside the old one, wait for two TTLs, change the key, "
       "and take the old record away when all is well."},
  };
  finding.sources = {
      {"RFC 7672", "8.1",
       "Each SMTP server MUST present a certificate chain that matches at least one of the TLSA "
       "records."},
      {"RFC 7671", "8.1", "Records of the new key are published before the key is used."}};
  for (const policy::DaneAtHost& host : subject.dane.hosts) {
    if (host.state != DaneState::invalid) continue;
    bool any = false;
    for (const policy::DaneAtServer& server : host.servers) {
      if (server.match.dane != facts::Dane::fails) continue;
      finding.places.push_back({server.endpoint_id, server.match.why});
      any = true;
    }
    if (!any) finding.places.push_back({host.mx_host, host.why});
  }
  if (finding.places.empty()) return {};
  return {std::move(invalid)};
}

// What stands in the way of a policy that is in force; without one it is an enforcement's reason.
std::vector<PolicyFinding> mta_sts_findings(const Subject& subject) {
  if (subject.mta_sts.state != policy::MtaStsState::enforce &&
      subject.mta_sts.state != policy::MtaStsState::testing)
    return {};
  const bool enforced = subject.mta_sts.state == policy::MtaStsState::enforce;
  PolicyFinding unfit;
  Finding& finding = unfit.finding;
  finding.id = std::string(kDoesNotFit);
  finding.level = "must";
  finding.severity = enforced ? Severity::fail : Severity::warn;
  finding.blocks = true;
  finding.title = enforced ? "A server does not fit the MTA-STS policy that is in force: senders "
                             "that follow it deliver nothing to it."
                           : "A server does not fit the MTA-STS policy that is being tested: with "
                             "mode enforce senders would deliver nothing to it.";
  finding.sources = {{"RFC 8461", "4.1", "The MX host must match an mx pattern of the policy."},
                     {"RFC 8461", "4.2",
                      "The certificate must have a path to a trusted root, not have expired, and "
                      "name the MX host in subjectAltName."}};
  finding.remedies = {{{},
                       "Mend the server as the other findings say; until then publish the policy "
                       "with mode testing, and a new id in the TXT record."}};
  for (const policy::MtaStsAtHost& host : subject.mta_sts.hosts) {
    for (const policy::MtaStsAtServer& server : host.servers) {
      if (server.fits != model::Answer::no) continue;
      finding.places.push_back({server.endpoint_id, server.why});
      if (!server.property.empty()) unfit.facts.push_back(server.property);
    }
  }
  if (finding.places.empty()) return {};
  return {std::move(unfit)};
}

}  // namespace

std::vector<PolicyFinding> policy_findings_of(const Subject& subject) {
  std::vector<PolicyFinding> all = dane_findings(subject);
  for (PolicyFinding& found : mta_sts_findings(subject)) all.push_back(std::move(found));
  return all;
}

}  // namespace report
