// SPDX-License-Identifier: GPL-3.0-or-later
//
// The verdict: safe to enforce, not yet, or could not tell.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "report/subject.hpp"
#include "report/words.hpp"

namespace report {
namespace {

constexpr std::size_t kMostReasons = 5;

// What is not possible is no reason against it, unless it is published all the same.
bool decides(const Enforcement& way) {
  if (way.id == "requiretls") return false;
  return way.possible || way.in_force;
}

struct Losses {
  std::set<std::string> servers;
  std::set<std::string> senders;
};
Losses losses_of(const std::vector<Enforced>& enforced) {
  Losses losses;
  for (const Enforced& way : enforced) {
    if (!decides(way.enforcement)) continue;
    losses.servers.insert(way.servers_failing.begin(), way.servers_failing.end());
    losses.senders.insert(way.enforcement.failing.begin(), way.enforcement.failing.end());
  }
  return losses;
}

// ": 2 of 3 servers and 4 of 27 kinds of sender would fail"
std::string losses_text(const Domain& domain, const Losses& losses, bool now) {
  std::size_t servers = 0;
  for (const Host& host : domain.hosts) servers += host.servers.size();
  const std::string of_servers =
      fmt::format("{} of {}", losses.servers.size(), counted(servers, "server"));
  const std::string of_senders =
      fmt::format("{} of {} kinds of sender", losses.senders.size(), domain.senders.size());
  if (!losses.senders.empty() && !losses.servers.empty())
    return fmt::format(": {} and {} {}fail", of_servers, of_senders, now ? "" : "would ");
  if (!losses.senders.empty()) return fmt::format(": {} {}fail", of_senders, now ? "" : "would ");
  if (losses.servers.empty()) return {};
  return fmt::format(": {} would fail; mail goes to the others", of_servers);
}

// What is in force already is no plan.
bool loses_now(const Domain& domain) {
  return std::any_of(domain.enforcement.begin(), domain.enforcement.end(),
                     [](const Enforcement& way) {
                       return way.id != "requiretls" && way.in_force && !way.failing.empty();
                     });
}

std::string safe_text(const Domain& domain) {
  std::size_t senders = 0;
  for (const Enforcement& way : domain.enforcement) senders = std::max(senders, way.senders);
  if (senders == 0) return "safe: TLS works";
  return fmt::format("safe: all {} kinds of sender that can insist on TLS deliver", senders);
}

// Where no mail goes there is nothing to enforce.
bool without_servers(Domain& domain) {
  const bool any = std::any_of(domain.hosts.begin(), domain.hosts.end(),
                               [](const Host& host) { return !host.servers.empty(); });
  if (any) return false;
  domain.readiness = Readiness::unknown;
  if (domain.mx_status == "null_mx") {
    domain.headline = "nothing to enforce: the domain takes no mail (null MX, RFC 7505)";
  } else if (domain.mx_status == "unknown") {
    domain.headline = "could not tell: the MX lookup failed";
  } else if (domain.mx_status == "nxdomain") {
    domain.headline = "there is no such domain";
  } else {
    domain.headline = "could not tell: no mail server was found";
  }
  for (const Host& host : domain.hosts)
    domain.reasons.push_back(fmt::format("{}: {}.", host.name, host.problem));
  return true;
}

void add_reason(Domain& domain, std::string reason) {
  if (!reason.empty() && reason.back() != '.') reason += '.';
  const auto is_said = [&reason](const std::string& said) {
    return said.find(reason) != std::string::npos;
  };
  const bool new_one = std::none_of(domain.reasons.begin(), domain.reasons.end(), is_said);
  if (new_one && domain.reasons.size() < kMostReasons) domain.reasons.push_back(std::move(reason));
}

// "mx.example.org/192.0.2.1:25: no TLSA record is of its certificates"
std::string reason_of(const Finding& finding) {
  if (finding.places.empty()) return finding.title;
  const Finding::Place& place = finding.places.front();
  return fmt::format("{}: {}", place.where, place.seen.empty() ? finding.title : place.seen);
}

// What keeps us from telling: servers that took no part, and questions that were left out.
void add_doubts(Domain& domain) {
  for (const Finding& finding : domain.findings) {
    if (finding.severity == Severity::doubt && finding.level.empty() && !finding.places.empty())
      add_reason(domain, fmt::format("{}: {}", finding.places.front().where, finding.title));
  }
  for (const Host& host : domain.hosts) {
    for (const Server& server : host.servers) {
      if (server.cut_short == "dirty_closes")
        return add_reason(domain,
                          "Questions whose answer is a failed handshake in the server's log were "
                          "left out; if the servers are yours, ask them with --authorized");
    }
  }
}

void add_reasons(Domain& domain) {
  if (domain.readiness == Readiness::not_yet) {
    std::set<std::string> said;  // places: the first finding at each is the worst
    for (const Finding& finding : domain.findings) {
      if (!finding.blocks && !(domain.enforcement.empty() && finding.severity == Severity::fail))
        continue;
      const std::string where = finding.places.empty() ? finding.id : finding.places.front().where;
      if (said.insert(where).second) add_reason(domain, reason_of(finding));
    }
  }
  if (domain.readiness == Readiness::unknown) add_doubts(domain);
  for (const Enforcement& way : domain.enforcement) {
    if (!decides(way) || way.readiness != domain.readiness || way.why.empty()) continue;
    const bool doubt = domain.readiness == Readiness::unknown;  // often the same for all
    if (doubt && way.why.find(kNotMeasured) != std::string::npos) continue;  // said already
    add_reason(domain, doubt ? way.why : fmt::format("{}: {}", way.name, way.why));
  }
}

// Of the ports where users hand in mail: no sender's verdict, the findings alone.
Readiness by_findings(const Domain& domain) {
  Readiness readiness = Readiness::safe;
  for (const Finding& finding : domain.findings) {
    if (finding.severity == Severity::fail) return Readiness::not_yet;
    if (finding.severity == Severity::doubt && finding.level.empty())
      readiness = Readiness::unknown;
  }
  return readiness;
}

Readiness by_enforcement(const Domain& domain) {
  Readiness readiness = Readiness::safe;
  for (const Enforcement& way : domain.enforcement) {
    if (!decides(way)) continue;
    if (way.readiness == Readiness::not_yet) return Readiness::not_yet;
    if (way.readiness == Readiness::unknown) readiness = Readiness::unknown;
  }
  return readiness;
}

}  // namespace

void conclude(Domain& domain, const std::vector<Enforced>& enforced) {
  if (without_servers(domain)) return;
  domain.readiness = enforced.empty() ? by_findings(domain) : by_enforcement(domain);
  add_reasons(domain);
  switch (domain.readiness) {
    case Readiness::safe:
      domain.headline = safe_text(domain);
      break;
    case Readiness::not_yet:
      domain.headline = (loses_now(domain) ? "mail is being lost now" : "not yet") +
                        losses_text(domain, losses_of(enforced), loses_now(domain));
      break;
    case Readiness::unknown:
      domain.headline = "could not tell, for what stands below";
      break;
  }
}

}  // namespace report
