// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wire {

enum class ContentType : std::uint8_t {
  change_cipher_spec = 20,
  alert = 21,
  handshake = 22,
  application_data = 23,
  heartbeat = 24,
};

struct TlsRecord {
  ContentType type{};
  std::uint16_t version = 0;  // as written in the record, which is not the protocol version
  std::string fragment;
};

// `payload` as records, the first ones with fragments of the given lengths and the last one with
// what is left; a length of 0 writes an empty fragment.
std::string write_records(ContentType type, std::uint16_t version, std::string_view payload,
                          const std::vector<std::size_t>& lengths = {});

// `records`, as far as they are whole and of one kind, with the payload cut anew at `lengths`: how
// a flight that somebody else wrote is spread over more records.
std::string cut_records(std::string_view records, const std::vector<std::size_t>& lengths);

// Cuts one direction of a TLS connection into records (RFC 5246 section 6.2, RFC 8446 section 5.1).
// Bytes that cannot be a record stop the reader for good: broken() is then true.
class TlsRecordReader {
 public:
  // RFC 5246 allows 2^14 + 2048 octets behind the header.
  static constexpr std::size_t kMaxFragment = (1U << 14) + 2048;
  static constexpr std::size_t kHeader = 5;
  static constexpr std::size_t kMaxPlaintext = 1U << 14;  // of a fragment that we write

  // True when `bytes` can be the beginning of a record: content type 20 to 24, version 3.x. Judges
  // as many octets as there are; an empty view can.
  static bool can_begin(std::string_view bytes);

  void feed(std::string_view bytes);
  // The next whole record, in order; nullopt when more octets are needed, or when broken.
  std::optional<TlsRecord> next();

  [[nodiscard]] bool broken() const { return broken_; }
  // Gives back the room of what was read: for a reader that is kept while it waits.
  void shrink();
  // Octets read that belong to no whole record yet.
  [[nodiscard]] std::string_view pending() const {
    return std::string_view(buffer_).substr(start_);
  }

 private:
  std::string buffer_;
  std::size_t start_ = 0;
  bool broken_ = false;
};

}  // namespace wire
