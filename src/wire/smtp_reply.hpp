// SPDX-License-Identifier: GPL-3.0-or-later
//
// SMTP replies as they come off the wire (RFC 5321 sections 4.2 and 4.5.3.1).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wire {

// What is wrong with a reply's form. Reported, never fatal: a sender that is strict about one of
// these loses mail that another delivers, so each is a finding of its own.
enum class ReplyFlaw : std::uint8_t {
  no_code,        // a line does not begin with three digits
  code_mismatch,  // the lines of one reply carry different codes (section 4.2.1)
  bad_separator,  // neither "-" nor space nor the line's end behind the code (section 4.2)
  bare_lf,        // a line ends in LF without CR (section 2.3.8)
  bare_cr,        // a CR inside a line
  nul,            // a NUL octet
  eight_bit,      // an octet above 127 (section 2.4)
  line_too_long,  // over 512 octets with CRLF (section 4.5.3.1.5)
  truncated,      // over our own limits; the rest was not read
};
std::string_view to_string(ReplyFlaw flaw);

struct SmtpReply {
  int code = 0;                    // of the first line that has one; 0 when none has (no_code)
  int final_code = 0;              // of the last that has one; another only with code_mismatch
  std::vector<std::string> lines;  // without code, separator and line end
  std::string raw;                 // every octet as received
  std::vector<ReplyFlaw> flaws;    // each at most once, in the order met

  [[nodiscard]] bool has(ReplyFlaw flaw) const;
  // 2xx from the first line to the last: a reply that turns into a refusal is one.
  [[nodiscard]] bool is_positive() const {
    return code >= 200 && code < 300 && final_code >= 200 && final_code < 300;
  }
  [[nodiscard]] bool is_negative() const { return code >= 400 && code < 600; }
  // The enhanced status code of the first line, "4.7.0"; empty when there is none (RFC 3463, 2034).
  [[nodiscard]] std::string enhanced_code() const;
};

// Puts a reply together from whatever pieces the network delivers it in.
//
//   reading --final line--> complete      take() gives the reply and starts anew
//
// A first line without a code is taken as a complete reply with code 0: what speaks that way is no
// SMTP server, and waiting for more would call it slow.
class SmtpReplyReader {
 public:
  static constexpr std::size_t kMaxLine = 8 * 1024;    // octets; RFC 5321 allows 512
  static constexpr std::size_t kMaxReply = 64 * 1024;  // octets in all
  static constexpr std::size_t kMaxLines = 512;

  // Reads up to the end of the reply and says how many octets it took; what is behind the final
  // line is not touched. Takes nothing once complete.
  std::size_t feed(std::string_view bytes);

  [[nodiscard]] bool complete() const { return complete_; }
  // Octets read since the last take(): evidence when the reply never completes.
  [[nodiscard]] const std::string& partial() const { return reply_.raw; }

  SmtpReply take();

 private:
  void end_line();
  void cut_short();
  void note(ReplyFlaw flaw);

  SmtpReply reply_;
  std::size_t line_start_ = 0;  // offset in reply_.raw
  std::size_t line_count_ = 0;
  bool has_code_ = false;  // of the lines so far, one
  bool complete_ = false;
};

}  // namespace wire
