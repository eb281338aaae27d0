// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/smtp_reply.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/text.hpp"

namespace wire {
namespace {

// The three digits at the start of a line. First digit 2 to 5 is not asked for: "000" or "999" is a
// code that is wrong, not a line without one.
std::optional<int> code_of(std::string_view line) {
  if (line.size() < 3) return std::nullopt;
  int code = 0;
  for (const char c : line.substr(0, 3)) {
    if (!base::is_digit(c)) return std::nullopt;
    code = code * 10 + (c - '0');
  }
  return code;
}

}  // namespace

std::string_view to_string(ReplyFlaw flaw) {
  switch (flaw) {
    case ReplyFlaw::no_code:
      return "no_code";
    case ReplyFlaw::code_mismatch:
      return "code_mismatch";
    case ReplyFlaw::bad_separator:
      return "bad_separator";
    case ReplyFlaw::bare_lf:
      return "bare_lf";
    case ReplyFlaw::bare_cr:
      return "bare_cr";
    case ReplyFlaw::nul:
      return "nul";
    case ReplyFlaw::eight_bit:
      return "eight_bit";
    case ReplyFlaw::line_too_long:
      return "line_too_long";
    case ReplyFlaw::truncated:
      return "truncated";
  }
  return "";
}

bool SmtpReply::has(ReplyFlaw flaw) const {
  return std::find(flaws.begin(), flaws.end(), flaw) != flaws.end();
}

std::string SmtpReply::enhanced_code() const {
  if (lines.empty()) return {};
  const std::string_view text = lines.front();
  const std::string_view word = text.substr(0, text.find(' '));
  const auto parts = base::split(word, '.');
  // Class 2, 4 or 5 (RFC 3463 section 2): "8.17.1" is the release of a server.
  if (parts.size() != 3 || (parts[0] != "2" && parts[0] != "4" && parts[0] != "5")) return {};
  const bool numeric = std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
    return !part.empty() && part.size() <= 3 &&
           std::all_of(part.begin(), part.end(), base::is_digit);
  });
  return numeric ? std::string(word) : std::string();
}

std::size_t SmtpReplyReader::feed(std::string_view bytes) {
  std::size_t taken = 0;
  while (!complete_ && taken < bytes.size()) {
    const std::size_t line_end = bytes.find('\n', taken);
    const std::size_t wanted =
        (line_end == std::string_view::npos ? bytes.size() : line_end + 1) - taken;
    const std::size_t room_in_line = kMaxLine - (reply_.raw.size() - line_start_);
    const std::size_t count = std::min({wanted, room_in_line, kMaxReply - reply_.raw.size()});
    reply_.raw.append(bytes, taken, count);
    taken += count;
    if (count < wanted) {
      cut_short();
    } else if (line_end != std::string_view::npos) {
      end_line();
    }
  }
  return taken;
}

void SmtpReplyReader::end_line() {
  std::string_view line = std::string_view(reply_.raw).substr(line_start_);
  if (line.size() > 512) note(ReplyFlaw::line_too_long);
  if (!line.empty() && line.back() == '\n') {
    line.remove_suffix(1);
    if (line.empty() || line.back() != '\r') {
      note(ReplyFlaw::bare_lf);
    } else {
      line.remove_suffix(1);
    }
  }
  // The CR at the end of a line that was cut short may have been that of a CRLF.
  const std::string_view inner = complete_ ? line.substr(0, line.size() - 1) : line;
  if (inner.find('\r') != std::string_view::npos) note(ReplyFlaw::bare_cr);
  if (line.find('\0') != std::string_view::npos) note(ReplyFlaw::nul);
  if (std::any_of(line.begin(), line.end(), [](char c) { return (c & '\x80') != 0; })) {
    note(ReplyFlaw::eight_bit);
  }
  line_start_ = reply_.raw.size();
  ++line_count_;

  const std::optional<int> code = code_of(line);
  if (!code) {
    note(ReplyFlaw::no_code);
    reply_.lines.emplace_back(line);
    complete_ = complete_ || !has_code_;
  } else {
    if (!has_code_) reply_.code = *code;
    reply_.final_code = *code;
    has_code_ = true;
    if (reply_.code != *code) note(ReplyFlaw::code_mismatch);
    const char separator = line.size() > 3 ? line[3] : ' ';
    const bool separated = separator == ' ' || separator == '-';
    if (!separated) note(ReplyFlaw::bad_separator);
    reply_.lines.emplace_back(line.substr(std::min<std::size_t>(line.size(), separated ? 4 : 3)));
    complete_ = complete_ || separator != '-';
  }
  if (!complete_ && line_count_ >= kMaxLines) {
    note(ReplyFlaw::truncated);
    complete_ = true;
  }
}

// What there is of the last line is kept, but an end that was not read says nothing about its form.
void SmtpReplyReader::cut_short() {
  note(ReplyFlaw::truncated);
  complete_ = true;
  const std::string_view line = std::string_view(reply_.raw).substr(line_start_);
  if (line.size() < 3) {
    if (!line.empty()) reply_.lines.emplace_back(line);
  } else {
    end_line();
  }
}

void SmtpReplyReader::note(ReplyFlaw flaw) {
  if (!reply_.has(flaw)) reply_.flaws.push_back(flaw);
}

SmtpReply SmtpReplyReader::take() { return std::exchange(*this, SmtpReplyReader()).reply_; }

}  // namespace wire
