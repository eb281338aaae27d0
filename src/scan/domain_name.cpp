// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/domain_name.hpp"

#include <algorithm>
#include <memory>

#include <fmt/core.h>
#include <idn2.h>

#include "base/ip_address.hpp"
#include "base/text.hpp"

namespace scan {
namespace {

constexpr std::size_t kMaxName = 253;  // octets without the final dot: 255 on the wire

bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
         std::all_of(label.begin(), label.end(),
                     [](char c) { return base::is_alphanumeric(c) || c == '-' || c == '_'; });
}

// Such a name is already as DNS knows it. IDNA would refuse what exists there: "r3---sn-4g5e", and
// A-labels of emoji.
bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c & '\x80') == 0; });
}

}  // namespace

base::Result<std::string> to_domain_name(std::string_view text) {
  const std::string shown = base::escape(text);
  if (text.find("://") != std::string_view::npos || text.find('/') != std::string_view::npos) {
    return base::Error{fmt::format("\"{}\" is a URL or a path; only the domain is wanted", shown)};
  }
  if (const std::size_t at = text.rfind('@'); at != std::string_view::npos) {
    return base::Error{
        fmt::format("\"{}\" is a mail address; only the part behind the @ is wanted", shown)};
  }
  if (base::IpAddress::parse(text)) {
    return base::Error{fmt::format("\"{}\" is an address; a domain is wanted", shown)};
  }
  if (text.find('\0') != std::string_view::npos) return base::Error{"a name with a NUL octet"};

  std::string name(text);
  if (!is_ascii(text)) {
    char* ascii = nullptr;
    const int failed =
        idn2_to_ascii_8z(name.c_str(), &ascii, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
    const std::unique_ptr<char, decltype(&idn2_free)> owner(ascii, &idn2_free);
    if (failed != IDN2_OK) {
      return base::Error{fmt::format("\"{}\" is no domain name: {}", shown, idn2_strerror(failed))};
    }
    name = ascii;
  }
  name = base::to_lower(name);
  if (!name.empty() && name.back() == '.') name.pop_back();
  const auto labels = base::split(name, '.');
  if (name.size() > kMaxName || !std::all_of(labels.begin(), labels.end(), is_label)) {
    return base::Error{fmt::format("\"{}\" is no domain name", shown)};
  }
  // Only now: a final dot or full-width digits hid it.
  if (base::IpAddress::parse(name)) {
    return base::Error{fmt::format("\"{}\" is an address; a domain is wanted", shown)};
  }
  return name;
}

bool is_fully_qualified(std::string_view name) {
  const auto labels = base::split(name, '.');
  return labels.size() >= 2 && name.size() <= kMaxName && !base::IpAddress::parse(name) &&
         std::all_of(labels.begin(), labels.end(), is_label) &&
         name.find('_') == std::string_view::npos &&  // no host name (RFC 1123 section 2.1)
         std::none_of(labels.begin(), labels.end(), [](std::string_view label) {
           return base::equals_ignoring_case(label, "localhost") ||
                  base::equals_ignoring_case(label, "localdomain");
         });
}

}  // namespace scan
