// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/dns_cache.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <functional>

#include "base/bytes.hpp"

namespace net {

namespace {

bool is_kept(RecordType type) {
  return type == RecordType::a || type == RecordType::aaaa || type == RecordType::mx ||
         type == RecordType::tlsa || type == RecordType::caa;
}

base::Milliseconds lifetime(const DnsAnswer& answer) {
  switch (answer.status) {
    case DnsStatus::noerror:
      return std::min<base::Milliseconds>(std::chrono::seconds(answer.ttl), DnsCache::kLongest);
    case DnsStatus::no_answer:
    case DnsStatus::nxdomain:
      return std::min<base::Milliseconds>(std::chrono::seconds(answer.negative_ttl),
                                          DnsCache::kLongest);
    case DnsStatus::bad_name:
    case DnsStatus::cancelled:
      return base::Milliseconds(0);
    default:
      return DnsCache::kFailure;
  }
}

void append_u32(base::ByteWriter& to, std::uint32_t value) {
  to.u16(static_cast<std::uint16_t>(value >> 16)).u16(static_cast<std::uint16_t>(value));
}

void append_addresses(base::ByteWriter& to, const std::vector<base::IpAddress>& addresses) {
  to.u16(static_cast<std::uint16_t>(addresses.size()));
  for (const auto& address : addresses) {
    const auto* octets = reinterpret_cast<const char*>(address.octets().data());
    to.vector8({octets, address.is_ipv4() ? std::size_t{4} : std::size_t{16}});
  }
}

std::string pack(const DnsAnswer& answer) {
  base::ByteWriter packed;
  packed.u8(static_cast<std::uint8_t>(answer.status)).u8(answer.authenticated ? 1 : 0);
  append_u32(packed, answer.ttl);
  append_u32(packed, answer.negative_ttl);
  packed.vector8(answer.server).vector16(answer.extended_error);
  packed.u8(static_cast<std::uint8_t>(answer.aliases.size()));
  for (const auto& alias : answer.aliases) packed.vector16(alias);
  packed.u16(static_cast<std::uint16_t>(answer.mx.size()));
  for (const auto& mx : answer.mx) packed.u16(mx.preference).vector16(mx.exchange);
  append_addresses(packed, answer.addresses);
  packed.u16(static_cast<std::uint16_t>(answer.tlsa.size()));
  for (const auto& tlsa : answer.tlsa) {
    packed.u8(tlsa.usage).u8(tlsa.selector).u8(tlsa.matching_type).vector16(tlsa.data);
  }
  packed.u16(static_cast<std::uint16_t>(answer.caa.size()));
  for (const auto& caa : answer.caa) packed.u8(caa.flags).vector8(caa.tag).vector16(caa.value);
  return packed.bytes();
}

base::IpAddress address_of(std::string_view octets) {
  if (octets.size() == 4) {
    std::array<std::uint8_t, 4> ipv4{};
    std::copy(octets.begin(), octets.end(), ipv4.begin());
    return base::IpAddress::from_ipv4(ipv4);
  }
  std::array<std::uint8_t, 16> ipv6{};
  std::copy(octets.begin(), octets.end(), ipv6.begin());
  return base::IpAddress::from_ipv6(ipv6);
}

DnsAnswer unpack(std::string_view packed) {
  base::ByteReader reader(packed);
  DnsAnswer answer;
  answer.status = static_cast<DnsStatus>(reader.u8());
  answer.authenticated = reader.u8() != 0;
  answer.ttl = reader.u32();
  answer.negative_ttl = reader.u32();
  answer.server = reader.vector8();
  answer.extended_error = reader.vector16();
  for (unsigned left = reader.u8(); left > 0; --left) {
    answer.aliases.emplace_back(reader.vector16());
  }
  for (unsigned left = reader.u16(); left > 0; --left) {
    const std::uint16_t preference = reader.u16();
    answer.mx.push_back({preference, std::string(reader.vector16())});
  }
  for (unsigned left = reader.u16(); left > 0; --left) {
    answer.addresses.push_back(address_of(reader.vector8()));
  }
  for (unsigned left = reader.u16(); left > 0; --left) {
    TlsaRecord& tlsa = answer.tlsa.emplace_back();
    tlsa.usage = reader.u8();
    tlsa.selector = reader.u8();
    tlsa.matching_type = reader.u8();
    tlsa.data = reader.vector16();
  }
  for (unsigned left = reader.u16(); left > 0; --left) {
    CaaRecord& caa = answer.caa.emplace_back();
    caa.flags = reader.u8();
    caa.tag = reader.vector8();
    caa.value = reader.vector16();
  }
  return answer;
}

std::uint64_t hash_of(std::string_view question) { return std::hash<std::string_view>{}(question); }

std::uint32_t less(std::uint32_t ttl, std::uint32_t age) { return ttl > age ? ttl - age : 0; }

}  // namespace

void DnsCache::store(const DnsQuestion& question, const DnsAnswer& answer, base::Instant now) {
  const base::Milliseconds keep = lifetime(answer);
  if (capacity_ == 0 || !is_kept(question.type) || keep.count() == 0) return;
  // The parts that are longer than their length fields could say are too large as well.
  if (answer.extended_error.size() > kMaxAnswer || answer.server.size() > 0xff) return;
  const std::string packed = pack(answer);
  if (packed.size() > kMaxAnswer) return;

  const std::uint64_t hash = hash_of(question.wire);
  if (const auto known = index_.find(hash); known != index_.end()) forget(known->second);
  if (entries_.size() < capacity_) {
    next_ = entries_.size();
    entries_.emplace_back();
  } else {
    forget(next_);
  }
  entries_[next_] = {question.wire + packed, now, now + keep};
  index_[hash] = static_cast<std::uint32_t>(next_);
  next_ = (next_ + 1) % capacity_;
}

std::optional<DnsAnswer> DnsCache::find(const DnsQuestion& question, base::Instant now) {
  const auto found = index_.find(hash_of(question.wire));
  if (found == index_.end()) return std::nullopt;
  const Entry& entry = entries_[found->second];
  // No question is the beginning of another: a name ends with an empty label.
  if (entry.packed.compare(0, question.wire.size(), question.wire) != 0) return std::nullopt;
  if (now >= entry.until) {
    forget(found->second);
    return std::nullopt;
  }
  DnsAnswer answer = unpack(std::string_view(entry.packed).substr(question.wire.size()));
  const auto age = std::chrono::floor<std::chrono::seconds>(now - entry.stored).count();
  answer.ttl = less(answer.ttl, static_cast<std::uint32_t>(age));
  answer.negative_ttl = less(answer.negative_ttl, static_cast<std::uint32_t>(age));
  answer.from_cache = true;
  return answer;
}

// Leaves its place to be taken when it is the oldest's turn.
void DnsCache::forget(std::size_t place) {
  std::string& packed = entries_[place].packed;
  if (packed.empty()) return;
  // The question ends with the empty label, type and class.
  std::size_t end = 0;
  while (packed[end] != '\0') end += 1 + static_cast<unsigned char>(packed[end]);
  index_.erase(hash_of(std::string_view(packed).substr(0, end + 5)));
  packed = std::string();
}

}  // namespace net
