// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/dns_records.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <utility>

#include "base/bytes.hpp"
#include "net/dns_name.hpp"

namespace net {

namespace {

constexpr std::size_t max_records = 256;
// Of TXT, TLSA and CAA records: nobody needs as many, and they are long.
constexpr std::size_t max_long_records = 64;
constexpr std::size_t max_aliases = 16;
constexpr std::size_t max_text = std::size_t{64} * 1024;

// One record of the Answer section: what of it interests us, whatever its type.
struct Row {
  std::string owner;
  unsigned type = 0;
  std::uint32_t ttl = 0;
  const ares_dns_rr_t* record = nullptr;
};

std::string_view bytes_of(const ares_dns_rr_t& record, ares_dns_rr_key_t key) {
  std::size_t size = 0;
  const unsigned char* data = ares_dns_rr_get_bin(&record, key, &size);
  if (data == nullptr) return {};
  return {reinterpret_cast<const char*>(data), size};
}

std::optional<std::string> name_of(const ares_dns_rr_t& record, ares_dns_rr_key_t key) {
  const char* name = ares_dns_rr_get_str(&record, key);
  return name == nullptr ? std::nullopt : normal_name(name);
}

// RFC 2181 section 8: a TTL with the highest bit set means zero.
std::uint32_t usable_ttl(std::uint32_t ttl) { return ttl > 0x7fffffff ? 0 : ttl; }

std::vector<Row> rows_of(const ares_dns_record_t& message) {
  std::vector<Row> rows;
  const std::size_t count = ares_dns_record_rr_cnt(&message, ARES_SECTION_ANSWER);
  for (std::size_t i = 0; i < count; ++i) {
    const auto* record = ares_dns_record_rr_get_const(&message, ARES_SECTION_ANSWER, i);
    const char* owner = record == nullptr ? nullptr : ares_dns_rr_get_name(record);
    if (owner == nullptr || ares_dns_rr_get_class(record) != ARES_CLASS_IN) continue;
    auto name = normal_name(owner);
    if (!name) continue;
    unsigned type = ares_dns_rr_get_type(record);
    if (type == ARES_REC_TYPE_RAW_RR) type = ares_dns_rr_get_u16(record, ARES_RR_RAW_RR_TYPE);
    rows.push_back({std::move(*name), type, usable_ttl(ares_dns_rr_get_ttl(record)), record});
  }
  return rows;
}

// False: there is no room.
bool take_room(std::size_t octets, std::size_t& text_left) {
  if (octets > text_left) return false;
  text_left -= octets;
  return true;
}

void take_caa_record(base::ByteReader reader, std::size_t& text_left, DnsAnswer& answer) {
  CaaRecord caa;
  caa.flags = reader.u8();
  caa.tag = reader.vector8();
  if (!reader.ok() || caa.tag.empty() || !take_room(reader.remaining(), text_left)) return;
  caa.value = reader.rest().substr(0, kMaxText);
  answer.caa.push_back(std::move(caa));
}

void take_raw_record(const ares_dns_rr_t& record, RecordType type, std::size_t& text_left,
                     DnsAnswer& answer) {
  base::ByteReader reader(bytes_of(record, ARES_RR_RAW_RR_DATA));
  if (type == RecordType::aaaa) {
    const std::string_view bytes = reader.take(16);
    if (!reader.finished()) return;
    std::array<std::uint8_t, 16> octets{};
    std::memcpy(octets.data(), bytes.data(), octets.size());
    answer.addresses.push_back(base::IpAddress::from_ipv6(octets));
  } else if (type == RecordType::tlsa) {
    TlsaRecord tlsa;
    tlsa.usage = reader.u8();
    tlsa.selector = reader.u8();
    tlsa.matching_type = reader.u8();
    if (!reader.ok()) return;
    tlsa.data = reader.rest();
    answer.tlsa.push_back(std::move(tlsa));
  } else if (type == RecordType::caa) {
    take_caa_record(reader, text_left, answer);
  }
}

void take_record(const ares_dns_rr_t& record, RecordType type, std::size_t& text_left,
                 DnsAnswer& answer) {
  if (type == RecordType::mx) {
    auto exchange = name_of(record, ARES_RR_MX_EXCHANGE);
    if (!exchange) return;
    answer.mx.push_back({ares_dns_rr_get_u16(&record, ARES_RR_MX_PREFERENCE), *exchange});
  } else if (type == RecordType::a) {
    const in_addr* address = ares_dns_rr_get_addr(&record, ARES_RR_A_ADDR);
    if (address == nullptr) return;
    std::array<std::uint8_t, 4> octets{};
    std::memcpy(octets.data(), address, octets.size());
    answer.addresses.push_back(base::IpAddress::from_ipv4(octets));
  } else if (type == RecordType::txt) {
    const auto text = bytes_of(record, ARES_RR_TXT_DATA);
    if (!take_room(text.size(), text_left)) return;
    answer.txt.emplace_back(text.substr(0, kMaxText));
  } else {
    take_raw_record(record, type, text_left, answer);
  }
}

const Row* find_alias(const std::vector<Row>& rows, std::string_view owner) {
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const Row& row) {
    return row.type == ARES_REC_TYPE_CNAME && row.owner == owner;
  });
  return found == rows.end() ? nullptr : &*found;
}

// The least TTL seen. Starts above all that a record can have.
class LeastTtl {
 public:
  void see(std::uint32_t ttl) { least_ = std::min(least_, ttl); }
  [[nodiscard]] std::uint32_t value() const { return least_ == none ? 0 : least_; }

 private:
  static constexpr std::uint32_t none = 0xffffffff;
  std::uint32_t least_ = none;
};

// The name at the end of the aliases; nullopt when they have none.
std::optional<std::string> follow_aliases(const std::vector<Row>& rows, std::string name,
                                          DnsAnswer& answer, LeastTtl& ttl) {
  const std::string first = name;
  while (const Row* alias = find_alias(rows, name)) {
    auto target = name_of(*alias->record, ARES_RR_CNAME_CNAME);
    if (!target) break;
    const auto& seen = answer.aliases;
    if (*target == first || std::find(seen.begin(), seen.end(), *target) != seen.end() ||
        seen.size() == max_aliases) {
      return std::nullopt;
    }
    ttl.see(alias->ttl);
    answer.aliases.push_back(*target);
    name = std::move(*target);
  }
  return name;
}

bool is_at_or_above(std::string_view zone, std::string_view name) {
  if (zone == "." || zone == name) return true;
  return name.size() > zone.size() && name.substr(name.size() - zone.size()) == zone &&
         name[name.size() - zone.size() - 1] == '.';
}

// Of a "no" about that name: RFC 2308 section 5.
std::uint32_t negative_ttl_of(const ares_dns_record_t& message, std::string_view name) {
  constexpr std::size_t least_size = 22;  // two names of one octet, five numbers of four
  const std::size_t count = ares_dns_record_rr_cnt(&message, ARES_SECTION_AUTHORITY);
  for (std::size_t i = 0; i < count; ++i) {
    const auto* record = ares_dns_record_rr_get_const(&message, ARES_SECTION_AUTHORITY, i);
    if (record == nullptr || ares_dns_rr_get_type(record) != ARES_REC_TYPE_RAW_RR ||
        ares_dns_rr_get_u16(record, ARES_RR_RAW_RR_TYPE) != ARES_REC_TYPE_SOA ||
        ares_dns_rr_get_class(record) != ARES_CLASS_IN) {
      continue;
    }
    const char* owner = ares_dns_rr_get_name(record);
    const auto zone = owner == nullptr ? std::nullopt : normal_name(owner);
    const std::string_view data = bytes_of(*record, ARES_RR_RAW_RR_DATA);
    if (!zone || !is_at_or_above(*zone, name) || data.size() < least_size) continue;
    // The last of its numbers; the names before it are compressed and nobody's business.
    const std::uint32_t minimum = base::ByteReader(data.substr(data.size() - 4)).u32();
    return std::min(usable_ttl(ares_dns_rr_get_ttl(record)), usable_ttl(minimum));
  }
  return 0;
}

}  // namespace

void take_records(const ares_dns_record_t& message, std::string_view name, RecordType type,
                  DnsAnswer& answer) {
  const std::vector<Row> rows = rows_of(message);
  LeastTtl ttl;
  const auto owner = follow_aliases(rows, std::string(name), answer, ttl);
  if (!owner) {
    answer.status = DnsStatus::cname_loop;
    return;
  }
  const bool is_long =
      type == RecordType::txt || type == RecordType::tlsa || type == RecordType::caa;
  const std::size_t most = is_long ? max_long_records : max_records;
  std::size_t taken = 0;
  std::size_t text_left = max_text;
  for (const Row& row : rows) {
    if (row.type != static_cast<unsigned>(type) || row.owner != *owner) continue;
    if (++taken > most) break;
    take_record(*row.record, type, text_left, answer);
    ttl.see(row.ttl);
  }
  answer.ttl = ttl.value();
  const bool found = type == RecordType::cname
                         ? !answer.aliases.empty()
                         : !(answer.mx.empty() && answer.addresses.empty() && answer.txt.empty() &&
                             answer.tlsa.empty() && answer.caa.empty());
  if (answer.status == DnsStatus::noerror && !found) answer.status = DnsStatus::no_answer;
  if (answer.status == DnsStatus::noerror) return;
  answer.negative_ttl = negative_ttl_of(message, *owner);
  if (!answer.aliases.empty()) answer.negative_ttl = std::min(answer.negative_ttl, answer.ttl);
}

}  // namespace net
