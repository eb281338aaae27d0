// SPDX-License-Identifier: GPL-3.0-or-later
//
// What an audit leaves: the report in the wanted format, the lines behind it, and the exit code.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "report/assemble.hpp"
#include "report/audit.hpp"
#include "report/expectation.hpp"

namespace cli {

// "text", "json", "html", "sarif", "junit"; `colour` matters to text alone.
std::string audit_text(const report::Audit& audit, std::string_view format, bool colour);

// As a scan would have written them: certificates, endpoints, domains.
std::string audit_lines(const report::Material& material, const std::string& run_id);

// A domain of the audit and the records behind it.
report::Observed observed(const report::Domain& domain, const model::DomainRecord& record,
                          const report::Material& material);

// What counts as a failure: nothing; a verdict that is not "safe"; a check that fails too; or
// warns.
enum class FailOn : std::uint8_t { never, verdict, fail, warn };
// "verdict" for any other word.
FailOn fail_on(std::string_view word);

// 0: nothing that counts; 1: something does; 2: whether something does could not be told.
int audit_exit(const report::Audit& audit, FailOn fail_on);
int expectation_exit(const report::MetCounts& met);
// 1 before 2 before 0.
int worse_exit(int one, int other);

}  // namespace cli
