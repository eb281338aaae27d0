// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/dns_message.hpp"

#include <memory>
#include <utility>

#include <ares.h>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "net/dns_name.hpp"
#include "net/dns_records.hpp"
#include "net/extended_error.hpp"

namespace net {

namespace {

constexpr std::size_t header_size = 12;
// In all sections. c-ares builds a tree of the whole message and has no limit for the length of a
// name in it: 64 KiB with thousands of pointers to one endless name would become hundreds of
// megabytes. No resolver sends an answer of that many records to the questions asked here.
constexpr unsigned max_records = 512;

struct Header {
  std::uint16_t id = 0;
  std::uint16_t flags = 0;
  std::uint16_t questions = 0;
  unsigned records = 0;
  bool whole = false;
};

Header read_header(std::string_view message) {
  base::ByteReader reader(message);
  Header header;
  header.id = reader.u16();
  header.flags = reader.u16();
  header.questions = reader.u16();
  for (int section = 0; section < 3; ++section) header.records += reader.u16();
  header.whole = reader.ok();
  return header;
}

constexpr std::uint16_t is_response = 0x8000;
constexpr std::uint16_t opcode_bits = 0x7800;
constexpr std::uint16_t is_truncated = 0x0200;
constexpr std::uint16_t rcode_bits = 0x000f;
constexpr std::uint16_t authentic_data = 0x0020;

void append_u16(std::string& to, unsigned value) {
  to += static_cast<char>(value >> 8);
  to += static_cast<char>(value & 0xff);
}

struct DestroyRecord {
  void operator()(ares_dns_record_t* record) const { ares_dns_record_destroy(record); }
};
using Record = std::unique_ptr<ares_dns_record_t, DestroyRecord>;

Record parse(std::string_view message) {
  const Header header = read_header(message);
  if (!header.whole || header.questions > 1 || header.records > max_records) return nullptr;
  // Raw: the authority section, of which we read one number, and in the answer what is younger than
  // RFC 1035. One TLSA record without data, which c-ares refuses, must not cost us all the others.
  constexpr unsigned flags = ARES_DNS_PARSE_NS_BASE_RAW | ARES_DNS_PARSE_NS_EXT_RAW |
                             ARES_DNS_PARSE_AR_BASE_RAW | ARES_DNS_PARSE_AN_EXT_RAW;
  ares_dns_record_t* parsed = nullptr;
  const auto* bytes = reinterpret_cast<const unsigned char*>(message.data());
  if (ares_dns_parse(bytes, message.size(), flags, &parsed) != ARES_SUCCESS) return nullptr;
  return Record(parsed);
}

DnsStatus status_of(unsigned rcode) {
  switch (rcode) {
    case ARES_RCODE_NOERROR:
      return DnsStatus::noerror;
    case ARES_RCODE_FORMERR:
      return DnsStatus::formerr;
    case ARES_RCODE_SERVFAIL:
      return DnsStatus::servfail;
    case ARES_RCODE_NXDOMAIN:
      return DnsStatus::nxdomain;
    case ARES_RCODE_NOTIMP:
      return DnsStatus::notimp;
    case ARES_RCODE_REFUSED:
      return DnsStatus::refused;
    default:
      return DnsStatus::bad_answer;  // says nothing about the name
  }
}

}  // namespace

std::optional<DnsQuestion> make_question(std::string_view name, RecordType type) {
  auto wire = wire_name(name);
  auto normal = normal_name(name);
  if (!wire || !normal) return std::nullopt;
  append_u16(*wire, static_cast<unsigned>(type));
  append_u16(*wire, ARES_CLASS_IN);
  return DnsQuestion{std::move(*normal), std::move(*wire), type};
}

std::string make_query(const DnsQuestion& question, std::uint16_t id, bool edns) {
  constexpr unsigned recursion_desired = 0x0100;
  constexpr unsigned room = 1'232;  // what the DNS flag day of 2020 agreed on
  std::string query;
  append_u16(query, id);
  append_u16(query, recursion_desired | authentic_data);
  append_u16(query, 1);
  append_u16(query, 0);
  append_u16(query, 0);
  append_u16(query, edns ? 1 : 0);
  query += question.wire;
  if (edns) {
    query += '\0';
    append_u16(query, ARES_REC_TYPE_OPT);
    append_u16(query, room);
    append_u16(query, 0);  // extended RCODE and version 0
    append_u16(query, 0);  // flags
    append_u16(query, 0);  // no options
  }
  return query;
}

bool answers_query(std::string_view message, const DnsQuestion& question, std::uint16_t id) {
  const Header header = read_header(message);
  if (!header.whole || header.id != id) return false;
  if ((header.flags & (is_response | opcode_bits)) != is_response) return false;
  // A server that could not read the query cannot repeat the question.
  if (header.questions == 0) return (header.flags & rcode_bits) != 0;
  // The first name of a message has nothing to be compressed with; folding the case of its length
  // octets, at most 63, and of our types changes nothing.
  const auto asked = message.substr(header_size, question.wire.size());
  return header.questions == 1 && base::equals_ignoring_case(asked, question.wire);
}

DnsResponse parse_response(std::string_view message, const DnsQuestion& question) {
  DnsResponse response;
  DnsAnswer& answer = response.answer;
  answer.status = DnsStatus::bad_answer;
  const Header header = read_header(message);
  response.truncated = (header.flags & is_truncated) != 0;
  if (header.whole && header.questions == 0) {  // c-ares refuses these
    const unsigned rcode = header.flags & rcode_bits;
    if (rcode != 0) answer.status = status_of(rcode);
    return response;
  }
  const Record record = parse(message);
  if (record == nullptr) return response;

  answer.status = status_of(ares_dns_record_get_rcode(record.get()));
  answer.authenticated = (header.flags & authentic_data) != 0;
  read_extended_error(*record, response.has_edns, answer.extended_error);
  if (answer.status == DnsStatus::noerror || answer.status == DnsStatus::nxdomain) {
    take_records(*record, question.name, question.type, answer);
  }
  return response;
}

}  // namespace net
