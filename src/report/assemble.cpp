// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/assemble.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "base/ip_address.hpp"
#include "report/subject.hpp"
#include "senders/verdicts.hpp"

namespace report {
namespace {

using model::EndpointRecord;

std::vector<SenderRow> rows_of(const Subject& subject) {
  if (!subject.serves_mail_exchange || subject.endpoints.empty()) return {};
  std::vector<SenderRow> rows;
  for (model::SenderVerdict& verdict : senders::verdicts_of(subject.mail, subject.senders)) {
    const model::Sender* sender = model::find_sender(subject.senders, verdict.sender);
    if (sender == nullptr) continue;
    const bool assumed = sender->confidence() == model::Confidence::assumed;
    rows.push_back({std::move(verdict), sender->name, assumed});
  }
  return rows;
}

policy::View view_of(const model::DomainRecord& record, const Material& material,
                     bool resolver_trusted) {
  policy::View view{record, resolver_trusted, {}};
  for (const model::Exchange& exchange : record.exchanges) {
    for (const std::string& id : exchange.endpoint_ids) {
      if (const EndpointRecord* found = material.endpoint(id)) view.servers.emplace(id, found);
    }
  }
  return view;
}

// What a resolver says of DNSSEC that is not trusted must not decide what senders do: whether there
// are TLSA records is then not known.
model::DomainRecord trusted(model::DomainRecord record, bool resolver_trusted) {
  if (resolver_trusted) return record;
  record.authenticated = true;
  for (model::Exchange& exchange : record.exchanges) exchange.tlsa = {};
  return record;
}

// Policies belong to a domain, and TLSA records to a name.
void suggest_for_host(Domain& domain) {
  policy::Suggestions kept;
  kept.tlsa = std::move(domain.suggestions.tlsa);
  kept.tlsa_why_not = std::move(domain.suggestions.tlsa_why_not);
  kept.tlsa_to_remove = std::move(domain.suggestions.tlsa_to_remove);
  domain.suggestions = std::move(kept);
  if (!base::IpAddress::parse(domain.domain)) return;
  domain.suggestions.tlsa.clear();
  domain.suggestions.tlsa_why_not = "TLSA records stand at a name, and an address was named.";
}

// A record of a key that is about to be changed would be the next outage.
void hold_back_tlsa(Domain& domain) {
  if (domain.dane.state == policy::DaneState::invalid || domain.suggestions.tlsa.empty()) return;
  const auto about_certificate = [](const Finding& finding) {
    return finding.blocks &&
           (finding.id.find("certificate") != std::string::npos ||
            finding.id.starts_with("rfc5280/") || finding.id.find("chain") != std::string::npos);
  };
  if (std::none_of(domain.findings.begin(), domain.findings.end(), about_certificate)) return;
  const bool any_new =
      std::any_of(domain.suggestions.tlsa.begin(), domain.suggestions.tlsa.end(),
                  [](const policy::ZoneRecord& record) { return !record.published; });
  if (any_new && domain.suggestions.tlsa_why_not.empty())
    domain.suggestions.tlsa_why_not =
        "First mend the certificates and audit again: with a new certificate there may be a new "
        "key.";
}

Subject subject_of(const model::DomainRecord& record, const Material& material,
                   bool resolver_trusted) {
  policy::View view = view_of(record, material, resolver_trusted);
  senders::DomainView mail =
      senders::view_of(trusted(record, resolver_trusted), [&view](const std::string& id) {
        const EndpointRecord* server = view.server(id);
        return server == nullptr
                   ? nullptr
                   : std::make_shared<const senders::Server>(server->facts, server->outcome);
      });
  policy::DaneOfDomain dane = policy::dane_of(view);
  policy::MtaStsOfDomain mta_sts = policy::mta_sts_of(view);
  policy::RequireTlsOfDomain requiretls = policy::requiretls_of(view, dane, mta_sts);
  policy::TlsrptOfDomain tlsrpt = policy::tlsrpt_of(view);
  Subject subject{record,
                  std::move(view),
                  std::move(mail),
                  material.senders,
                  std::move(dane),
                  std::move(mta_sts),
                  std::move(tlsrpt),
                  std::move(requiretls),
                  {},
                  true};
  for (const model::Exchange& exchange : record.exchanges) {
    for (const std::string& id : exchange.endpoint_ids) {
      const EndpointRecord* server = subject.view.server(id);
      if (server == nullptr) continue;
      subject.endpoints.push_back(server);
      subject.serves_mail_exchange = is_mail_exchange(server->endpoint.port);
    }
  }
  return subject;
}

// The worst finding at each server; what loses no mail is not the worst.
void mark_worst(Domain& domain) {
  for (Host& host : domain.hosts) {
    for (Server& server : host.servers) {
      for (const Finding& finding : domain.findings) {
        const bool here = std::any_of(
            finding.places.begin(), finding.places.end(),
            [&server](const Finding::Place& place) { return place.where == server.endpoint_id; });
        const Severity severity =
            finding.blocks ? finding.severity : std::max(finding.severity, Severity::warn);
        // What no document knows of is about the server as a whole.
        if (!here || (finding.severity == Severity::doubt && !finding.level.empty())) continue;
        server.worst = std::min(server.worst, severity);
      }
    }
  }
}

Domain domain_of(const Subject& subject, const std::string& id) {
  Domain domain;
  domain.domain = subject.record.domain;
  domain.is_host = subject.record.mx_status == "named_host";
  domain.mx_status = subject.record.mx_status;
  domain.mx_signed = subject.record.authenticated;
  domain.hosts = hosts_of(subject);
  const std::vector<Enforced> enforced = enforcement_of(subject);
  for (const Enforced& way : enforced) domain.enforcement.push_back(way.enforcement);
  domain.findings = findings_of(subject, enforced);
  mark_worst(domain);
  domain.checks = counts_of(subject);
  domain.senders = rows_of(subject);
  domain.dane = subject.dane;
  domain.mta_sts = subject.mta_sts;
  domain.tlsrpt = subject.tlsrpt;
  domain.requiretls = subject.requiretls;
  domain.caa = policy::caa_of(subject.view);
  domain.suggestions =
      policy::suggestions_of(subject.view, subject.dane, subject.mta_sts, subject.tlsrpt, id);
  if (domain.is_host || !subject.serves_mail_exchange) suggest_for_host(domain);
  hold_back_tlsa(domain);
  if (subject.endpoints.empty()) domain.suggestions = {};
  domain.watch = watch_of(subject, domain.hosts, domain.suggestions);
  conclude(domain, enforced);
  return domain;
}

}  // namespace

const EndpointRecord* Material::endpoint(const std::string& endpoint_id) const {
  const auto found =
      std::find_if(endpoints.begin(), endpoints.end(), [&endpoint_id](const EndpointRecord& one) {
        return model::endpoint_id(one.endpoint) == endpoint_id;
      });
  return found == endpoints.end() ? nullptr : &*found;
}

bool is_mail_exchange(std::uint16_t port) {
  return port != model::kSubmissionPort && port != model::kSubmissionsPort;
}

Audit assemble(Audit about, const Material& material, const std::string& id) {
  for (const model::DomainRecord& record : material.domains)
    about.domains.push_back(domain_of(subject_of(record, material, about.resolver_trusted), id));
  return about;
}

}  // namespace report
