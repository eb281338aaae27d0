// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include <fmt/core.h>
#include <signal.h>
#include <unistd.h>

#include "base/bytes.hpp"
#include "base/random.hpp"
#include "cli/control_set.hpp"
#include "cli/crew.hpp"
#include "cli/live_view.hpp"
#include "cli/options.hpp"
#include "cli/scan_set_up.hpp"
#include "cli/set_up.hpp"
#include "cli/summary.hpp"
#include "cli/text_columns.hpp"
#include "model/records_json.hpp"
#include "net/signal.hpp"
#include "outcome/merge.hpp"
#include "scan/scanner.hpp"

namespace cli {
namespace {

constexpr base::Milliseconds kTick{1'000};
constexpr std::uint64_t kBadLinesShown = 20;
// What is killed loses the lines of so long (ResultFile has more to say of compressed ones).
constexpr base::Milliseconds kFlush{100};

std::uint64_t random_number() {
  const std::string octets = base::random_bytes(8);
  base::ByteReader reader(octets);
  const std::uint64_t high = reader.u32();
  return high << 32 | reader.u32();
}

// What happens beside the scan while it goes on: the view of it, signals, the output's health.
class Attendant {
 public:
  Attendant(net::Loop& loop, scan::Scanner& scanner, LiveView& view, Output& output)
      : loop_(loop),
        scanner_(scanner),
        view_(view),
        output_(output),
        began_(loop.now()),
        ticker_(loop, [this] { tick(); }),
        flusher_(loop, [this] { look_after_output(); }),
        on_interrupt_(loop, SIGINT, [this] { interrupt(); }),
        on_terminate_(loop, SIGTERM, [this] { interrupt(); }),
        on_halve_(loop, SIGUSR1, [this] { scale_rate(0.5); }),
        on_double_(loop, SIGUSR2, [this] { scale_rate(2); }) {
    ticker_.start(kTick);
    flusher_.start(kFlush);
    show();
  }

  [[nodiscard]] bool interrupted() const { return interrupted_; }
  // The last row, when the counts are whole.
  void end() {
    show();
    view_.clear();
  }

 private:
  void tick();
  void show();
  void interrupt();
  void scale_rate(double factor);
  void say_above(const std::string& message) const;
  void look_after_output();

  net::Loop& loop_;
  scan::Scanner& scanner_;
  LiveView& view_;
  Output& output_;
  base::Instant began_;
  int blocked_ = 0;  // errno, as of the last look
  bool output_lost_ = false;
  bool interrupted_ = false;
  net::Timer ticker_;
  net::Timer flusher_;
  net::Signal on_interrupt_;
  net::Signal on_terminate_;
  net::Signal on_halve_;
  net::Signal on_double_;
};

void Attendant::tick() {
  scanner_.ask_counts();
  show();
  ticker_.start(kTick);
}

void Attendant::show() {
  view_.show(scanner_, loop_.now() - began_, output_.before.counts.domains,
             blocked_ == 0 ? "" : std::strerror(blocked_));
}

void Attendant::say_above(const std::string& message) const {
  view_.clear();
  complain(message);
}

// A full disk is waited out: nothing is begun meanwhile, and nothing lost.
void Attendant::look_after_output() {
  flusher_.start(kFlush);
  // It may have been blocked since the last look, and no longer be so after this one.
  const bool was_blocked = output_.file->blocked() != 0;
  output_.file->flush(loop_.now());
  if (was_blocked && output_.file->blocked() == 0) scanner_.go_on();
  if (output_.file->error() != 0 && !std::exchange(output_lost_, true)) {
    // Not even what is under way can be kept.
    scanner_.stop();
    scanner_.stop();
  }
  const int before = std::exchange(blocked_, output_.file->blocked());
  // A reader who is slower than we are is nothing to speak of.
  if (before == EAGAIN || blocked_ == EAGAIN) return;
  if (before == 0 && blocked_ != 0) {
    say_above(fmt::format("the output cannot be written: {}; nothing new is begun until it can",
                          std::strerror(blocked_)));
  } else if (before != 0 && blocked_ == 0) {
    say_above("the output can be written again; going on");
  }
}

void Attendant::interrupt() {
  if (!interrupted_)
    say_above("stopping: conversations under way are finished; once more breaks them off");
  interrupted_ = true;
  scanner_.stop();
}

void Attendant::scale_rate(double factor) {
  double rate = scanner_.pace().rate();
  if (rate == 0) {  // no limit: half of what it has been
    const double seconds =
        std::max(1.0, static_cast<double>((loop_.now() - began_).count()) / 1'000.0);
    const std::uint64_t connections =
        scanner_.counts().connections - output_.before.counts.connections;
    rate = factor < 1 ? std::max(1.0, static_cast<double>(connections) / seconds) : 0;
  }
  if (rate != 0) rate = std::max(0.01, rate * factor);
  scanner_.pace().set_rate(rate, loop_.now());
  scanner_.go_on();
  say_above(rate == 0 ? std::string("there is no limit to double")
                      : fmt::format("now at most {:g} conversations a second", rate));
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

}  // namespace

int scan_command(const ScanOptions& options) {
  ExitCode code = kSuccess;
  // Until there is a rate to change: by default these end the process.
  signal(SIGUSR1, SIG_IGN);
  signal(SIGUSR2, SIG_IGN);
  if (const std::string problem = usage_problem(options); !problem.empty())
    return fail(kUsage, problem);
  std::size_t dns_in_flight = 0;
  auto settings = scan_settings(options, dns_in_flight, code);
  if (!settings) return code;
  const auto blocklist = make_blocklist(options, code);
  const auto planner = make_planner(
      {tier_of(options.tier), options.enumerate, options.common.authorized, options.second_looks},
      code);
  if (!blocklist || !planner) return code;
  net::Loop loop;
  auto list = open_list(loop, options, code);
  if (!list) return code;
  const auto crew = Crew::create(loop, options.common, loops_of(options), dns_in_flight, code);
  if (!crew) return code;
  if (!options.controls.empty()) {
    const auto controls = find_controls(loop, options, *settings, code);
    if (!controls) return code;
    if (!any_control_answers(loop, *settings, crew->verifier(), *controls)) {
      return fail(kPortBlocked,
                  fmt::format("no control server takes a connection ({} tried): our own network "
                              "closes the port. Nothing was scanned.",
                              controls->size()));
    }
  }
  // Nothing of anybody's is written before all of it is in order.
  if (const std::string clash = clashing_files(options, list->name); !clash.empty())
    return fail(kUsage, clash);
  auto output = open_output(options, code);
  if (!output) return code;
  std::ofstream metadata;
  if (!options.metadata_file.empty()) {
    metadata.open(options.metadata_file, std::ios::app);
    if (!metadata) return fail(kOutputFailed, options.metadata_file + ": cannot be written");
  }
  auto view = LiveView::open(loop, options, list->lines);
  if (!view) return fail(kOutputFailed, view.error().message);
  if (!output->before.run_id.empty()) settings->run_id = output->before.run_id;

  const std::uint64_t seed = options.in_order ? 0 : options.seed.value_or(random_number());
  std::uint64_t bad_lines = 0;
  scan::Intake::Options how;
  how.report = [&](std::size_t line, const std::string& why) {
    if (++bad_lines <= kBadLinesShown)
      complain(fmt::format("{}:{}: {}; passed over", list->name, line, why));
    if (bad_lines == kBadLinesShown)
      complain("further bad lines are counted only; run.json and the summary have the number");
  };
  how.done = [&done = output->before.domains](std::string_view domain) {
    return done.contains(domain);
  };
  if (!options.in_order) how.seed = seed;
  scan::Intake intake(loop, *list->source, std::move(how));

  model::RunRecord record = run_record(options, *settings, crew->resolver(), list->name);
  record.seed = seed;
  record.loops = static_cast<unsigned>(crew->size());
  record.started = loop.wall_now();
  scan::Scanner scanner(
      {crew->parts(), intake, *output->file, *blocklist, *settings, visit_plan(*planner),
       [](model::DomainRecord& domain) { outcome::conclude(domain); },
       [&file = *output->file] { return file.blocked() != 0; }},
      [&loop] { loop.stop(); },
      {std::move(output->before.endpoints), std::move(output->before.certificates),
       output->before.counts});
  Attendant attendant(loop, scanner, **view, *output);
  crew->start();
  scanner.start();
  loop.run();
  crew->stop();
  attendant.end();
  output->file->close();

  record.ended = loop.wall_now();
  record.interrupted =
      attendant.interrupted() || output->file->error() != 0 || scanner.port_is_blocked();
  record.counts = scanner.counts();
  record.already_done = intake.already_done();
  record.dns = crew->dns_counts();
  record.backoffs = scanner.pace().backoffs();
  record.smtp_proxy = scanner.smtp_proxy();
  metadata.close();
  const bool metadata_written = write_metadata(options.metadata_file, model::run_document(record));
  if (!options.quiet) say(summary(record));
  const int end = end_of(options, scanner, intake, *output, list->name, join(record.nameservers),
                         attendant.interrupted());
  if (end == kSuccess && !metadata_written)
    return fail(kOutputFailed, options.metadata_file + ": cannot be written");
  return end;
}

}  // namespace cli
