// SPDX-License-Identifier: GPL-3.0-or-later
#include "records.hpp"

namespace interop {
namespace {

constexpr std::size_t kHeader = 5;         // RFC 8446 section 5.1
constexpr std::size_t kMessageHeader = 4;  // section 4
constexpr unsigned kAlert = 21;
constexpr unsigned kHandshake = 22;
constexpr unsigned kApplicationData = 23;

std::size_t number(std::string_view bytes) {
  std::size_t value = 0;
  for (const char byte : bytes) value = value << 8 | static_cast<unsigned char>(byte);
  return value;
}

}  // namespace

void Records::feed(std::string_view bytes) {
  if (lost_) return;
  pending_ += bytes;
  std::string_view rest = pending_;
  while (rest.size() >= kHeader) {
    const std::size_t type = number(rest.substr(0, 1));
    if (type < kAlert - 1 || type > kApplicationData) lost_ = true;
    const std::size_t size = kHeader + number(rest.substr(3, 2));
    if (lost_ || rest.size() < size) break;
    take(rest.substr(0, size));
    rest.remove_prefix(size);
  }
  pending_ = std::string(rest);
  if (pending_.size() > kMostOctets) lost_ = true;
  if (lost_) pending_.clear();
}

void Records::take(std::string_view record) {
  const std::size_t type = number(record.substr(0, 1));
  // An encrypted alert is longer.
  if (type == kAlert && record.size() == kHeader + 2 && !alert_)
    alert_ = static_cast<unsigned>(number(record.substr(kHeader + 1, 1)));
  if (type != kHandshake || whole_) return;
  if (first_.size() + record.size() > kMostOctets) {
    lost_ = true;
    return;
  }
  first_ += record;
  message_ += record.substr(kHeader);
  whole_ = message_.size() >= kMessageHeader &&
           message_.size() >= kMessageHeader + number(std::string_view(message_).substr(1, 3));
}

}  // namespace interop
