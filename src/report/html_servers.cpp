// SPDX-License-Identifier: GPL-3.0-or-later
//
// Domain, MX hosts and addresses as a nested list, with what is known of each.
#include <fmt/core.h>

#include "report/html_parts.hpp"
#include "report/html_sections.hpp"
#include "report/html_signs.hpp"

namespace report::html {
namespace {

Markup certificate_of(const Server& server) {
  Markup all;
  if (!server.certificate.empty()) all += code(server.certificate);
  if (!server.issuer.empty())
    all += (all.empty() ? Markup("from ") : Markup(", from ")) + text(server.issuer);
  if (server.not_after)
    all += (all.empty() ? Markup("until ") : Markup(", until ")) + text(date(*server.not_after));
  if (!server.trust.empty())
    all += (all.empty() ? Markup() : Markup(": ")) + element("b", text(server.trust));
  return all;
}

Markup effort_of(const Server& server) {
  if (server.connections == 0) return {};
  std::string effort = fmt::format("{} in {:.1f} s", counted(server.connections, "connection"),
                                   static_cast<double>(server.duration.count()) / 1000);
  if (server.dirty_closes > 0)
    effort += fmt::format(", {} of them ended without a goodbye", server.dirty_closes);
  return text(effort);
}

Markup outcome_of(const Server& server) {
  if (server.outcome.empty()) return text(server.meaning);
  return text(server.meaning) + " " + code(server.outcome);
}

Markup server_item(const Server& server) {
  const Markup title =
      element("p", {{"class", "node"}},
              code(server.address.empty() ? server.endpoint_id : server.address) +
                  (server.port == 25 ? Markup() : " port " + text(std::to_string(server.port))) +
                  " " + mark(health_of(server)));
  return element(
      "li", title + "\n" +
                fields({{"Outcome", outcome_of(server)},
                        {"Greeting", server.greeting.empty() ? Markup()
                                                             : element("q", {{"class", "seen"}},
                                                                       text(server.greeting))},
                        {"Software", text(server.software)},
                        {"TLS", text(joined(server.versions))},
                        {"Keys", text(joined(server.keys))},
                        {"Certificate", certificate_of(server)},
                        {"DANE", mark(dane_word(server.dane))},
                        {"MTA-STS", mark(mta_sts_word(server.mta_sts))},
                        {"Asked", effort_of(server)},
                        {"Left out", text(left_out(server))}}));
}

Markup host_item(const Host& host) {
  std::string about = fmt::format("preference {}, addresses {}", host.preference,
                                  host.is_signed ? "signed" : "not signed");
  if (!host.aliases.empty()) about += ", alias of " + joined(host.aliases);
  Markup content = element("p", {{"class", "node"}},
                           code(host.name) + " " + mark(health_of(host)) + " " +
                               element("span", {{"class", "note"}}, text(about))) +
                   "\n";
  if (!host.problem.empty()) content += paragraph(text(host.problem));
  Markup servers;
  for (const Server& server : host.servers) servers += server_item(server) + "\n";
  if (!servers.empty()) content += element("ul", servers);
  return element("li", content) + "\n";
}

// What the domain's MX answer means; empty where it is the ordinary one.
std::string status_words(const std::string& status) {
  if (status.empty() || status == "has_mx") return {};
  if (status == "implicit_mx") return ", no MX record: the domain is its own mail host";
  if (status == "null_mx") return ", null MX: the domain takes no mail";
  return ", " + status;
}

std::string about_mx(const Domain& domain) {
  if (domain.is_host) return "a host that was named instead of a domain";
  return fmt::format("{}, MX answer {}{}", counted(domain.hosts.size(), "mail host"),
                     domain.mx_signed ? "signed" : "not signed", status_words(domain.mx_status));
}

}  // namespace

Markup servers_part(const Domain& domain, const std::string& id) {
  Markup hosts;
  for (const Host& host : domain.hosts) hosts += host_item(host);
  if (hosts.empty())
    return section(
        id, 3, "Servers",
        paragraph("There is no mail server to look at. " + text(about_mx(domain)) + "."));
  const Markup tree =
      element("li", element("p", {{"class", "node"}},
                            code(domain.domain) + " " +
                                element("span", {{"class", "note"}}, text(about_mx(domain)))) +
                        element("ul", hosts));
  return section(id, 3, "Servers",
                 picture_of(domain, id) + element("ul", {{"class", "tree"}}, tree) + "\n");
}

}  // namespace report::html
