// SPDX-License-Identifier: GPL-3.0-or-later
#include "row.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

namespace interop {
namespace {

using matrix::Line;
using matrix::Place;

using Handshake = Stage::Handshake;

const std::array<Stage, 19> kStages{{
    {.name = "offered"},
    {.name = "refused", .listens = false},
    {.name = "greeting-421", .greeting = "421 4.3.2 Service not available"},
    {.name = "greeting-450", .greeting = "450 4.3.2 Come back later"},
    {.name = "greeting-554", .greeting = "554 5.7.1 No service here"},
    {.name = "greeting-closed", .greeting = ""},
    {.name = "helo-only", .knows_ehlo = false},
    {.name = "not-offered", .offers_tls = false, .starttls = "502 5.5.1 Command not implemented"},
    {.name = "starttls-454", .starttls = "454 4.7.0 TLS not available due to temporary reason"},
    {.name = "starttls-501", .starttls = "501 5.5.4 Syntax error"},
    {.name = "starttls-502", .starttls = "502 5.5.1 Command not implemented"},
    {.name = "starttls-554", .starttls = "554 5.7.3 Unable to initialize security subsystem"},
    {.name = "starttls-closed", .starttls = ""},
    {.name = "handshake-closed", .handshake = Handshake::closed},
    {.name = "handshake-reset", .handshake = Handshake::reset},
    {.name = "handshake-garbage", .handshake = Handshake::garbage},
    {.name = "handshake-alert-80", .handshake = Handshake::alert},
    {.name = "inside-closed", .handshake = Handshake::silent_end},
    {.name = "tls-demanded", .demands_tls = true},
}};

const Stage& stage_of(matrix::Settings& settings) {
  const std::string word = settings.take("stage", "offered");
  const auto* const found = std::find_if(kStages.begin(), kStages.end(),
                                         [&](const Stage& stage) { return stage.name == word; });
  if (found == kStages.end()) settings.place().refuse("\"" + word + "\" is no stage");
  return *found;
}

// Names of DNS: they become labels.
void require_label(const std::string& name, const Place& place) {
  constexpr std::size_t kLongest = 40;  // so that "mx.NAME.interop.test" fits into a common name
  const bool fits =
      !name.empty() && name.size() <= kLongest &&
      name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
  if (!fits) place.refuse("\"" + name + "\" is no name: a-z, 0-9 and - only, 40 at most");
}

std::string domain_of(const std::string& name) { return name + "." + std::string(kZone); }

// 127.77.0.1 is the first.
std::string address_of(std::size_t number) {
  constexpr std::size_t kEach = 250;
  return "127.77." + std::to_string(number / kEach) + "." + std::to_string(number % kEach + 1);
}

std::string take_dnssec(matrix::Settings& settings) {
  return settings.take_one_of("dnssec", {"on", "off", "bogus"});
}

Row row_of(const Line& line, std::size_t number) {
  if (line.columns.empty() || line.columns.size() > 2)
    line.place.refuse("a row is \"name | settings\"");
  Row row;
  row.name = line.columns[0];
  require_label(row.name, line.place);
  row.domain = domain_of(row.name);
  row.host = "mx." + row.domain;
  row.address = address_of(number);
  matrix::Settings settings(line.columns.size() > 1 ? line.columns[1] : "", line.place);
  row.stage = &stage_of(settings);
  row.tlsa = settings.take_one_of("tlsa", {"none", "match", "wrong", "rollover", "sha512", "root",
                                           "intermediate", "pkix", "unknown-usage", "servfail"});
  row.dnssec = take_dnssec(settings);
  matrix::Row tls;
  tls.kind = settings.take_one_of("kind", {"openssl", "gnutls", "wolfssl"});
  tls.name = row.name;
  tls.place = line.place;
  tls.settings = std::move(settings);
  row.server = matrix::make_server(tls, row.host);
  if (row.tlsa == "intermediate" && row.server.certificates.identities.front().chain.empty())
    line.place.refuse("tlsa=intermediate, and no intermediate is sent");
  return row;
}

Domain::Mx mx_of(const std::string& word, const Place& place, const std::vector<Row>& rows) {
  Domain::Mx mx;
  const std::size_t colon = word.find(':');
  const auto found = std::find_if(
      rows.begin(), rows.end(), [&](const Row& row) { return row.name == word.substr(0, colon); });
  if (colon == std::string::npos || found == rows.end())
    place.refuse("\"" + word + "\" is no ROW:PREFERENCE of servers.txt");
  mx.row = &*found;
  const char* const end = word.data() + word.size();
  const auto read = std::from_chars(word.data() + colon + 1, end, mx.preference);
  if (read.ec != std::errc() || read.ptr != end || mx.preference > 65535)
    place.refuse("\"" + word + "\" has no preference");
  return mx;
}

}  // namespace

std::vector<Row> read_servers(std::string_view text, const std::string& file) {
  std::vector<Row> rows;
  std::set<std::string> names;
  for (const Line& line : matrix::read_lines(text, file)) {
    rows.push_back(row_of(line, rows.size()));
    if (!names.insert(rows.back().name).second)
      line.place.refuse("\"" + rows.back().name + "\" is there already");
  }
  return rows;
}

std::vector<Domain> read_domains(std::string_view text, const std::string& file,
                                 const std::vector<Row>& rows) {
  std::vector<Domain> domains;
  std::set<std::string> names;
  for (const Row& row : rows) names.insert(row.domain);
  for (const auto& [place, columns] : matrix::read_lines(text, file)) {
    if (columns.size() < 2 || columns.size() > 3)
      place.refuse("a domain is \"name | row:preference ... | settings\"");
    require_label(columns[0], place);
    Domain domain;
    domain.name = domain_of(columns[0]);
    if (!names.insert(domain.name).second) place.refuse("\"" + columns[0] + "\" is there already");
    for (const std::string& word : matrix::split(columns[1], " "))
      domain.hosts.push_back(mx_of(word, place, rows));
    matrix::Settings settings(columns.size() > 2 ? columns[2] : "", place);
    domain.dnssec = take_dnssec(settings);
    settings.refuse_the_rest();
    domains.push_back(std::move(domain));
  }
  return domains;
}

}  // namespace interop
