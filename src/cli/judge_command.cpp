// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include "cli/line_judge.hpp"
#include "cli/options.hpp"
#include "cli/set_up.hpp"
#include "model/records_json.hpp"
#include "scan/journal_lines.hpp"
#include "scan/result_file.hpp"

namespace cli {
namespace {

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

// All files of one command, and what became of their lines.
class Judging {
 public:
  // `out`: where the lines go; nullptr: they are counted only.
  explicit Judging(scan::ResultFile* out) : out_(out) {}

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
          take(line, shown_name, number);
          if (out_ != nullptr && out_->error() != 0) return base::Error{"the output has failed"};
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
  void take(std::string_view line, const std::string& name, std::uint64_t number) {
    LineJudge::Judged judged = judge_.judge(line);
    if (!judged.problem.empty() && ++bad_lines_ <= kBadLinesShown)
      complain(fmt::format("{}:{}: {}; passed over", name, number, judged.problem));
    if (judged.line && out_ != nullptr) out_->write(model::verdicts_line(*judged.line));
  }

  scan::ResultFile* out_;
  LineJudge judge_{WAXSEAL_VERSION};
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

}  // namespace

int judge_command(const JudgeOptions& options) {
  std::unique_ptr<scan::ResultFile> out;
  if (!options.summary) {
    auto opened = scan::ResultFile::open(options.output_file);
    if (!opened) return fail(kOutputFailed, opened.error().message);
    out = std::move(*opened);
  }
  Judging judging(out.get());
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
  } else if (const int code = print(summary_of(judging.judge())); code != kSuccess) {
    return code;
  }
  if (judging.bad_lines() > kBadLinesShown)
    complain(fmt::format("{} lines passed over in all", judging.bad_lines()));
  if (!all_read) return kNoInput;
  return judging.bad_lines() == 0 ? kSuccess : kBadInput;
}

}  // namespace cli
