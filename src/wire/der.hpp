// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace wire {

enum DerTag : std::uint8_t {
  kDerBoolean = 0x01,
  kDerInteger = 0x02,
  kDerBitString = 0x03,
  kDerOctetString = 0x04,
  kDerOid = 0x06,
  kDerUtf8String = 0x0c,
  kDerBmpString = 0x1e,
  kDerUtcTime = 0x17,
  kDerGeneralizedTime = 0x18,
  kDerSequence = 0x30,
  kDerSet = 0x31,
};

// One tag-length-value of DER (ITU-T X.690): low tag numbers and definite lengths only, which is
// all that X.509 needs.
struct DerValue {
  std::uint8_t tag = 0;
  std::string_view content;
  std::string_view encoding;  // tag and length included
};

// Walks over the values that stand one behind the other in `bytes`. Sticky like base::ByteReader:
// after the first wrong encoding ok() is false and every value is empty.
class DerReader {
 public:
  explicit DerReader(std::string_view bytes) : rest_(bytes) {}

  // The next value, whatever its tag.
  DerValue next();
  // The next value, which must have this tag.
  DerValue expect(std::uint8_t tag);
  // True when the next value has this tag.
  [[nodiscard]] bool is_next(std::uint8_t tag) const;

  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] bool empty() const { return rest_.empty(); }
  [[nodiscard]] bool finished() const { return ok_ && rest_.empty(); }

 private:
  DerValue fail();

  std::string_view rest_;
  bool ok_ = true;
};

// "1.2.840.113549.1.1.11"; empty for a content that is no object identifier.
std::string oid_text(std::string_view content);
// A non-negative INTEGER in decimal, a negative one with its sign: as zcrypto prints serial
// numbers.
std::string integer_text(std::string_view content);

}  // namespace wire
