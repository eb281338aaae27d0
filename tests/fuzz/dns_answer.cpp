// SPDX-License-Identifier: GPL-3.0-or-later
//
// Any bytes as a DNS response. The first octet chooses the type asked for; the name asked for is
// always www.example. What must hold of any answer is asserted here.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string_view>

#include "net/dns_cache.hpp"
#include "net/dns_message.hpp"
#include "net/dns_name.hpp"

namespace {

constexpr net::RecordType types[] = {
    net::RecordType::a,    net::RecordType::cname, net::RecordType::mx, net::RecordType::txt,
    net::RecordType::aaaa, net::RecordType::tlsa,  net::RecordType::caa};

void require(bool holds) {
  if (!holds) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto type = types[data[0] % std::size(types)];
  const std::string_view message(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto question = net::make_question("www.example", type);
  static_cast<void>(net::answers_query(message, *question, 0));

  const auto answer = net::parse_response(message, *question).answer;
  require(answer.aliases.size() <= 16);
  require(answer.mx.size() + answer.addresses.size() + answer.txt.size() + answer.tlsa.size() +
              answer.caa.size() <=
          256);
  require(answer.txt.size() <= 64 && answer.tlsa.size() <= 64 && answer.caa.size() <= 64);
  for (const auto& caa : answer.caa) require(!caa.tag.empty() && caa.value.size() <= net::kMaxText);
  for (const auto& text : answer.txt) require(text.size() <= net::kMaxText);
  for (const auto& mx : answer.mx) require(net::normal_name(mx.exchange) == mx.exchange);
  for (const auto& alias : answer.aliases) require(net::normal_name(alias) == alias);
  if (answer.status == net::DnsStatus::no_answer) require(answer.mx.empty() && answer.txt.empty());

  // What is kept of it comes back as it was.
  net::DnsCache cache(1);
  cache.store(*question, answer, base::Instant());
  if (const auto kept = cache.find(*question, base::Instant())) {
    require(kept->status == answer.status && kept->ttl == answer.ttl);
    require(kept->negative_ttl == answer.negative_ttl && kept->aliases == answer.aliases);
    require(kept->addresses == answer.addresses && kept->mx.size() == answer.mx.size());
    require(kept->extended_error == answer.extended_error);
    require(std::equal(kept->tlsa.begin(), kept->tlsa.end(), answer.tlsa.begin(), answer.tlsa.end(),
                       [](const net::TlsaRecord& a, const net::TlsaRecord& b) {
                         return a.usage == b.usage && a.selector == b.selector &&
                                a.matching_type == b.matching_type && a.data == b.data;
                       }));
    require(std::equal(kept->caa.begin(), kept->caa.end(), answer.caa.begin(), answer.caa.end(),
                       [](const net::CaaRecord& a, const net::CaaRecord& b) {
                         return a.flags == b.flags && a.tag == b.tag && a.value == b.value;
                       }));
  }

  // The same bytes as a name that somebody typed.
  if (const auto name = net::normal_name(message)) require(net::normal_name(*name) == *name);
  return 0;
}
