// SPDX-License-Identifier: GPL-3.0-or-later
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <optional>

#include <fmt/core.h>
#include <signal.h>
#include <unistd.h>

#include "checks/judge.hpp"
#include "cli/audit_output.hpp"
#include "cli/audit_progress.hpp"
#include "cli/endpoint_option.hpp"
#include "cli/options.hpp"
#include "cli/set_up.hpp"
#include "facts/domain.hpp"
#include "net/signal.hpp"
#include "outcome/merge.hpp"
#include "report/expectation.hpp"
#include "scan/audit_run.hpp"
#include "scan/domain_name.hpp"

namespace cli {
namespace {

// Conversations a second with one address, where nothing else is said: somebody waits for the
// answer, and twenty-five in half a minute is what a busy sender does.
constexpr double kPerAddress = 1;
// With one that is ours, and how many at once: Exim takes twenty connections in all as it comes,
// and counts those that have just ended; a host has two addresses.
constexpr double kPerOwnAddress = 4;
constexpr std::size_t kAtOnce = 4;
// For the MTA-STS policy. Senders wait for up to a minute (RFC 8461 section 3.3); who waits for an
// audit wants to hear that it takes so long.
constexpr base::Milliseconds kPolicyLimit{20'000};

// ---- What the command line names ----------------------------------------------------------------

std::optional<scan::Target> host_target(const AuditOptions& options, const std::string& text) {
  const auto host = parse_host(text);
  if (!host || (host->port != 0 && host->port != options.common.port)) {
    complain(
        fmt::format("{}: HOST or ADDRESS is wanted with --host, and the port as --port", text));
    return std::nullopt;
  }
  scan::Target target{text, host->host, 0, true};
  if (base::IpAddress::parse(host->host)) return target;
  const auto name = scan::to_domain_name(host->host);
  if (!name) {
    complain(fmt::format("{}: {}", text, name.error().message));
    return std::nullopt;
  }
  target.domain = *name;
  return target;
}

std::optional<scan::Target> domain_target(const std::string& text) {
  const auto name = scan::to_domain_name(text);
  if (name) return scan::Target{text, *name, 0, false};
  complain(fmt::format("{}: {}; a mail server is named with --host", text, name.error().message));
  return std::nullopt;
}

// nullopt, with a message: some of it cannot be meant.
std::optional<std::vector<scan::Target>> targets_of(const AuditOptions& options) {
  std::vector<scan::Target> targets;
  if (options.targets.size() > scan::AuditRun::kMostTargets) {
    complain(fmt::format("at most {} targets; a list is for waxseal scan --tier audit",
                         scan::AuditRun::kMostTargets));
    return std::nullopt;
  }
  for (const std::string& text : options.targets) {
    auto target = options.is_host ? host_target(options, text) : domain_target(text);
    if (!target) return std::nullopt;
    targets.push_back(std::move(*target));
  }
  return targets;
}

// An address of this machine that is named is meant.
void permit_named_loopback(const std::vector<scan::Target>& targets, CommonOptions& common) {
  if (!common.allow_private.empty()) return;
  for (const scan::Target& target : targets) {
    const auto address = base::IpAddress::parse(target.domain);
    if (address && address->is_loopback())
      common.allow_private += (common.allow_private.empty() ? "" : ",") + address->to_string();
  }
}

// ---- The parts of a run -------------------------------------------------------------------------

struct Preparation {
  net::Loop loop;
  std::vector<scan::Target> targets;
  std::optional<scan::Settings> settings;
  std::optional<report::Expectation> expectation;
  std::optional<plan::Planner> planner;
  std::vector<model::Sender> senders;
  std::unique_ptr<net::Resolver> resolver;
  bool resolver_trusted = false;  // its AD flag
  std::unique_ptr<session::CertificateVerifier> verifier;
};

std::optional<scan::Settings> audit_settings(const AuditOptions& options,
                                             const CommonOptions& common, ExitCode& code) {
  auto settings = make_settings(common, code);
  if (!settings) return std::nullopt;
  settings->policy_records = true;
  settings->fetch_policies = !options.is_host;
  settings->policy_limit = kPolicyLimit;
  settings->user_agent = "waxseal/" WAXSEAL_VERSION;
  settings->caa_records = true;
  settings->impatient = true;
  settings->rates.per_address = common.authorized ? kPerOwnAddress : kPerAddress;
  settings->conversations_at_once = kAtOnce;
  if (options.per_address >= 0) settings->rates.per_address = options.per_address;
  return settings;
}

bool read_expectation(const AuditOptions& options, Preparation& run, ExitCode& code) {
  if (options.expect_file.empty()) return true;
  const auto text = read_file(options.expect_file);
  if (!text) {
    code = ExitCode(fail(kNoInput, options.expect_file + ": cannot be read"));
    return false;
  }
  auto expectation = report::read_expectation(*text, options.expect_file, run.senders);
  if (!expectation) {
    code = ExitCode(fail(kBadInput, expectation.error().message));
    return false;
  }
  run.expectation = std::move(*expectation);
  return true;
}

// Before anybody is asked anything, so that no audit is lost for want of a folder.
bool can_write(const std::string& name, ExitCode& code) {
  if (name.empty() || name == "-" || std::ofstream(name, std::ios::app)) return true;
  code = ExitCode(fail(kOutputFailed, fmt::format("{}: {}", name, std::strerror(errno))));
  return false;
}

// Whether its AD flag means anything: the root is signed, and so is what is not there.
bool validates(net::Loop& loop, net::Resolver& resolver) {
  bool authenticated = false;
  resolver.lookup(".", net::RecordType::txt, [&](const net::DnsAnswer& answer) {
    authenticated = answer.authenticated;
    loop.stop();
  });
  loop.run();
  return authenticated;
}

bool prepare(const AuditOptions& options, Preparation& run, ExitCode& code) {
  auto targets = targets_of(options);
  code = kUsage;
  if (!targets) return false;
  run.targets = std::move(*targets);
  CommonOptions common = options.common;
  permit_named_loopback(run.targets, common);
  if (!can_write(options.output_file, code) || !can_write(options.lines_file, code)) return false;
  run.settings = audit_settings(options, common, code);
  if (!run.settings) return false;
  auto senders = all_senders(options.sender_files, code);
  if (!senders) return false;
  run.senders = std::move(*senders);
  if (!read_expectation(options, run, code)) return false;
  plan::PlanOptions wanted{model::Tier::audit, options.enumerate, common.authorized};
  wanted.impatient = true;
  auto planner = make_planner(wanted, code);
  if (!planner) return false;
  run.planner.emplace(std::move(*planner));
  run.resolver = make_resolver(run.loop, common, code);
  if (run.resolver == nullptr) return false;
  run.verifier = make_verifier(common, code);
  if (run.verifier == nullptr) return false;
  run.resolver_trusted =
      options.trust_ad || (run.resolver->is_local() && validates(run.loop, *run.resolver));
  return true;
}

AuditProgress::Kind progress_kind(const AuditOptions& options) {
  if (options.quiet) return AuditProgress::Kind::quiet;
  const char* terminal = std::getenv("TERM");
  const bool dumb = terminal == nullptr || std::string_view(terminal) == "dumb";
  return isatty(STDERR_FILENO) != 0 && !dumb ? AuditProgress::Kind::terminal
                                             : AuditProgress::Kind::lines;
}

// SIGINT lets the conversations under way end, a second one breaks them off.
scan::Audited look(Preparation& run, AuditProgress& progress, bool& interrupted) {
  scan::Audited found;
  const scan::VisitPlan plan = judged(visit_plan(*run.planner));
  scan::AuditRun audit({run.loop, *run.resolver, *run.verifier}, *run.settings, plan, run.targets,
                       progress, [&](scan::Audited all) {
                         found = std::move(all);
                         run.loop.stop();
                       });
  const auto interrupt = [&audit, &interrupted] { audit.stop(std::exchange(interrupted, true)); };
  net::Signal on_interrupt(run.loop, SIGINT, interrupt);
  net::Signal on_terminate(run.loop, SIGTERM, interrupt);
  run.loop.run();
  progress.end();
  return found;
}

report::Material judged_material(scan::Audited found, const std::vector<model::Sender>& senders) {
  report::Material material{std::move(found.domains), std::move(found.endpoints), senders};
  for (model::DomainRecord& domain : material.domains) {
    outcome::conclude(domain);
    domain.facts = facts::facts_of(domain);
    domain.verdicts = checks::judge_of(checks::Subject::domain).judge(domain.facts, 0);
  }
  return material;
}

report::Audit about(const AuditOptions& options, const Preparation& run, base::WallTime started,
                    bool interrupted) {
  report::Audit audit;
  audit.version = WAXSEAL_VERSION;
  audit.run_id = run.settings->run_id;
  audit.started = started;
  audit.duration = std::chrono::duration_cast<base::Milliseconds>(run.loop.wall_now() - started);
  audit.client_name = run.settings->client_name;
  for (const std::string& server : run.resolver->nameservers())
    audit.resolver += (audit.resolver.empty() ? "" : ", ") + server;
  audit.resolver_trusted = run.resolver_trusted;
  audit.authorized = options.common.authorized;
  audit.interrupted = interrupted;
  return audit;
}

// 14 digits of the time: an id of RFC 8461 section 3.1.
std::string policy_id(base::WallTime now) {
  std::string id;
  for (const char c : base::rfc3339(now).substr(0, 19)) {
    if (c >= '0' && c <= '9') id += c;
  }
  return id;
}

// ---- What is left behind ------------------------------------------------------------------------

int write(const std::string& name, const std::string& text) {
  if (name == "-") return print(text);
  std::ofstream file(name, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  return file ? kSuccess : fail(kOutputFailed, name + ": cannot be written");
}

bool colour_on(int file) {
  const char* no = std::getenv("NO_COLOR");  // https://no-color.org: present and not empty
  return isatty(file) != 0 && (no == nullptr || *no == '\0');
}

// On standard error, so that the report stays what it is.
int compare_expectation(const AuditOptions& options, const report::Expectation& expectation,
                        const report::Material& material, const report::Audit& audit) {
  int code = kSuccess;
  for (std::size_t i = 0; i < audit.domains.size(); ++i) {
    const auto comparisons =
        report::compare(expectation, observed(audit.domains[i], material.domains[i], material));
    const std::string title =
        fmt::format("the expectations of {} for {}", options.expect_file, audit.domains[i].domain);
    const bool colour = colour_on(STDERR_FILENO);
    say("\n" + report::expectation_text(title, comparisons, {colour}));
    code = worse_exit(code, expectation_exit(report::counts_of(comparisons)));
  }
  return code;
}

int report_and_exit(const AuditOptions& options, const Preparation& run,
                    const report::Material& material, const report::Audit& audit) {
  if (!options.lines_file.empty()) {
    const int written = write(options.lines_file, audit_lines(material, audit.run_id));
    if (written != kSuccess) return written;
  }
  const int written = write(
      options.output_file,
      audit_text(audit, options.format, options.output_file == "-" && colour_on(STDOUT_FILENO)));
  if (written != kSuccess) return written;
  if (audit.interrupted) return kInterrupted;
  int code = audit_exit(audit, fail_on(options.fail_on));
  if (run.expectation)
    code = worse_exit(code, compare_expectation(options, *run.expectation, material, audit));
  return code;
}

}  // namespace

int audit_command(const AuditOptions& options) {
  ExitCode code = kSuccess;
  Preparation run;
  if (!prepare(options, run, code)) return code;
  AuditProgress progress(run.loop, progress_kind(options), run.settings->connect_limit, say);
  const base::WallTime started = run.loop.wall_now();
  bool interrupted = false;
  scan::Audited found = look(run, progress, interrupted);
  const report::Material material = judged_material(std::move(found), run.senders);
  const report::Audit audit =
      report::assemble(about(options, run, started, interrupted), material, policy_id(started));
  return report_and_exit(options, run, material, audit);
}

}  // namespace cli
