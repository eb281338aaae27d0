// SPDX-License-Identifier: GPL-3.0-or-later
//
// What to keep an eye on once all is well.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "report/subject.hpp"

namespace report {
namespace {

constexpr std::chrono::hours kAhead{30 * 24};  // a renewal that fails must be noticed in time

std::string date_of(base::WallTime time) { return base::rfc3339(time).substr(0, 10); }

// The first certificate that runs out.
void watch_certificates(const std::vector<Host>& hosts, bool with_dane, base::WallTime now,
                        std::vector<Advice>& watch) {
  const Server* first = nullptr;
  for (const Host& host : hosts) {
    for (const Server& server : host.servers) {
      if (server.not_after && (first == nullptr || *server.not_after < *first->not_after))
        first = &server;
    }
  }
  if (first == nullptr) return;
  const base::WallTime due = *first->not_after - kAhead;
  watch.push_back(
      {due < now ? "now" : "before " + date_of(due),
       fmt::format("Renew the certificate of {}; whether the new one is in use is seen by another "
                   "audit, not in the file.",
                   first->endpoint_id)});
  if (with_dane) {
    watch.push_back(
        {"before a key changes",
         "Publish the TLSA record of the new key beside the old one, and wait for two TTLs. A "
         "renewal that keeps the key (certbot: --reuse-key) leaves a 3 1 1 record as it is."});
  }
}

}  // namespace

std::vector<Advice> watch_of(const Subject& subject, const std::vector<Host>& hosts,
                             const policy::Suggestions& suggestions) {
  using policy::MtaStsState;
  std::vector<Advice> watch;
  if (subject.endpoints.empty()) return watch;
  const bool with_dane =
      subject.dane.coverage != policy::Coverage::none || !suggestions.tlsa.empty();
  watch_certificates(hosts, with_dane, subject.record.started, watch);
  if (!subject.serves_mail_exchange || subject.record.mx_status == "named_host") return watch;
  if (subject.tlsrpt.state == policy::TlsrptState::valid) {
    watch.push_back(
        {"each day",
         "Read the reports that the TLSRPT record asks for: they are the only word from "
         "senders whose mail does not arrive (RFC 8460)."});
  } else {
    watch.push_back({"first of all",
                     "Publish the TLSRPT record, so that senders report what fails (RFC 8460), and "
                     "read the reports for two weeks before anything is enforced."});
  }
  if (subject.mta_sts.state == MtaStsState::testing || subject.mta_sts.state == MtaStsState::none) {
    watch.push_back({"after two quiet weeks",
                     "Change the mode of the MTA-STS policy from testing to enforce, with a new id "
                     "in the TXT record; then raise max_age step by step."});
  }
  watch.push_back({"whenever an MX host, a certificate or a TLS setting changes",
                   "Audit again; in a cron job or CI with --expect and --fail-on."});
  return watch;
}

}  // namespace report
