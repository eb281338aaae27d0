// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/policy_records.hpp"

#include "base/text.hpp"
#include "fuzz/octets.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view record = octets(data, size);
  const wire::MtaStsRecord sts = wire::read_mta_sts_record(record);
  require(sts.flaws.size() <= 66);
  // What is well-formed is meant, has an id, and stays so with a delimiter at its end.
  if (sts.flaws.empty()) {
    require(wire::is_mta_sts_record(record));
    require(!sts.id.empty() && sts.id.size() <= 32);
    require(!wire::read_mta_sts_record(std::string(record) + " ; x").flaws.empty());
  }
  if (!wire::is_mta_sts_record(record)) require(sts.flaws.size() == 1 && sts.id.empty());

  const wire::TlsrptRecord report = wire::read_tlsrpt_record(record);
  require(report.uris.size() <= 64 && report.flaws.size() <= 64 * 65 + 2);
  if (report.flaws.empty()) {
    require(wire::is_tlsrpt_record(record) && !report.uris.empty());
    for (const std::string_view uri : report.uris) require(!wire::uri_scheme(uri).empty());
  }
  if (!wire::is_tlsrpt_record(record)) require(report.flaws.size() == 1 && report.uris.empty());

  const std::string scheme = wire::uri_scheme(record);
  require(base::starts_with_ignoring_case(record, scheme));
  if (size >= 3) {
    const std::string flaw = wire::tlsa_flaw(data[0], data[1], data[2], record.substr(3));
    if (flaw.empty()) require(data[0] < 4 && data[1] < 2 && data[2] < 3 && size > 3);
  }
  return 0;
}
