// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/audit_output.hpp"

#include <algorithm>
#include <set>

#include "cli/exit_code.hpp"
#include "model/records_json.hpp"
#include "report/formats.hpp"

namespace cli {
namespace {

bool any_finding(const report::Domain& domain, report::Severity least) {
  return std::any_of(domain.findings.begin(), domain.findings.end(),
                     [least](const report::Finding& finding) { return finding.severity <= least; });
}

int exit_of(const report::Domain& domain, FailOn fail_on) {
  if (fail_on == FailOn::never) return kSuccess;
  if (domain.readiness == report::Readiness::not_yet) return kFound;
  if (fail_on == FailOn::fail && any_finding(domain, report::Severity::fail)) return kFound;
  if (fail_on == FailOn::warn && any_finding(domain, report::Severity::warn)) return kFound;
  return domain.readiness == report::Readiness::unknown ? kNotKnown : kSuccess;
}

// Each certificate once, before the endpoint that showed it first.
void add_certificates(const model::EndpointRecord& record, const std::string& run_id,
                      std::set<std::string>& known, std::string& lines) {
  for (const model::Conversation& conversation : record.conversations) {
    if (!conversation.transcript.tls) continue;
    for (const std::string& der : conversation.transcript.tls->certificates) {
      if (!known.insert(der).second) continue;
      lines += model::certificate_line({der, model::endpoint_id(record.endpoint)}, run_id) + "\n";
    }
  }
}

}  // namespace

std::string audit_text(const report::Audit& audit, std::string_view format, bool colour) {
  if (format == "json") return report::json_of(audit);
  if (format == "html") return report::html_of(audit);
  if (format == "sarif") return report::sarif_of(audit);
  if (format == "junit") return report::junit_of(audit);
  return report::text_of(audit, {colour});
}

std::string audit_lines(const report::Material& material, const std::string& run_id) {
  std::string lines;
  std::set<std::string> certificates;
  for (const model::EndpointRecord& record : material.endpoints) {
    add_certificates(record, run_id, certificates, lines);
    lines += model::endpoint_line(record, run_id) + "\n";
  }
  for (const model::DomainRecord& record : material.domains)
    lines += model::domain_line(record, run_id) + "\n";
  return lines;
}

report::Observed observed(const report::Domain& domain, const model::DomainRecord& record,
                          const report::Material& material) {
  report::Observed observed{domain, record, {}};
  for (const model::Exchange& exchange : record.exchanges) {
    for (const std::string& id : exchange.endpoint_ids) {
      if (const model::EndpointRecord* found = material.endpoint(id))
        observed.servers.push_back(found);
    }
  }
  return observed;
}

FailOn fail_on(std::string_view word) {
  if (word == "never") return FailOn::never;
  if (word == "fail") return FailOn::fail;
  return word == "warn" ? FailOn::warn : FailOn::verdict;
}

int worse_exit(int one, int other) {
  const auto rank = [](int code) { return code == kFound ? 2 : code == kNotKnown ? 1 : 0; };
  return rank(one) >= rank(other) ? one : other;
}

int expectation_exit(const report::MetCounts& met) {
  if (met.no > 0) return kFound;
  return met.unknown > 0 ? kNotKnown : kSuccess;
}

int audit_exit(const report::Audit& audit, FailOn fail_on) {
  int code = kSuccess;
  for (const report::Domain& domain : audit.domains)
    code = worse_exit(code, exit_of(domain, fail_on));
  return code;
}

}  // namespace cli
