// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <istream>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/ip_address.hpp"
#include "base/result.hpp"

namespace scan {

// Who asked not to be contacted, in zmap's format and with names:
//
//   192.0.2.0/24     a CIDR block, IPv4 or IPv6
//   198.51.100.7     an address
//   example.org      that name and every name below it, also in another script
//   # ...            a comment, also behind an entry; blank lines are skipped
//
// An address is found by binary search, a name by one hash look-up for each of its labels, so a
// list of 100,000 entries costs no more than a short one. In memory: 34 octets an address or block,
// some 100 a name.
class Blocklist {
 public:
  static constexpr std::size_t kMaxEntries = 10'000'000;

  Blocklist() = default;
  // Fails at the first line that is none of this, when there are too many, and when reading fails
  // (a folder, say): what was not understood, or not read, would be contacted. The message begins
  // with `name` and the number of the line.
  static base::Result<Blocklist> read(std::istream& text, const std::string& name);

  // An IPv4 address inside an IPv6 one (::ffff:0:0/96, 64:ff9b::/96) is listed when either is.
  [[nodiscard]] bool contains(const base::IpAddress& address) const;
  // `name`: A-labels in lower case without a final dot, as to_domain_name() makes them.
  [[nodiscard]] bool contains_name(std::string_view name) const;

  [[nodiscard]] bool empty() const { return ranges_.empty() && names_.empty(); }

 private:
  struct Range {
    base::IpAddress first;
    base::IpAddress last;
  };
  struct HashName {
    using is_transparent = void;
    std::size_t operator()(std::string_view name) const {
      return std::hash<std::string_view>{}(name);
    }
  };

  base::Result<bool> add(std::string_view entry);
  void merge_ranges();
  [[nodiscard]] bool lists(const base::IpAddress& address) const;

  std::vector<Range> ranges_;  // once read: in order, and none touches another
  std::unordered_set<std::string, HashName, std::equal_to<>> names_;
};

}  // namespace scan
