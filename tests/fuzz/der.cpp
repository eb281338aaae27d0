// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/der.hpp"

#include "fuzz/octets.hpp"

namespace {

void walk(std::string_view bytes, int depth) {
  wire::DerReader reader(bytes);
  std::size_t sum = 0;
  while (!reader.empty() && reader.ok()) {
    const wire::DerValue value = reader.next();
    if (!reader.ok()) {
      require(value.encoding.empty() && value.content.empty());
      break;
    }
    require(value.encoding == bytes.substr(sum, value.encoding.size()));
    require(value.encoding.size() >= value.content.size() + 2);
    require(value.encoding.size() <= value.content.size() + 6);
    sum += value.encoding.size();
    if ((value.tag & 0x20) != 0 && depth < 16) walk(value.content, depth + 1);
    const std::string oid = wire::oid_text(value.content);
    require(oid.empty() || (oid[0] >= '0' && oid[0] <= '2' && oid[1] == '.'));
    const std::string number = wire::integer_text(value.content);
    require(number.empty() == (value.content.empty() || value.content.size() > 64));
    if (!number.empty()) require((number[0] == '-') == ((value.content[0] & '\x80') != 0));
  }
  if (reader.finished()) require(sum == bytes.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  walk(octets(data, size), 0);
  return 0;
}
