// SPDX-License-Identifier: GPL-3.0-or-later
//
// One domain of an audit, as the parts that assemble it see it.
#pragma once

#include <string>
#include <vector>

#include "model/records.hpp"
#include "model/sender.hpp"
#include "policy/dane.hpp"
#include "policy/mta_sts.hpp"
#include "policy/records.hpp"
#include "policy/view.hpp"
#include "report/audit.hpp"
#include "senders/verdicts.hpp"

namespace report {

// Refers to the material, which must outlive it.
struct Subject {
  const model::DomainRecord& record;
  policy::View view;
  senders::DomainView mail;
  const std::vector<model::Sender>& senders;
  policy::DaneOfDomain dane;
  policy::MtaStsOfDomain mta_sts;
  policy::TlsrptOfDomain tlsrpt;
  policy::RequireTlsOfDomain requiretls;
  // By preference; without those that were not looked at.
  std::vector<const model::EndpointRecord*> endpoints;
  bool serves_mail_exchange = true;  // false: ports where users hand in mail
};

// A port where mail for everybody arrives, as opposed to that of the server's own users.
bool is_mail_exchange(std::uint16_t port);

// ---- The parts of a report::Domain
// ---------------------------------------------------------------

std::vector<Host> hosts_of(const Subject& subject);

// Why mail of one sender would not arrive, or whether that is not known, under one enforcement.
struct Obstacle {
  std::string sender;           // id
  bool certain = true;          // false: not known
  std::string_view property{};  // a fact; empty: none
  std::string reason{};
  std::string endpoint_id{};  // empty: of no single server
  std::string_view way{};     // id of the enforcement
};
struct Enforced {
  Enforcement enforcement;
  std::vector<Obstacle> obstacles{};
  std::vector<std::string> servers_failing{};  // endpoint ids where no such sender gets through
};
// MTA-STS, DANE, mandatory TLS, REQUIRETLS, in this order; on other ports than mail exchangers'
// none.
std::vector<Enforced> enforcement_of(const Subject& subject);

// Those that block first, then the worst first.
std::vector<Finding> findings_of(const Subject& subject, const std::vector<Enforced>& enforced);

CheckCounts counts_of(const Subject& subject);
std::vector<Advice> watch_of(const Subject& subject, const std::vector<Host>& hosts,
                             const policy::Suggestions& suggestions);

// Of an obstacle that is a server which took no part.
inline constexpr std::string_view kNotMeasured = "the server could not be measured";

// From the findings and the enforcement: the verdict, a line that says it, and the reasons.
void conclude(Domain& domain, const std::vector<Enforced>& enforced);

// Whether a sender counts for the verdict: it exists, knows TLS 1.2, as RFC 8996 wants, and asks
// for no more than RFC 9325 does. What the others do is shown all the same.
bool counts(const model::Sender& sender);

// "Postfix" of the greeting's words; empty: it is not recognized.
std::string software_of(const model::EndpointRecord& record);

}  // namespace report
