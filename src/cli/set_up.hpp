// SPDX-License-Identifier: GPL-3.0-or-later
//
// From options to the parts of a run. Each says on stderr what is wrong and how to mend it, and
// throws nothing: the result is empty and the exit code is set.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/exit_code.hpp"
#include "cli/options.hpp"
#include "model/probe.hpp"
#include "model/sender.hpp"
#include "net/resolver.hpp"
#include "plan/planner.hpp"
#include "scan/settings.hpp"
#include "scan/visit_plan.hpp"
#include "session/certificate_verifier.hpp"

namespace cli {

// On stderr, as it is. Never fails: a scan does not end because nobody can read its messages.
void say(std::string_view text);
// "waxseal: message" on stderr.
void complain(std::string_view message);
// The same, and the code: `return fail(kBadInput, "...")`.
int fail(ExitCode code, std::string_view message);

// On standard output; the code to end with.
int print(std::string_view text);

// The whole file, "-" being standard input; nullopt when it cannot be read.
std::optional<std::string> read_file(const std::string& name);

// nullopt and `code` on failure: no usable EHLO name (unless only the loopback can be meant), a bad
// source address.
std::optional<scan::Settings> make_settings(const CommonOptions& options, ExitCode& code);
// `in_flight`: lookups under way at once, each of which is an open socket. Both that and the pace
// are shared with as many others as `shares` says.
std::unique_ptr<net::Resolver> make_resolver(net::Loop& loop, const CommonOptions& options,
                                             ExitCode& code, unsigned in_flight = 500,
                                             unsigned shares = 1);
// The system's roots, or those of --ca-file.
std::unique_ptr<session::CertificateVerifier> make_verifier(const CommonOptions& options,
                                                            ExitCode& code);
// The probes that are built in.
std::optional<std::vector<model::Probe>> builtin_probes(ExitCode& code);
// The senders that are built in, and behind them those of the user's files.
std::optional<std::vector<model::Sender>> all_senders(const std::vector<std::string>& files,
                                                      ExitCode& code);
// What a tier asks, of the probes that are built in.
std::optional<plan::Planner> make_planner(const plan::PlanOptions& options, ExitCode& code);
// As scan wants it; refers to `planner`.
scan::VisitPlan visit_plan(const plan::Planner& planner);
// The same, and the checks' verdicts in the record of a visit that is over.
scan::VisitPlan judged(scan::VisitPlan plan);
// "standard" -> Tier::standard; survey for any other word.
model::Tier tier_of(std::string_view name);
const model::Probe* find_probe(const std::vector<model::Probe>& probes, std::string_view id);

// As many open files as the system allows; a scan needs one for each conversation. Returns the
// limit.
std::size_t raise_open_file_limit();

}  // namespace cli
