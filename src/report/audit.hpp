// SPDX-License-Identifier: GPL-3.0-or-later
//
// What an audit found and what follows from it, ready to be shown: assemble.hpp makes it of
// records, everything else here turns it into text. All strings are UTF-8; whatever a stranger
// wrote (a greeting, a TXT record, a name in a certificate) is escaped where it is put into a
// format, not here.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "model/sender_verdict.hpp"
#include "policy/dane.hpp"
#include "policy/mta_sts.hpp"
#include "policy/records.hpp"
#include "policy/suggestions.hpp"

namespace report {

// Whether TLS can be enforced without a loss of mail.
enum class Readiness : std::uint8_t { safe, not_yet, unknown };
std::string_view to_string(Readiness readiness);

// Worst first.
enum class Severity : std::uint8_t {
  fail,   // mail is lost where TLS is enforced, or a "must" is broken
  warn,   // a "should" is
  doubt,  // it was asked and is not known
  info,
};
std::string_view to_string(Severity severity);

struct Citation {
  std::string document;  // "RFC 7672"
  std::string section;   // "3.1.1"
  std::string says{};    // empty: nothing to quote
};

struct Remedy {
  std::string software;  // "Postfix"; empty: whatever it is
  std::string change;
};

// One thing that is wrong, or not known, wherever it is found.
struct Finding {
  // A check ("rfc3207/not_offered_inside_tls"), an outcome ("starttls.not_offered"), both of which
  // `waxseal explain` knows, or a state of a policy ("dane.invalid", "mta_sts.fetch_failed").
  std::string id;
  Severity severity = Severity::info;
  std::string level{};  // "must", "should", "may", "community"; empty: of no document
  // Mail of senders that enforce TLS is lost by it, or would be: it stands behind "not yet".
  bool blocks = false;
  std::string title;  // a sentence
  // Where, in the words of people, with what was seen there.
  struct Place {
    std::string where;  // an endpoint id, an MX host or the domain
    std::string seen{};
  };
  std::vector<Place> places{};
  std::vector<std::string> senders{};  // ids of those whose mail does not arrive because of it
  std::vector<Remedy> remedies{};      // for the software that was recognized there, else for all
  std::vector<Citation> sources{};
};

// One address of an MX host.
struct Server {
  std::string endpoint_id;
  std::string address;
  std::uint16_t port = 25;
  // The outcome's code ("completed", "connect.timeout") and what it means, a sentence.
  std::string outcome{};
  std::string meaning{};
  Severity worst = Severity::info;      // of the findings here; info where there is none
  std::string software{};               // as its greeting has it: "Postfix"; empty: not recognized
  std::string greeting{};               // first line, octets escaped
  std::vector<std::string> versions{};  // that it speaks: "TLS 1.2"
  std::vector<std::string> keys{};      // of its certificates: "ECDSA P-256", "RSA 2048"
  std::string certificate{};            // "mx.example.org, *.example.org"; empty: none was seen
  std::string issuer{};
  std::optional<base::WallTime> not_after{};  // of the certificate
  std::string trust{};                        // "trusted", or what is wrong: "expired"
  std::string dane{};                         // facts::to_string(Dane)
  std::string mta_sts{};                      // "fits", "does not fit", "not known"
  std::size_t connections = 0;
  std::size_t dirty_closes = 0;
  base::Milliseconds duration{};
  std::string cut_short{};  // why not everything was asked; empty: all was
};

struct Host {
  std::string name;
  unsigned preference = 0;
  std::vector<std::string> aliases{};
  bool is_signed = false;  // its addresses (DNSSEC)
  std::string problem{};   // why there is no server: a clause; empty: there are
  std::vector<Server> servers{};
};

// One way to make TLS mandatory, and what would become of mail.
struct Enforcement {
  std::string id;    // "mta_sts", "dane", "mandatory_tls", "requiretls"
  std::string name;  // "MTA-STS with mode enforce"
  Readiness readiness = Readiness::unknown;
  bool possible = true;     // DANE without DNSSEC is not, REQUIRETLS not where no server offers it
  bool in_force = false;    // the domain has it published already
  std::string why{};        // a sentence; empty where it is safe
  std::size_t senders = 0;  // that know it
  std::vector<std::string> failing{};  // ids of those of them whose mail would not arrive
  std::vector<std::string> unknown{};  // ids
};

struct SenderRow {
  model::SenderVerdict verdict;
  std::string name;      // "Postfix 3.7 on Debian 12, smtp_tls_security_level = may"
  bool assumed = false;  // something about it is
};

// How many conformance checks came out how: verdicts of the domain and all of its servers.
struct CheckCounts {
  std::size_t fail = 0, warn = 0, inconclusive = 0, info = 0, pass = 0, not_applicable = 0;
};

struct Advice {
  std::string when;  // "by 2027-01-02", "each week", "before the key changes"; empty: always
  std::string what;  // a sentence
};

struct Domain {
  std::string domain;  // or the host that was named instead
  bool is_host = false;
  std::string mx_status{};  // as DomainRecord has it
  bool mx_signed = false;
  Readiness readiness = Readiness::unknown;
  std::string headline{};  // "not yet: 2 servers and 3 of 27 kinds of sender would fail"
  std::vector<std::string> reasons{};  // a sentence each
  std::vector<Enforcement> enforcement{};
  std::vector<Host> hosts{};        // by preference
  std::vector<Finding> findings{};  // those that block first, then the worst first
  CheckCounts checks{};
  std::vector<SenderRow> senders{};
  policy::DaneOfDomain dane{};
  policy::MtaStsOfDomain mta_sts{};
  policy::TlsrptOfDomain tlsrpt{};
  policy::RequireTlsOfDomain requiretls{};
  std::vector<policy::CaaOfHost> caa{};
  policy::Suggestions suggestions{};
  std::vector<Advice> watch{};
};

struct Audit {
  std::string version;  // of waxseal
  std::string run_id;
  base::WallTime started{};
  base::Milliseconds duration{};
  std::string client_name{};  // what EHLO said
  std::string resolver{};     // "127.0.0.53", comma-separated
  // Its AD flag counts: it validates and is on this machine, or the user says so.
  bool resolver_trusted = false;
  bool authorized = false;
  bool interrupted = false;
  std::vector<Domain> domains{};
};

}  // namespace report
