// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/core.h>

#include "base/text.hpp"
#include "report/text_sections.hpp"

namespace report {
namespace {

constexpr std::size_t kIndent = 2;
constexpr std::string_view kAllWentWell = "quit.completed";
constexpr std::size_t kNames = 13;           // the column of "certificate"
constexpr std::size_t kGreetingShown = 200;  // columns

std::string certificate_of(const Server& server) {
  if (server.certificate.empty()) return {};
  std::string text = server.certificate;
  if (!server.keys.empty()) text += "; " + joined(server.keys);
  if (!server.issuer.empty()) text += "; issued by " + server.issuer;
  if (server.not_after) text += "; until " + date(*server.not_after);
  if (!server.trust.empty()) text += "; " + server.trust;
  return text;
}

void add_server(Page& page, const Server& server) {
  const std::size_t indent = kIndent + 2;
  const Word health = health_of(server);
  page.marked(indent, upper(health.says), health.tone,
              server.address.empty() ? server.endpoint_id
                                     : fmt::format("{} port {}", server.address, server.port));
  const auto field = [&page](std::string_view name, std::string_view text) {
    page.field(kIndent + 4, name, kNames, text);
  };
  if (server.outcome != kAllWentWell)
    field("came out", server.outcome + (server.meaning.empty() ? "" : ": " + server.meaning));
  field("software", server.software);
  field("greeting", clipped(server.greeting, kGreetingShown));
  field("speaks", joined(server.versions));
  field("certificate", certificate_of(server));
  if (!server.dane.empty()) field("DANE", dane_word(server.dane).says);
  if (!server.mta_sts.empty()) field("MTA-STS", mta_sts_word(server.mta_sts).says);
  field("left out", left_out(server));
}

void add_host(Page& page, const Host& host) {
  std::string title = fmt::format("{}  (preference {}, addresses {}", host.name, host.preference,
                                  host.is_signed ? "signed" : "not signed");
  if (!host.aliases.empty()) title += ", by way of the alias " + joined(host.aliases);
  page.line(kIndent, title + ")");
  if (host.servers.empty())
    page.marked(kIndent + 2, "NO SERVER", Tone::doubt,
                host.problem.empty() ? "it was not looked at" : host.problem);
  for (const Server& server : host.servers) add_server(page, server);
}

std::string blanks_for_underscores(std::string words) {
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

}  // namespace

void add_servers(Page& page, const Domain& domain) {
  page.heading("Mail servers");
  if (domain.is_host) {
    page.line(0, domain.domain + " (named itself: nothing was asked about a domain)");
  } else {
    page.line(0, fmt::format("{} ({}, MX records {})", domain.domain,
                             blanks_for_underscores(domain.mx_status),
                             domain.mx_signed ? "signed" : "not signed"));
  }
  if (domain.hosts.empty()) page.line(kIndent, "There is none.");
  for (const Host& host : domain.hosts) add_host(page, host);
}

}  // namespace report
