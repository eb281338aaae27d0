// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include "base/text.hpp"
#include "cli/line_judge.hpp"
#include "cli/options.hpp"
#include "cli/set_up.hpp"
#include "model/records_json.hpp"
#include "report/sender_matrix.hpp"
#include "report/text_columns.hpp"
#include "scan/journal_lines.hpp"
#include "scan/result_file.hpp"

namespace cli {
namespace {

using report::sender_matrix;
using report::shown;

using scan::JournalLines;

constexpr std::uint64_t kBadLinesShown = 20;

class File {
 public:
  explicit File(const std::string& name)
      : number_(name == "-" ? STDIN_FILENO : ::open(name.c_str(), O_RDONLY | O_CLOEXEC)) {}
  ~File() {
    if (number_ > STDIN_FILENO) ::close(number_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

// The domains whose mail is shown to people, each as its line comes.
class Matrices {
 public:
  // `wanted`: "all", or names, comma-separated; empty: none.
  explicit Matrices(const std::string& wanted) : all_(wanted == "all") {
    if (wanted.empty() || all_) return;
    for (const std::string_view name : base::split(wanted, ','))
      missing_.insert(base::to_lower(name));
    names_ = missing_;
  }

  // Of a line that is none of a domain that is wanted nothing. `senders`: whose verdicts it has.
  // False: it cannot be written.
  bool show(const model::JudgedLine& line, const std::vector<model::Sender>& senders) {
    if (line.is_endpoint || !line.senders || (!all_ && !names_.contains(line.key))) return true;
    missing_.erase(line.key);
    const std::string title = shown(line.key);
    const std::string text = fmt::format("{}{}\n{}", shown_any_ ? "\n" : "", title,
                                         sender_matrix("mail to it", *line.senders, senders));
    shown_any_ = true;
    return print(text) == kSuccess;
  }

  // Those that no line was about.
  [[nodiscard]] const std::set<std::string>& missing() const { return missing_; }

 private:
  bool all_;
  bool shown_any_ = false;
  std::set<std::string> names_;
  std::set<std::string> missing_;
};

// All files of one command, and what became of their lines.
class Judging {
 public:
  // `out`: where the lines go; nullptr: they are counted only.
  Judging(scan::ResultFile* out, Matrices& matrices, std::vector<model::Sender> senders)
      : out_(out), matrices_(matrices), judge_(WAXSEAL_VERSION, std::move(senders)) {}

  // False: it cannot be read.
  bool read(const std::string& name) {
    const std::string shown_name = name == "-" ? "standard input" : name;
    const File file(name);
    if (file.number() < 0) {
      complain(fmt::format("{}: {}", shown_name, std::strerror(errno)));
      return false;
    }
    const auto ending = JournalLines::read(
        file.number(), shown_name,
        [&](std::string_view line, std::uint64_t number) -> base::Result<JournalLines::Verdict> {
          if (!take(line, shown_name, number)) return base::Error{"the output has failed"};
          return JournalLines::Verdict::good;
        });
    if (!ending) {
      complain(ending.error().message);
      return false;
    }
    if (!ending->torn.empty()) {
      complain(shown_name + ": the last line is not whole; passed over");
      ++bad_lines_;
    }
    return true;
  }

  [[nodiscard]] std::uint64_t bad_lines() const { return bad_lines_; }
  [[nodiscard]] const LineJudge& judge() const { return judge_; }

 private:
  // False: the output has failed.
  bool take(std::string_view line, const std::string& name, std::uint64_t number) {
    LineJudge::Judged judged = judge_.judge(line);
    if (!judged.problem.empty() && ++bad_lines_ <= kBadLinesShown)
      complain(fmt::format("{}:{}: {}; passed over", name, number, judged.problem));
    if (!judged.line) return true;
    if (out_ != nullptr) out_->write(model::verdicts_line(*judged.line));
    return (out_ == nullptr || out_->error() == 0) &&
           matrices_.show(*judged.line, judge_.senders());
  }

  scan::ResultFile* out_;
  Matrices& matrices_;
  LineJudge judge_;
  std::uint64_t bad_lines_ = 0;
};

// A row a check, the worst first; open is inconclusive.
std::string summary_of(const LineJudge& judge) {
  using Row = std::pair<std::string_view, LineJudge::Counts>;
  std::vector<Row> rows(judge.counts().begin(), judge.counts().end());
  std::stable_sort(rows.begin(), rows.end(),
                   [](const Row& a, const Row& b) { return a.second > b.second; });
  std::string text = fmt::format("{} endpoints and {} domains judged\n\n{:<48}", judge.endpoints(),
                                 judge.domains(), "check");
  for (const std::string_view word : {"fail", "warn", "open", "info", "pass", "n/a"})
    text += fmt::format("{:>9}", word);
  text += "\n";
  for (const auto& [check, counts] : rows) {
    text += fmt::format("{:<48}", check);
    for (const std::uint64_t count : counts) text += fmt::format("{:>9}", count);
    text += "\n";
  }
  return text;
}

// A row a sender: how the mail of the domains came out, the worst first; of those in clear apart
// which are so only when they have waited.
std::string deliveries_of(const LineJudge& judge) {
  if (judge.senders().empty()) return {};
  using model::Delivery;
  constexpr std::pair<std::string_view, std::array<Delivery, 2>> kColumns[] = {
      {"bounced", {Delivery::bounce, Delivery::bounce}},
      {"deferred", {Delivery::defer_until_expiry, Delivery::next_mx}},
      {"in clear", {Delivery::clear_same_session, Delivery::clear_reconnect}},
      {"later", {Delivery::clear_after_age, Delivery::clear_after_age}},
      {"unknown", {Delivery::unknown, Delivery::unknown}},
      {"TLS", {Delivery::tls_unauth, Delivery::tls_unauth}},
      {"proved", {Delivery::tls_auth, Delivery::tls_auth}}};
  std::string text = fmt::format("\n{:<41}", "mail to the domains, by sender");
  for (const auto& [title, deliveries] : kColumns) text += fmt::format("{:>9}", title);
  text += "\n";
  for (std::size_t i = 0; i < judge.senders().size(); ++i) {
    text += fmt::format("{:<41}", judge.senders()[i].id);
    const LineJudge::Deliveries& counts = judge.deliveries()[i];
    for (const auto& [title, deliveries] : kColumns) {
      std::uint64_t count = counts[static_cast<std::size_t>(deliveries[0])];
      if (deliveries[1] != deliveries[0]) count += counts[static_cast<std::size_t>(deliveries[1])];
      text += fmt::format("{:>9}", count);
    }
    text += "\n";
  }
  return text;
}

bool wants_senders(const JudgeOptions& options) {
  return options.senders || !options.matrix.empty() || !options.sender_files.empty();
}

// Lines are wanted.
bool writes_lines(const JudgeOptions& options) {
  return !options.summary && options.matrix.empty();
}

}  // namespace

int judge_command(const JudgeOptions& options) {
  ExitCode code = kSuccess;
  std::vector<model::Sender> senders;
  if (wants_senders(options)) {
    auto all = all_senders(options.sender_files, code);
    if (!all) return code;
    senders = std::move(*all);
  }
  std::unique_ptr<scan::ResultFile> out;
  if (writes_lines(options)) {
    auto opened = scan::ResultFile::open(options.output_file);
    if (!opened) return fail(kOutputFailed, opened.error().message);
    out = std::move(*opened);
  }
  Matrices matrices(options.matrix);
  Judging judging(out.get(), matrices, std::move(senders));
  bool all_read = true;
  for (const std::string& file : options.files) all_read = judging.read(file) && all_read;
  if (out != nullptr) {
    out->close();
    if (out->error() != 0) {
      return fail(kOutputFailed,
                  fmt::format("{}: {}",
                              options.output_file == "-" ? "standard output" : options.output_file,
                              std::strerror(out->error())));
    }
  } else if (options.summary) {
    const int printed = print(summary_of(judging.judge()) + deliveries_of(judging.judge()));
    if (printed != kSuccess) return printed;
  }
  if (judging.bad_lines() > kBadLinesShown)
    complain(fmt::format("{} lines passed over in all", judging.bad_lines()));
  for (const std::string& name : matrices.missing())
    complain(fmt::format("{}: no line is about this domain", shown(name)));
  if (!all_read) return kNoInput;
  return judging.bad_lines() == 0 && matrices.missing().empty() ? kSuccess : kBadInput;
}

}  // namespace cli
