// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/blocklist.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/core.h>

#include "base/text.hpp"
#include "scan/domain_name.hpp"
#include "scan/line_cutter.hpp"
#include "scan/line_source.hpp"

namespace scan {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

std::string_view entry_of(std::string_view line) {
  std::string_view entry = line.substr(0, line.find('#'));
  while (!entry.empty() && entry.back() == '\r') entry.remove_suffix(1);
  return base::trim(entry);
}

// No top-level domain looks like the end of an address (RFC 3696 section 2): what ends otherwise is
// an address with a slip, and must not pass for a name.
bool ends_as_names_do(std::string_view name) {
  const std::string_view last = name.substr(name.rfind('.') + 1);
  const auto is_letter = [](char c) { return base::is_alphanumeric(c) && !base::is_digit(c); };
  return last.substr(0, 4) == "xn--" ||
         (last.size() >= 2 && std::all_of(last.begin(), last.end(), is_letter));
}

// The lines of a stream in blocks, so that none of any length is held whole.
class Lines {
 public:
  explicit Lines(std::istream& text) : text_(text) {}

  bool next(std::string& line) {
    for (;;) {
      if (cutter_.cut(unread_, line)) return true;
      if (!text_) return cutter_.finish(line);
      text_.read(block_.data(), static_cast<std::streamsize>(block_.size()));
      unread_ = {block_.data(), static_cast<std::size_t>(text_.gcount())};
    }
  }

 private:
  std::istream& text_;
  std::string block_ = std::string(std::size_t{64} * 1024, '\0');
  std::string_view unread_;
  LineCutter cutter_;
};

}  // namespace

base::Result<Blocklist> Blocklist::read(std::istream& text, const std::string& name) {
  Blocklist blocklist;
  Lines lines(text);
  std::string line;
  for (std::size_t number = 1; lines.next(line); ++number) {
    if (number == 1 && line.rfind(kByteOrderMark, 0) == 0) line.erase(0, kByteOrderMark.size());
    const auto added = line.size() > LineSource::kMaxLine
                           ? base::Error{fmt::format("a line of more than {} octets; shorten it",
                                                     LineSource::kMaxLine)}
                           : blocklist.add(entry_of(line));
    if (!added) return base::Error{fmt::format("{}:{}: {}", name, number, added.error().message)};
  }
  if (text.bad()) return base::Error{fmt::format("{}: cannot be read to its end", name)};
  blocklist.merge_ranges();
  return blocklist;
}

base::Result<bool> Blocklist::add(std::string_view entry) {
  if (entry.empty()) return true;
  if (ranges_.size() + names_.size() == kMaxEntries) {
    return base::Error{
        fmt::format("more than {} entries; put networks in the place of addresses", kMaxEntries)};
  }
  if (const auto network = base::IpNetwork::parse(entry)) {
    ranges_.push_back({network->first(), network->last()});
    return true;
  }
  const bool like_a_block = entry.find('/') != std::string_view::npos;
  auto name = like_a_block ? base::Error{} : to_domain_name(entry);
  if (!name || !ends_as_names_do(*name)) {
    return base::Error{fmt::format(
        "\"{}\" is no address, no block like 192.0.2.0/24 and no name like example.org; mend the "
        "line, or make it a comment with #",
        base::escape(entry))};
  }
  names_.insert(std::move(*name));
  return true;
}

// So that one look tells: of ranges that lie inside or across one another, their union.
void Blocklist::merge_ranges() {
  std::sort(ranges_.begin(), ranges_.end(),
            [](const Range& a, const Range& b) { return a.first < b.first; });
  std::vector<Range> merged;
  for (const Range& range : ranges_) {
    // The families do not mix: every IPv4 address comes before every IPv6 address.
    if (!merged.empty() && range.first <= merged.back().last) {
      merged.back().last = std::max(merged.back().last, range.last);
    } else {
      merged.push_back(range);
    }
  }
  merged.shrink_to_fit();
  ranges_ = std::move(merged);
}

bool Blocklist::lists(const base::IpAddress& address) const {
  const auto after = std::upper_bound(
      ranges_.begin(), ranges_.end(), address,
      [](const base::IpAddress& sought, const Range& range) { return sought < range.first; });
  return after != ranges_.begin() && address <= std::prev(after)->last;
}

bool Blocklist::contains(const base::IpAddress& address) const {
  const auto ipv4 = address.embedded_ipv4();
  return lists(address) || (ipv4 && lists(*ipv4));
}

bool Blocklist::contains_name(std::string_view name) const {
  if (names_.empty()) return false;
  // Ends with the last label: each turn takes one off.
  for (;;) {
    if (names_.find(name) != names_.end()) return true;
    const std::size_t dot = name.find('.');
    if (dot == std::string_view::npos) return false;
    name.remove_prefix(dot + 1);
  }
}

}  // namespace scan
