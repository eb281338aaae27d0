// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/certificate.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "wire/big_endian.hpp"
#include "wire/der.hpp"
#include "wire/oid_names.hpp"

namespace wire {
namespace {

constexpr std::uint8_t kVersionTag = 0xa0;     // [0] EXPLICIT
constexpr std::uint8_t kExtensionsTag = 0xa3;  // [3] EXPLICIT
constexpr std::uint8_t kDnsNameTag = 0x82;     // [2] IMPLICIT IA5String
constexpr std::uint8_t kIpAddressTag = 0x87;   // [7] IMPLICIT OCTET STRING

// Limits on what a stranger's certificate makes us keep.
constexpr std::size_t kMaxNames = 8192;
constexpr std::size_t kMaxExtensions = 256;
constexpr std::size_t kMaxAttributes = 256;

std::optional<unsigned> two_digits(std::string_view text, std::size_t at) {
  if (at + 2 > text.size() || !base::is_digit(text[at]) || !base::is_digit(text[at + 1])) {
    return std::nullopt;
  }
  return static_cast<unsigned>((text[at] - '0') * 10 + (text[at + 1] - '0'));
}

// UTCTime YYMMDDHHMMSSZ or GeneralizedTime YYYYMMDDHHMMSSZ (RFC 5280 section 4.1.2.5).
std::optional<base::WallTime> read_time(const DerValue& value) {
  const std::string_view text = value.content;
  const bool general = value.tag == kDerGeneralizedTime;
  if (!general && value.tag != kDerUtcTime) return std::nullopt;
  const std::size_t year_digits = general ? 4 : 2;
  if (text.size() != year_digits + 11 || text.back() != 'Z') return std::nullopt;
  std::array<unsigned, 7> fields{};
  for (std::size_t i = 0; i < (year_digits + 10) / 2; ++i) {
    const auto number = two_digits(text, i * 2);
    if (!number) return std::nullopt;
    fields[general ? i : i + 1] = *number;
  }
  base::CivilTime civil;
  const unsigned two_digit_year = fields[1];
  civil.year = static_cast<int>(general ? fields[0] * 100 + two_digit_year
                                        : two_digit_year + (two_digit_year < 50 ? 2000 : 1900));
  civil.month = fields[2];
  civil.day = fields[3];
  civil.hour = fields[4];
  civil.minute = fields[5];
  civil.second = fields[6];
  if (!base::is_valid(civil)) return std::nullopt;
  return base::to_wall_time(civil);
}

// A directory string as octets that are UTF-8 where the certificate allows it.
std::string string_text(const DerValue& value) {
  if (value.tag != kDerBmpString) return std::string(value.content);
  std::string text;  // UCS-2, big-endian
  for (base::ByteReader reader(value.content); reader.remaining() >= 2;) {
    const unsigned unit = reader.u16();
    if (unit < 0x80) {
      text += static_cast<char>(unit);
    } else if (unit < 0x800) {
      text += static_cast<char>(0xc0 | (unit >> 6));
      text += static_cast<char>(0x80 | (unit & 0x3f));
    } else {
      text += static_cast<char>(0xe0 | (unit >> 12));
      text += static_cast<char>(0x80 | ((unit >> 6) & 0x3f));
      text += static_cast<char>(0x80 | (unit & 0x3f));
    }
  }
  return text;
}

// RelativeDistinguishedNames in the order encoded; false when the name is malformed.
bool read_name(const DerValue& name, std::string& text, std::vector<std::string>* common_names) {
  DerReader sequence(name.content);
  std::size_t attributes = 0;
  while (!sequence.empty() && sequence.ok()) {
    DerReader set(sequence.expect(kDerSet).content);
    while (!set.empty() && set.ok() && attributes < kMaxAttributes) {
      DerReader attribute(set.expect(kDerSequence).content);
      const std::string oid = oid_text(attribute.expect(kDerOid).content);
      const std::string_view type = attribute_name(oid);
      std::string value = string_text(attribute.next());
      if (!attribute.ok()) return false;
      ++attributes;
      if (!text.empty()) text += ", ";
      text.append(type).append("=").append(value);
      if (type == "CN" && common_names != nullptr) common_names->push_back(std::move(value));
    }
    if (!set.finished()) return false;
  }
  return sequence.finished();
}

// Begins with the count of unused bits in its last octet, 0 to 7; 0 when there is none.
bool is_bit_string(const DerValue& value) {
  return !value.content.empty() && static_cast<std::uint8_t>(value.content[0]) <= 7 &&
         (value.content.size() > 1 || value.content[0] == 0);
}

// Behind the octet that counts the unused bits.
std::string_view bit_string_octets(const DerValue& value) {
  return value.content.empty() ? std::string_view() : value.content.substr(1);
}

bool read_rsa_key(std::string_view key, PublicKey& public_key) {
  DerReader outer(key);
  DerReader sequence(outer.expect(kDerSequence).content);
  public_key.bits = bit_length(sequence.expect(kDerInteger).content);
  const std::string_view exponent = sequence.expect(kDerInteger).content;
  for (const char c : bit_length(exponent) <= 64 ? exponent : std::string_view())
    public_key.exponent = (public_key.exponent << 8) | static_cast<std::uint8_t>(c);
  return outer.finished() && sequence.finished();
}

bool read_public_key(const DerValue& info, PublicKey& public_key) {
  DerReader sequence(info.content);
  DerReader algorithm(sequence.expect(kDerSequence).content);
  const DerValue key = sequence.expect(kDerBitString);
  public_key.algorithm = key_algorithm_name(oid_text(algorithm.expect(kDerOid).content));
  if (!sequence.ok() || !algorithm.ok()) return false;
  if (public_key.algorithm == "RSA" || public_key.algorithm == "RSA-PSS") {
    return read_rsa_key(bit_string_octets(key), public_key);
  } else if (public_key.algorithm == "ECDSA" && algorithm.is_next(kDerOid)) {
    const std::string oid = oid_text(algorithm.next().content);
    public_key.curve = curve_name(oid);
    public_key.bits = curve_bits(oid);
  } else if (public_key.algorithm == "DSA" && algorithm.is_next(kDerSequence)) {
    DerReader parameters(algorithm.next().content);
    public_key.bits = bit_length(parameters.expect(kDerInteger).content);
    return parameters.ok();
  } else if (public_key.algorithm == "Ed25519" || public_key.algorithm == "X25519") {
    public_key.bits = 256;
  } else if (public_key.algorithm == "Ed448") {
    public_key.bits = 456;  // 57 octets (RFC 8032 section 5.2.5)
  } else if (public_key.algorithm == "X448") {
    public_key.bits = 448;
  }
  return true;
}

bool read_subject_alt_name(std::string_view value, CertificateFacts& facts) {
  DerReader outer(value);
  DerReader names(outer.expect(kDerSequence).content);
  bool well_formed = true;
  while (!names.empty() && names.ok() &&
         facts.dns_names.size() + facts.ip_addresses.size() < kMaxNames) {
    const DerValue name = names.next();
    if (name.tag == kDnsNameTag) {
      facts.dns_names.emplace_back(name.content);
    } else if (name.tag == kIpAddressTag && name.content.size() == 4) {
      std::array<std::uint8_t, 4> octets{};
      std::copy(name.content.begin(), name.content.end(), octets.begin());
      facts.ip_addresses.push_back(base::IpAddress::from_ipv4(octets));
    } else if (name.tag == kIpAddressTag && name.content.size() == 16) {
      std::array<std::uint8_t, 16> octets{};
      std::copy(name.content.begin(), name.content.end(), octets.begin());
      facts.ip_addresses.push_back(base::IpAddress::from_ipv6(octets));
    } else if (name.tag == kIpAddressTag) {
      well_formed = false;
    }
  }
  return well_formed && outer.finished() && names.finished();
}

bool read_key_usage(std::string_view value, CertificateFacts& facts) {
  DerReader outer(value);
  const DerValue bits = outer.expect(kDerBitString);
  if (!outer.finished() || !is_bit_string(bits)) return false;
  const std::string_view octets = bit_string_octets(bits);
  std::uint16_t usage = 0;
  for (unsigned bit = 0; bit < 9 && bit / 8 < octets.size(); ++bit) {
    const bool set = ((static_cast<std::uint8_t>(octets[bit / 8]) >> (7 - bit % 8)) & 1) != 0;
    if (set) usage = static_cast<std::uint16_t>(usage | (1U << bit));
  }
  facts.key_usage = usage;
  return true;
}

bool read_extended_key_usage(std::string_view value, CertificateFacts& facts) {
  DerReader outer(value);
  DerReader purposes(outer.expect(kDerSequence).content);
  facts.extended_key_usage.emplace();
  while (!purposes.empty() && purposes.ok() && facts.extended_key_usage->size() < kMaxAttributes) {
    facts.extended_key_usage->push_back(oid_text(purposes.expect(kDerOid).content));
  }
  return outer.finished() && purposes.finished();
}

// A non-negative INTEGER below 2^31.
std::optional<unsigned> small_number(std::string_view content) {
  if (content.empty() || content.size() > 4 || (content[0] & '\x80') != 0) return std::nullopt;
  unsigned value = 0;
  for (const char c : content) value = (value << 8) | static_cast<std::uint8_t>(c);
  return value;
}

bool read_basic_constraints(std::string_view value, CertificateFacts& facts) {
  DerReader outer(value);
  DerReader sequence(outer.expect(kDerSequence).content);
  facts.basic_constraints.emplace();
  if (sequence.is_next(kDerBoolean)) {
    const std::string_view is_ca = sequence.next().content;
    if (is_ca.size() != 1) return false;
    facts.basic_constraints->is_ca = is_ca[0] != 0;
  }
  if (sequence.is_next(kDerInteger)) {
    facts.basic_constraints->path_length = small_number(sequence.next().content);
    if (!facts.basic_constraints->path_length) return false;
  }
  return outer.finished() && sequence.finished();
}

bool read_extension(std::string_view oid, std::string_view value, CertificateFacts& facts) {
  if (oid == "2.5.29.15") return read_key_usage(value, facts);
  if (oid == "2.5.29.17") return read_subject_alt_name(value, facts);
  if (oid == "2.5.29.19") return read_basic_constraints(value, facts);
  if (oid == "2.5.29.37") return read_extended_key_usage(value, facts);
  return true;
}

bool read_extensions(const DerValue& tagged, CertificateFacts& facts) {
  DerReader outer(tagged.content);
  DerReader list(outer.expect(kDerSequence).content);
  bool well_formed = true;
  constexpr std::size_t kUsual = 16;
  std::vector<std::string_view> seen;  // their identifiers' octets
  seen.reserve(kUsual);
  while (!list.empty() && list.ok() && seen.size() < kMaxExtensions) {
    DerReader extension(list.expect(kDerSequence).content);
    const std::string_view identifier = extension.expect(kDerOid).content;
    const std::string oid = oid_text(identifier);
    const bool repeated = std::find(seen.begin(), seen.end(), identifier) != seen.end();
    if (repeated && facts.repeated_extension.empty()) facts.repeated_extension = oid;
    seen.push_back(identifier);
    if (extension.is_next(kDerBoolean)) extension.next();  // critical
    const DerValue value = extension.expect(kDerOctetString);
    well_formed = extension.finished() && read_extension(oid, value.content, facts) && well_formed;
  }
  facts.extension_count += seen.size();
  return well_formed && outer.finished() && list.finished();
}

// The fields of TBSCertificate in their order (RFC 5280 section 4.1). `algorithm`: the encoding of
// what stands behind it, which one of them repeats.
bool read_tbs_certificate(std::string_view tbs, std::string_view algorithm,
                          CertificateFacts& facts) {
  DerReader reader(tbs);
  bool well_formed = true;
  facts.version = 1;
  if (reader.is_next(kVersionTag)) {
    DerReader version(reader.next().content);
    const auto number = small_number(version.expect(kDerInteger).content);
    well_formed = version.finished() && number && *number <= 2;
    if (well_formed) facts.version = static_cast<int>(*number) + 1;
  }
  const std::string_view serial = reader.expect(kDerInteger).content;
  facts.serial_number = integer_text(serial);
  facts.serial_octets = serial.size();
  const DerValue signature = reader.expect(kDerSequence);
  const DerValue issuer = reader.expect(kDerSequence);
  DerReader validity(reader.expect(kDerSequence).content);
  facts.not_before = read_time(validity.next());
  facts.not_after = read_time(validity.next());
  const DerValue subject = reader.expect(kDerSequence);
  const DerValue key = reader.expect(kDerSequence);
  if (!reader.ok()) return false;

  facts.signature_algorithms_agree = signature.encoding == algorithm;
  facts.self_issued = issuer.encoding == subject.encoding;
  facts.subject_public_key_info = key.encoding;
  well_formed = well_formed && validity.finished() && facts.not_before && facts.not_after;
  well_formed = read_name(issuer, facts.issuer_dn, nullptr) && well_formed;
  well_formed = read_name(subject, facts.subject_dn, &facts.common_names) && well_formed;
  well_formed = read_public_key(key, facts.public_key) && well_formed;
  while (!reader.empty() && reader.ok()) {
    const DerValue value = reader.next();  // unique identifiers are passed over
    if (value.tag == kExtensionsTag) well_formed = read_extensions(value, facts) && well_formed;
  }
  return well_formed && reader.ok();
}

}  // namespace

bool CertificateFacts::allows(KeyUsage usage) const {
  return !key_usage || ((*key_usage >> static_cast<unsigned>(usage)) & 1U) != 0;
}

CertificateFacts read_certificate(std::string_view der) {
  CertificateFacts facts;
  DerReader outer(der);
  DerReader certificate(outer.expect(kDerSequence).content);
  const DerValue tbs = certificate.expect(kDerSequence);
  const DerValue signature = certificate.expect(kDerSequence);
  DerReader algorithm(signature.content);
  facts.signature_algorithm = signature_algorithm_name(oid_text(algorithm.expect(kDerOid).content));
  certificate.expect(kDerBitString);
  const bool well_formed = read_tbs_certificate(tbs.content, signature.encoding, facts);
  facts.malformed = !well_formed || !outer.finished() || !certificate.finished() || !algorithm.ok();
  return facts;
}

}  // namespace wire
