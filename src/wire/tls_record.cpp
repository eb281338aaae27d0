// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/tls_record.hpp"

#include "base/bytes.hpp"

namespace wire {

std::string write_records(ContentType type, std::uint16_t version, std::string_view payload,
                          const std::vector<std::size_t>& lengths) {
  base::ByteWriter writer;
  const auto record = [&](std::size_t length) {
    const std::string_view fragment = payload.substr(0, length);
    writer.u8(static_cast<std::uint8_t>(type)).u16(version).vector16(fragment);
    payload.remove_prefix(fragment.size());
  };
  for (const std::size_t length : lengths) record(length);
  while (!payload.empty()) record(TlsRecordReader::kMaxPlaintext);
  return writer.bytes();
}

std::string cut_records(std::string_view records, const std::vector<std::size_t>& lengths) {
  TlsRecordReader reader;
  reader.feed(records);
  std::optional<TlsRecord> first;
  std::string payload;
  while (const auto record = reader.next()) {
    if (!first) first = *record;
    if (record->type != first->type) return std::string(records);
    payload += record->fragment;
  }
  if (!first || !reader.pending().empty()) return std::string(records);
  return write_records(first->type, first->version, payload, lengths);
}

bool TlsRecordReader::can_begin(std::string_view bytes) {
  if (!bytes.empty() && (bytes[0] < 20 || bytes[0] > 24)) return false;
  return bytes.size() < 2 || bytes[1] == 3;
}

void TlsRecordReader::feed(std::string_view bytes) {
  if (broken_) return;
  buffer_.erase(0, start_);
  start_ = 0;
  buffer_ += bytes;
}

void TlsRecordReader::shrink() {
  if (start_ == 0) return;
  std::string(buffer_, start_).swap(buffer_);
  start_ = 0;
}

std::optional<TlsRecord> TlsRecordReader::next() {
  const std::string_view bytes = pending();
  if (broken_ || bytes.empty()) return std::nullopt;
  if (!can_begin(bytes)) {
    broken_ = true;
    return std::nullopt;
  }
  base::ByteReader reader(bytes);
  TlsRecord record;
  record.type = static_cast<ContentType>(reader.u8());
  record.version = reader.u16();
  const std::size_t length = reader.u16();
  if (reader.ok() && length > kMaxFragment) {
    broken_ = true;
    return std::nullopt;
  }
  record.fragment = reader.take(length);
  if (!reader.ok()) return std::nullopt;
  start_ += kHeader + length;
  return record;
}

}  // namespace wire
