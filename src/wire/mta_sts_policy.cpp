// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/mta_sts_policy.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/text.hpp"
#include "wire/certificate.hpp"

namespace wire {
namespace {

constexpr std::size_t kMaxNameOctets = 32;      // sts-policy-ext-name
constexpr std::size_t kMaxDigits = 10;          // sts-policy-max-age-value
constexpr std::size_t kMaxPatternOctets = 255;  // RFC 5321 section 4.5.3.1.2
// Of the text as a whole, or fatal: one of version, mode, max_age and mx each, and the mark in
// front.
constexpr std::size_t kMostFatalFlaws = 5;

// Printable and short, whatever it was.
std::string quoted(std::string_view text) {
  constexpr std::size_t kShown = 40;
  std::string shown(text.substr(0, kShown));
  std::replace_if(
      shown.begin(), shown.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
  return '"' + shown + (text.size() > kShown ? "...\"" : "\"");
}

bool is_field_name(std::string_view name) {
  return !name.empty() && name.size() <= kMaxNameOctets && base::is_alphanumeric(name.front()) &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return base::is_alphanumeric(c) || c == '_' || c == '-' || c == '.';
         });
}

// sts-policy-ext-value: anything but control characters.
bool is_field_value(std::string_view value) {
  return !value.empty() && std::none_of(value.begin(), value.end(), [](char c) {
    return (c >= '\0' && c < ' ') || c == '\x7f';
  });
}

// With an underscore too, which hosts that exist have.
bool is_label(std::string_view label) {
  constexpr std::size_t kMostOctets = 63;  // RFC 1035 section 2.3.4
  return !label.empty() && label.size() <= kMostOctets && label.front() != '-' &&
         label.back() != '-' && std::all_of(label.begin(), label.end(), [](char c) {
           return base::is_alphanumeric(c) || c == '-' || c == '_';
         });
}

// sts-policy-mx-value: ["*."] Domain, without a final dot.
bool is_pattern(std::string_view value) {
  if (value.size() > kMaxPatternOctets) return false;
  if (value.substr(0, 2) == "*.") value.remove_prefix(2);
  const auto labels = base::split(value, '.');
  return std::all_of(labels.begin(), labels.end(), is_label);
}

std::string_view without_final_dot(std::string_view name) {
  if (!name.empty() && name.back() == '.') name.remove_suffix(1);
  return name;
}

class Reader {
 public:
  MtaStsText read(std::string_view text) {
    constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
    if (text.substr(0, kByteOrderMark.size()) == kByteOrderMark)
      fatal(1, "begins with a byte order mark, which senders take for part of the first name");
    while (!text.empty()) {  // as many lines as a fetch lets through
      const std::size_t end = text.find('\n');
      line(text.substr(0, end));
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return conclusion();
  }

 private:
  void flaw(std::string what) {
    if (others_++ < kMostFlaws - kMostFatalFlaws) flaws_.push_back({line_, std::move(what), false});
  }
  void fatal(std::size_t line, std::string what) {
    flaws_.push_back({line, std::move(what), true});
    is_usable_ = false;
  }

  void line(std::string_view text) {
    ++line_;
    if (!text.empty() && text.back() == '\r') text.remove_suffix(1);
    const std::string_view trimmed = base::trim(text);
    if (trimmed.empty()) return flaw("an empty line");
    const std::size_t colon = trimmed.find(':');
    const std::string_view name = base::trim(trimmed.substr(0, colon));
    if (colon == std::string_view::npos || !is_field_name(name))
      return flaw("not a field: " + quoted(trimmed));
    if (text.front() != trimmed.front() || name.size() != colon)
      flaw("blanks around the name " + quoted(name));
    field(name, base::trim(trimmed.substr(colon + 1)));
  }

  void field(std::string_view name, std::string_view value) {
    if (name == "mx") return mx(value);
    if (name == "version") return once(has_version_, name, value, &Reader::version);
    if (name == "mode") return once(has_mode_, name, value, &Reader::mode);
    if (name == "max_age") return once(has_max_age_, name, value, &Reader::max_age);
    if (!is_field_value(value))
      flaw("the value of " + std::string(name) + " cannot be: " + quoted(value));
  }

  void once(bool& has, std::string_view name, std::string_view value,
            void (Reader::*take)(std::string_view)) {
    if (std::exchange(has, true)) return flaw("a second " + std::string(name) + ", passed over");
    (this->*take)(value);
  }

  void version(std::string_view value) {
    if (value != "STSv1") fatal(line_, "the version is not STSv1: " + quoted(value));
  }
  void mode(std::string_view value) {
    for (const MtaStsMode mode : {MtaStsMode::enforce, MtaStsMode::testing, MtaStsMode::none}) {
      if (value != to_string(mode)) continue;
      policy_.mode = mode;
      takes_itself_back_ = mode == MtaStsMode::none;
      return;
    }
    fatal(line_, "the mode is not enforce, testing or none: " + quoted(value));
  }
  void max_age(std::string_view value) {
    const auto* const end = value.data() + value.size();
    const auto read = std::from_chars(value.data(), end, policy_.max_age);
    const bool is_number = read.ec == std::errc() && read.ptr == end && value.size() <= kMaxDigits;
    if (!is_number) return fatal(line_, "max_age is not a number of seconds: " + quoted(value));
    if (policy_.max_age > kMostMaxAge)
      fatal(line_, "max_age is more than 31557600 seconds: " + quoted(value));
  }
  void mx(std::string_view value) {
    has_mx_ = true;
    const std::string_view pattern = without_final_dot(value);
    if (!is_pattern(pattern)) return flaw("not a host or *.domain, passed over: " + quoted(value));
    if (pattern.size() != value.size()) flaw("a dot behind the name " + quoted(pattern));
    if (policy_.mx.size() == kMostPatterns)
      return flaw("more than " + std::to_string(kMostPatterns) + " mx, passed over");
    policy_.mx.push_back(base::to_lower(pattern));
  }

  MtaStsText conclusion() {
    if (!has_version_) fatal(0, "no version");
    if (!has_mode_) fatal(0, "no mode");
    if (!has_max_age_) fatal(0, "no max_age");
    // Required but for mode none (section 3.2).
    if (policy_.mx.empty() && !takes_itself_back_)
      fatal(0, has_mx_ ? "no mx that can be used" : "no mx");
    MtaStsText read;
    if (is_usable_) read.policy = std::move(policy_);
    read.flaws = std::move(flaws_);
    return read;
  }

  MtaStsPolicy policy_;
  std::vector<PolicyFlaw> flaws_;
  std::size_t others_ = 0;  // that are not fatal, listed or not
  std::size_t line_ = 0;
  bool is_usable_ = true;
  bool has_version_ = false;
  bool has_mode_ = false;
  bool has_max_age_ = false;
  bool has_mx_ = false;             // be it one that is passed over
  bool takes_itself_back_ = false;  // mode none
};

}  // namespace

std::string_view to_string(MtaStsMode mode) {
  switch (mode) {
    case MtaStsMode::enforce:
      return "enforce";
    case MtaStsMode::testing:
      return "testing";
    case MtaStsMode::none:
      return "none";
  }
  return "";
}

MtaStsText read_mta_sts_policy(std::string_view text) { return Reader().read(text); }

bool mx_pattern_matches(std::string_view pattern, std::string_view host) {
  return dns_name_matches(without_final_dot(pattern), host);
}

}  // namespace wire
