// SPDX-License-Identifier: GPL-3.0-or-later
//
// DANE: the domain, its hosts, and every record at every address.
#include "policy/zone_text.hpp"
#include "report/html_parts.hpp"
#include "report/html_sections.hpp"
#include "report/html_signs.hpp"

namespace report::html {
namespace {

Markup coverage_words(policy::Coverage coverage) {
  switch (coverage) {
    case policy::Coverage::all:
      return "every MX host";
    case policy::Coverage::some:
      return "some of the MX hosts";
    case policy::Coverage::none:
      return "no MX host";
  }
  return {};
}

Row host_row(const policy::DaneAtHost& host) {
  return {{{code(host.mx_host), ""},
           {mark(word_of(host.state)), ""},
           {host.why.empty() ? Markup("–") : text(host.why), ""},
           {host.tlsa_name.empty() ? Markup("not asked") : code(host.tlsa_name), ""},
           {host.tlsrpt_result.empty() ? Markup("–") : code(host.tlsrpt_result), ""}},
          "",
          ""};
}

void add_records(const policy::DaneAtServer& server, Table& table) {
  for (const policy::RecordAtServer& at : server.records)
    table.rows.push_back({{{code(server.endpoint_id), ""},
                           {code(policy::tlsa_value(at.record)), ""},
                           {mark(word_of(at.use)), ""},
                           {at.why.empty() ? Markup("–") : text(at.why), ""}},
                          "",
                          ""});
}

}  // namespace

Markup dane_part(const policy::DaneOfDomain& dane, const std::string& id) {
  Markup content =
      fields({{"State", mark(word_of(dane.state))},
              {"Why", text(dane.why)},
              {"Signed records at", coverage_words(dane.coverage)},
              {"MX answer", dane.mx_signed ? Markup("signed (DNSSEC)") : Markup("not signed")},
              {"Senders report", text(dane.tlsrpt_result)}});
  Table hosts{id + "-hosts",
              "DANE, host by host",
              {"MX host", "State", "Why", "Records stand at", "Senders report"}};
  Table records{id + "-records", "TLSA records at each server", {"Server", "Record", "Use", "Why"}};
  for (const policy::DaneAtHost& host : dane.hosts) {
    hosts.rows.push_back(host_row(host));
    for (const policy::DaneAtServer& server : host.servers) add_records(server, records);
  }
  if (!hosts.rows.empty()) content += table_of(hosts);
  if (!records.rows.empty()) content += table_of(records);
  return section(id, 4, "DANE", content);
}

}  // namespace report::html
