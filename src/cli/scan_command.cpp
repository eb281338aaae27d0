// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>

#include <fmt/core.h>
#include <signal.h>
#include <unistd.h>

#include "base/bytes.hpp"
#include "base/random.hpp"
#include "checks/judge.hpp"
#include "cli/attendant.hpp"
#include "cli/control_set.hpp"
#include "cli/crew.hpp"
#include "cli/live_view.hpp"
#include "cli/options.hpp"
#include "cli/scan_set_up.hpp"
#include "cli/set_up.hpp"
#include "cli/summary.hpp"
#include "facts/domain.hpp"
#include "model/records_json.hpp"
#include "outcome/merge.hpp"
#include "report/text_columns.hpp"
#include "scan/scanner.hpp"

namespace cli {
namespace {

using report::shown;

constexpr std::uint64_t kBadLinesShown = 20;

// Never 0, which stands for no order of our own.
std::uint64_t random_number() {
  const std::string octets = base::random_bytes(8);
  base::ByteReader reader(octets);
  const std::uint64_t high = reader.u32();
  return (high << 32 | reader.u32()) | 1U;
}

// What went wrong in the end, worst first.
int end_of(const ScanOptions& options, const scan::Scanner& scanner, const scan::Intake& intake,
           const Output& output, const std::string& list_name, const std::string& name_servers,
           bool interrupted) {
  if (output.file->error() != 0) {
    return fail(kOutputFailed,
                options.output_file == "-"
                    ? fmt::format("standard output: {}", std::strerror(output.file->error()))
                    : fmt::format("{}: {}; what is missing can be done with --resume",
                                  options.output_file, std::strerror(output.file->error())));
  }
  if (scanner.name_servers_are_lost()) {
    return fail(
        kNoResolver,
        fmt::format("no name server answers ({}); what is missing can be done with --resume",
                    name_servers));
  }
  if (const std::string proxy = scanner.smtp_proxy(); !proxy.empty()) {
    complain(
        fmt::format("every server greets as \"{}\": something on our way out speaks SMTP in "
                    "their place, and what was found is about that",
                    shown(proxy)));
  }
  if (scanner.port_is_blocked()) {
    return fail(kPortBlocked,
                fmt::format("nobody answers on port {}: no connection stood, and {} networks were "
                            "silent. Most networks close port 25 on the way out; ask yours to open "
                            "it, or scan from one that may send mail. No lines were written. "
                            "(waxseal explain connect.port_25_blocked)",
                            options.common.port, scan::Vantage::kLeast));
  }
  if (!intake.error().empty())
    return fail(kNoInput, fmt::format("{}: not read to its end: {}", list_name, intake.error()));
  return interrupted ? kInterrupted : kSuccess;
}

std::string join(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

// Under another name first: a document of an earlier run is there until this one is whole.
bool write_metadata(const std::string& name, const std::string& document) {
  if (name.empty()) return true;
  std::error_code unknown;
  if (!std::filesystem::is_regular_file(name, unknown)) {  // a pipe, a device
    std::ofstream file(name);
    return static_cast<bool>(file << document << std::flush);
  }
  const std::string beside = fmt::format("{}.new-{}", name, getpid());
  std::ofstream file(beside);
  file << document;
  file.close();
  if (file) std::filesystem::rename(beside, name, unknown);
  return file && !unknown;
}

// Everything that a run needs, in the order in which it is made.
struct Preparation {
  net::Loop loop;
  std::optional<scan::Settings> settings;
  std::optional<scan::Blocklist> blocklist;
  std::optional<plan::Planner> planner;
  std::optional<DomainList> list;
  std::unique_ptr<Crew> crew;
  std::optional<Output> output;
  std::unique_ptr<LiveView> view;
  std::uint64_t seed = 0;  // 0: the list's own order
};

// What is read, and who works. False, with a message and the code, when something is missing.
bool prepare_work(const ScanOptions& options, Preparation& run, ExitCode& code) {
  if (const std::string problem = usage_problem(options); !problem.empty()) {
    code = ExitCode(fail(kUsage, problem));
    return false;
  }
  std::size_t dns_in_flight = 0;
  run.settings = scan_settings(options, dns_in_flight, code);
  if (!run.settings) return false;
  run.blocklist = make_blocklist(options, code);
  if (!run.blocklist) return false;
  auto planner = make_planner(
      {tier_of(options.tier), options.enumerate, options.common.authorized, options.second_looks},
      code);
  if (!planner) return false;
  run.planner.emplace(std::move(*planner));
  run.list = open_list(run.loop, options, code);
  if (!run.list) return false;
  run.crew = Crew::create(run.loop, options.common, loops_of(options), dns_in_flight, code);
  if (!options.in_order) run.seed = options.seed.value_or(random_number());
  return run.crew != nullptr;
}

// Whether the port is open at all, as far as --control can tell.
bool controls_answer(const ScanOptions& options, Preparation& run, ExitCode& code) {
  if (options.controls.empty()) return true;
  const auto controls = find_controls(run.loop, options, *run.settings, code);
  if (!controls) return false;
  if (any_control_answers(run.loop, *run.settings, run.crew->verifier(), *controls)) return true;
  code = ExitCode(
      fail(kPortBlocked, fmt::format("no control server takes a connection ({} tried): our own "
                                     "network closes the port. Nothing was scanned.",
                                     controls->size())));
  return false;
}

// What is written. Nothing of anybody's is touched before all of it is in order.
bool prepare_outputs(const ScanOptions& options, Preparation& run, ExitCode& code) {
  if (const std::string clash = clashing_files(options, run.list->name); !clash.empty()) {
    code = ExitCode(fail(kUsage, clash));
    return false;
  }
  run.output = open_output(options, code);
  if (!run.output) return false;
  if (!run.output->before.run_id.empty()) run.settings->run_id = run.output->before.run_id;
  if (!options.metadata_file.empty() && !std::ofstream(options.metadata_file, std::ios::app)) {
    code = ExitCode(fail(kOutputFailed, options.metadata_file + ": cannot be written"));
    return false;
  }
  auto view = LiveView::open(run.loop, options, run.list->lines);
  if (!view) {
    code = ExitCode(fail(kOutputFailed, view.error().message));
    return false;
  }
  run.view = std::move(*view);
  return true;
}

// What a domain's line concludes. A survey did not ask what most of a domain's facts are about.
std::function<void(model::DomainRecord&)> conclude_domain(const scan::Settings& settings,
                                                          bool judges) {
  return [with_facts = settings.policy_records, judges](model::DomainRecord& domain) {
    outcome::conclude(domain);
    if (with_facts) domain.facts = facts::facts_of(domain);
    if (judges) domain.verdicts = checks::judge_of(checks::Subject::domain).judge(domain.facts, 0);
  };
}

scan::Intake::Options intake_options(const Preparation& run) {
  scan::Intake::Options how;
  how.report = [&name = run.list->name, bad_lines = std::uint64_t{0}](
                   std::size_t line, const std::string& why) mutable {
    if (++bad_lines <= kBadLinesShown)
      complain(fmt::format("{}:{}: {}; passed over", name, line, why));
    if (bad_lines == kBadLinesShown)
      complain("further bad lines are counted only; run.json and the summary have the number");
  };
  how.done = [&done = run.output->before.domains](std::string_view domain) {
    return done.contains(domain);
  };
  if (run.seed != 0) how.seed = run.seed;
  return how;
}

int play(const ScanOptions& options, Preparation& run) {
  scan::Intake intake(run.loop, *run.list->source, intake_options(run));
  Output& output = *run.output;
  model::RunRecord record =
      run_record(options, *run.settings, run.crew->resolver(), run.list->name);
  record.seed = run.seed;
  record.loops = static_cast<unsigned>(run.crew->size());
  record.started = run.loop.wall_now();
  scan::Scanner scanner(
      {run.crew->parts(), intake, *output.file, *run.blocklist, *run.settings,
       options.judge ? judged(visit_plan(*run.planner)) : visit_plan(*run.planner),
       conclude_domain(*run.settings, options.judge),
       [&file = *output.file] { return file.blocked() != 0; }},
      [&loop = run.loop] { loop.stop(); },
      {std::move(output.before.endpoints), std::move(output.before.certificates),
       output.before.counts});
  Attendant attendant(run.loop, scanner, *run.view, output);
  run.crew->start();
  scanner.start();
  run.loop.run();
  run.crew->stop();
  attendant.end();
  output.file->close();

  record.ended = run.loop.wall_now();
  record.interrupted = attendant.interrupted() || output.file->error() != 0 ||
                       scanner.port_is_blocked() || scanner.name_servers_are_lost();
  record.counts = scanner.counts();
  record.already_done = intake.already_done();
  record.dns = run.crew->dns_counts();
  record.backoffs = scanner.pace().backoffs();
  record.smtp_proxy = scanner.smtp_proxy();
  const bool metadata_written = write_metadata(options.metadata_file, model::run_document(record));
  if (!options.quiet) say(summary(record));
  const int end = end_of(options, scanner, intake, output, run.list->name, join(record.nameservers),
                         attendant.interrupted());
  if (end == kSuccess && !metadata_written)
    return fail(kOutputFailed, options.metadata_file + ": cannot be written");
  return end;
}

}  // namespace

int scan_command(const ScanOptions& options) {
  // Until there is a rate to change: by default these end the process.
  signal(SIGUSR1, SIG_IGN);
  signal(SIGUSR2, SIG_IGN);
  ExitCode code = kSuccess;
  Preparation run;
  if (!prepare_work(options, run, code) || !controls_answer(options, run, code) ||
      !prepare_outputs(options, run, code))
    return code;
  return play(options, run);
}

}  // namespace cli
