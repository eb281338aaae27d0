// SPDX-License-Identifier: GPL-3.0-or-later
//
// Any octets as a list of domains, which comes in pieces: the first octet says of which size, and
// whether the list is shuffled.
#include "scan/intake.hpp"

#include <algorithm>
#include <set>

#include "fuzz/octets.hpp"
#include "scan/domain_name.hpp"
#include "scan/line_cutter.hpp"

namespace {

class Pieces final : public scan::LineSource {
 public:
  Pieces(std::string_view text, std::size_t size) : text_(text), size_(size) {}

  Got next(std::string& line) override {
    for (;;) {
      if (cutter_.cut(piece_, line)) {
        require(line.size() <= kMaxLine + 1 && line.find('\n') == std::string::npos);
        return Got::line;
      }
      if (text_.empty()) return cutter_.finish(line) ? Got::line : Got::end;
      piece_ = text_.substr(0, size_);
      text_.remove_prefix(piece_.size());
    }
  }
  void on_ready(std::function<void()>) override {}
  [[nodiscard]] std::string error() const override { return {}; }

 private:
  std::string_view text_;
  std::size_t size_;
  std::string_view piece_;
  scan::LineCutter cutter_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static net::Loop loop;
  if (size == 0) return 0;
  const std::string_view text = octets(data + 1, size - 1);
  Pieces list(text, 1 + (data[0] & 0x7fU));
  const bool shuffled = (data[0] & 0x80) != 0;
  std::uint64_t reported = 0;
  scan::Intake::Options options;
  if (shuffled) options.seed = size;
  options.window = 4;
  const scan::Intake* counts = nullptr;
  options.report = [&](std::size_t line, const std::string& why) {
    require(line == counts->lines_read() && !why.empty());
    ++reported;
  };
  scan::Intake intake(loop, list, options);
  counts = &intake;
  std::set<std::string> seen;
  std::set<std::size_t> lines;
  scan::Target target;
  for (;;) {
    const auto state = intake.next(target);
    if (state == scan::Intake::State::end) break;
    if (state == scan::Intake::State::wait) continue;  // more lines than one turn reads
    require(shuffled ? target.line <= intake.lines_read() : target.line == intake.lines_read());
    require(lines.insert(target.line).second && seen.insert(target.domain).second);
    require(!target.domain.empty() && target.domain.size() <= 253);
    const auto again = scan::to_domain_name(target.domain);
    require(again.ok() && *again == target.domain);
  }
  require(reported == intake.bad_lines());
  const auto newlines = static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
  require(intake.lines_read() == newlines + (text.empty() || text.back() == '\n' ? 0 : 1));
  return 0;
}
