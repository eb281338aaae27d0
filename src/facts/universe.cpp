// SPDX-License-Identifier: GPL-3.0-or-later
#include "facts/universe.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <string_view>

#include "facts/numbers.hpp"
#include "wire/cipher_suites.hpp"
#include "wire/tls_names.hpp"

namespace facts {
namespace {

using Parts = std::vector<Numbers>;

bool has(std::string_view name, std::string_view word) {
  return name.find(word) != std::string_view::npos;
}

// AEAD and the SHA-2 MACs came with TLS 1.2 (RFC 5246, 5288, 5289).
bool needs_tls12(std::uint16_t suite) {
  const std::string_view name = wire::cipher_suite_name(suite);
  return has(name, "GCM") || has(name, "CCM") || has(name, "POLY1305") || has(name, "SHA256") ||
         has(name, "SHA384") || has(name, "SHA512") || has(name, "GOSTR");
}

Numbers union_of(std::initializer_list<std::string_view> classes) {
  Numbers suites;
  for (const std::string_view name : classes) {
    for (const std::uint16_t suite : wire::cipher_suites_in(name)) {
      if (!contains(suites, suite)) suites.push_back(suite);
    }
  }
  return suites;
}

Numbers those(const Numbers& suites, bool (*holds)(std::uint16_t), bool wanted) {
  Numbers chosen;
  std::copy_if(suites.begin(), suites.end(), std::back_inserter(chosen),
               [&](std::uint16_t suite) { return holds(suite) == wanted; });
  return chosen;
}

// At most kMostCipherSuites each.
void add_cut(Parts& parts, const Numbers& suites) {
  for (std::size_t at = 0; at < suites.size(); at += wire::kMostCipherSuites) {
    const std::size_t end = std::min(suites.size(), at + wire::kMostCipherSuites);
    parts.emplace_back(suites.begin() + static_cast<long>(at),
                       suites.begin() + static_cast<long>(end));
  }
}

Parts tls12_parts() {
  Parts parts;
  add_cut(parts, union_of({"ecdhe-rsa", "ecdhe-ecdsa"}));
  add_cut(parts, union_of({"static-rsa"}));
  add_cut(parts, union_of({"dhe"}));
  add_cut(parts, union_of({"anonymous", "null", "export"}));
  return parts;
}

Parts old_parts() {
  Parts parts;
  for (const Numbers& part : {union_of({"ecdhe-rsa", "ecdhe-ecdsa", "static-rsa", "dhe"}),
                              union_of({"anonymous", "null", "export"})}) {
    add_cut(parts, those(part, needs_tls12, false));
  }
  return parts;
}

}  // namespace

const Parts& cipher_suite_parts(std::uint16_t version) {
  static const Parts tls13{union_of({"tls13"})};
  static const Parts tls12 = tls12_parts();
  static const Parts older = old_parts();
  if (version >= wire::kTls13) return tls13;
  return version == wire::kTls12 ? tls12 : older;
}

const Parts& group_parts(std::uint16_t version) {
  // In two, because they are asked for side by side: curves and what is made of them; RFC 7919.
  static const Parts tls13{
      {29, 23, 24, 25, 30, 31, 32, 33, 41, 4588, 4587, 4589, 512, 513, 514, 25497, 25498},
      {256, 257, 258, 259, 260}};
  static const Parts older{{29, 23, 24, 25, 30, 26, 27, 28, 22, 21, 20, 19, 18, 17, 16,
                            15, 14, 13, 12, 11, 10, 9,  8,  7,  6,  5,  4,  3,  2,  1}};
  return version >= wire::kTls13 ? tls13 : older;
}

}  // namespace facts
