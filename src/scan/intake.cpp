// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/intake.hpp"

#include <utility>

#include <fmt/core.h>

#include "base/text.hpp"
#include "scan/domain_name.hpp"

namespace scan {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

std::string_view without_quotes(std::string_view field) {
  field = base::trim(field);
  if (field.size() >= 2 && field.front() == '"' && field.back() == '"') {
    field = field.substr(1, field.size() - 2);
  }
  return field;
}

// The part of a line that names the domain; empty for a line without one.
std::string_view domain_part(std::string_view line, bool& is_csv) {
  line = base::trim(line.substr(0, line.find('#')));
  if (!line.empty() && line.back() == '\r') line = base::trim(line.substr(0, line.size() - 1));
  is_csv = line.find(',') != std::string_view::npos;
  return without_quotes(is_csv ? base::split(line, ',')[1] : line);
}

}  // namespace

Intake::Intake(net::Loop& loop, LineSource& list, Options options)
    : list_(list), options_(std::move(options)), next_turn_(loop, [this] {
        if (ready_) ready_();
      }) {
  if (options_.seed) window_.emplace(*options_.seed, options_.window);
  list_.on_ready([this] {
    if (ready_) ready_();
  });
}

Intake::State Intake::next(Target& target) {
  lines_left_ = kLinesAtOnce;
  out_of_lines_ = false;
  const State state = window_ ? next_drawn(target) : next_in_order(target);
  if (state == State::wait && out_of_lines_) next_turn_.start(base::Milliseconds(0));
  return state;
}

Intake::State Intake::next_in_order(Target& target) {
  std::string line;
  while (!at_end_) {
    if (lines_left_ == 0) {
      out_of_lines_ = true;
      return State::wait;
    }
    const LineSource::Got got = list_.next(line);
    if (got == LineSource::Got::wait) return State::wait;
    at_end_ = got != LineSource::Got::line;
    if (at_end_) break;
    --lines_left_;
    if (take_line(line, target)) return State::target;
  }
  return State::end;
}

// A window that is not full yet is drawn from only when the list has nothing more now.
Intake::State Intake::next_drawn(Target& target) {
  while (!window_->is_full()) {
    const State state = next_in_order(target);
    if (state == State::target) {
      window_->add({std::move(target.input), target.line});
      continue;
    }
    if (out_of_lines_) return State::wait;
    if (window_->empty()) return state;
    break;
  }
  Shuffle::Entry drawn = window_->draw();
  // Once more, rather than 65,536 names kept twice.
  target.domain = to_domain_name(drawn.text).value();
  target.input = std::move(drawn.text);
  target.line = drawn.line;
  return State::target;
}

// Whether the line is a domain that is wanted.
bool Intake::take_line(std::string& line, Target& target) {
  ++lines_;
  if (lines_ == 1 && std::string_view(line).substr(0, 3) == kByteOrderMark) line.erase(0, 3);
  if (line.size() > kMaxLine) {
    refuse(fmt::format("a line of more than {} octets", kMaxLine));
    return false;
  }
  bool is_csv = false;
  const std::string_view text = domain_part(line, is_csv);
  if (text.empty()) {
    if (is_csv) refuse("the second column, which should be the domain, is empty");
    return false;
  }
  auto domain = to_domain_name(text);
  if (!domain) {
    refuse(domain.error().message);
    return false;
  }
  if (!seen_.insert(*domain)) {
    ++duplicates_;
    return false;
  }
  if (options_.done && options_.done(*domain)) {
    ++already_done_;
    return false;
  }
  target = {std::string(text), std::move(*domain), lines_};
  return true;
}

void Intake::refuse(const std::string& why) {
  ++bad_lines_;
  options_.report(lines_, why);
}

}  // namespace scan
