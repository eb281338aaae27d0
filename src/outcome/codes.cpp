// SPDX-License-Identifier: GPL-3.0-or-later
#include "outcome/codes.hpp"

#include <algorithm>
#include <array>

namespace outcome {
namespace {

using model::Attribution;
using model::Measurability;

constexpr auto kMeasured = Measurability::measured;
constexpr auto kTransient = Measurability::transient;
constexpr auto kBlocked = Measurability::blocked;
constexpr auto kVantage = Measurability::vantage;
constexpr auto kSkipped = Measurability::skipped;

constexpr std::string_view kNotSupported = "starttls-not-supported";
constexpr std::string_view kFailure = "validation-failure";

// ---- Before there is a connection ---------------------------------------------------------------

const std::vector<Code> kBeforeSmtp{
    {"dns.null_mx", kSkipped, Attribution::dns, "", "",
     "The domain says that it takes no mail: a single MX record with preference 0 and the root as "
     "its host.",
     "Bounces at once (556 5.1.10), without a connection.", "Nothing, if no mail is wanted.",
     "RFC 7505 sections 3 and 4.1"},
    {"dns.no_mx", kSkipped, Attribution::dns, "", "",
     "There is neither an MX record nor an address record.", "Bounces.",
     "Publish MX records, or a null MX.", "RFC 5321 section 5.1"},
    {"dns.nxdomain", kSkipped, Attribution::dns, "", "", "The name does not exist.", "Bounces.",
     "Nothing, unless the domain should exist.", "RFC 5321 section 5.1; RFC 8020"},
    {"dns.no_address", kMeasured, Attribution::dns, "", "",
     "No MX host has an address that mail can go to.",
     "Defers or bounces, after all hosts were tried.",
     "Give the MX hosts addresses, or remove them.", "RFC 5321 section 5.1"},
    {"dns.lookup_failed", kTransient, Attribution::dns, "", "",
     "The MX lookup had no answer that counts: SERVFAIL, a timeout, a refusal. mx_lookup says "
     "which.",
     "Defers and asks again.", "Look at the name servers, and at DNSSEC.",
     "RFC 5321 section 5.1; RFC 8914"},
    {"connect.skipped", kSkipped, Attribution::client, "", "",
     "Not contacted, on purpose: the blocklist, a private or reserved address, no name of our own "
     "to say. `skipped` says why.",
     "Does not matter to senders.", "Nothing.", "RFC 6890"},
    {"connect.refused", kMeasured, Attribution::unknown, "", "",
     "The connection was refused (RST to our SYN): nothing listens, or a firewall says so.",
     "Tries the next MX, then defers.",
     "Start the mail server, or take the host out of the MX records.", "RFC 5321 section 5.1"},
    {"connect.timeout", kTransient, Attribution::unknown, "", "",
     "No answer to our SYN: down, filtered, or port 25 is closed on the way out of our own "
     "network.",
     "Tries the next MX, then defers.",
     "Look at the firewall, and whether port 25 is reachable from elsewhere.",
     "RFC 5321 sections 4.5.3.2 and 5.1"},
    {"connect.unreachable", kVantage, Attribution::path, "", "",
     "No route to the host or its network; for IPv6 often ours.",
     "Tries the next address or MX, then defers.", "See whether others reach the address.",
     "RFC 5321 section 5.1"},
    {"connect.failed", kTransient, Attribution::unknown, "", "",
     "TCP failed otherwise before the connection stood; os_error says how.",
     "Tries the next MX, then defers.", "See whether others reach the address.",
     "RFC 5321 section 5.1"},
    {"connect.local_failure", kVantage, Attribution::client, "", "",
     "Our own machine refused: no such source address, no file descriptors, its firewall.",
     "Does not matter to senders.", "Nothing; whoever scans mends the scanner's machine.", ""},
    {"connect.port_25_blocked", kVantage, Attribution::client, "", "",
     "Nobody answers us on port 25, known servers neither: our own network filters it.",
     "Does not matter to senders.",
     "Nothing; whoever scans does it from a network that may send mail.", "RFC 5068 section 4"},
};

// ---- Replies: the same at the greeting, EHLO, STARTTLS and inside TLS
// ----------------------------

struct ReplyStage {
  std::string_view stage;
  std::string_view tlsrpt;  // where STARTTLS could not be had because of it
};
constexpr std::array<ReplyStage, 4> kReplyStages{
    {{"banner", ""}, {"ehlo", ""}, {"starttls", kNotSupported}, {"post_tls", kFailure}}};

const std::vector<Code> kReplyCodes{
    {"timeout", kTransient, Attribution::unknown, "", "",
     "No reply within the step's limit: slow, overloaded, hanging, or the path loses packets.",
     "Waits for minutes (five, for the greeting), then tries the next MX or defers.",
     "Look at load, DNS lookups of clients and greet pauses: senders' patience differs.",
     "RFC 5321 section 4.5.3.2"},
    {"tarpit", kTransient, Attribution::server, "", "",
     "Octets came, so slowly that no reply was complete within the limit: a tarpit.",
     "Holds on for as long as its timeouts allow, then tries the next MX or defers.",
     "Spare senders that have done nothing.", "RFC 5321 section 4.5.3.2"},
    {"closed", kBlocked, Attribution::unknown, "", "",
     "The server closed the connection (FIN) instead of replying: often a filter that does not "
     "like our address.",
     "Tries the next MX, then defers.", "Say a reply before closing: 421 or 554.",
     "RFC 5321 section 3.8"},
    {"reset", kBlocked, Attribution::unknown, "", "",
     "The connection was reset instead of a reply, by the server or on the way.",
     "Tries the next MX, then defers.",
     "Say a reply before closing; look at firewalls that meddle with SMTP.",
     "RFC 5321 section 3.8"},
    {"not_smtp", kMeasured, Attribution::server, "", "",
     "What came is no SMTP reply: another protocol on this port, or a banner without a code.",
     "Defers or bounces.", "See what listens on the port.", "RFC 5321 section 4.2"},
    {"implicit_tls", kMeasured, Attribution::server, "", "",
     "A TLS record where a reply should be: this port wants TLS at once.",
     "Defers: between mail servers TLS begins with STARTTLS.",
     "Offer plain SMTP with STARTTLS on port 25.",
     "RFC 5321 section 4.3.1; RFC 3207 section 4; RFC 8314 section 3.3"},
    {"reply_too_long", kMeasured, Attribution::server, "", "",
     "A reply that did not end within our limits (64 KiB, 512 lines).",
     "Gives up at limits of its own.", "Keep replies short.", "RFC 5321 section 4.5.3.1.5"},
    {"unexpected_reply", kMeasured, Attribution::server, "", "",
     "A positive reply that cannot be the answer: another code, or several replies to one command.",
     "Undefined; many close the connection.", "Reply once to each command, with its code.",
     "RFC 5321 sections 4.2 and 4.3.2"},
    {"temporary", kTransient, Attribution::server, "", "",
     "A 4xx reply in words that we do not know.", "Tries the next MX, then defers.",
     "Look up the words in the server's log.", "RFC 5321 section 4.2.1"},
    {"permanent", kBlocked, Attribution::server, "", "",
     "A 5xx reply in words that we do not know.", "Bounces, or tries the next MX.",
     "Look up the words in the server's log.", "RFC 5321 section 4.2.1"},
    {"blocked", kBlocked, Attribution::server, "", "",
     "Refused for what our address or network is or is listed as.",
     "Defers or bounces, by the code; others may well be let in.",
     "Nothing, unless senders are meant to be let in.",
     "RFC 5321 section 7.9; RFC 3463 section 3.8; RFC 5782 section 2"},
    {"identity", kBlocked, Attribution::client, "", "",
     "Our name is objected to: EHLO, the reverse lookup, or both together.",
     "Defers or bounces; a sender with proper names is let in.", "Nothing.",
     "RFC 5321 section 4.1.4; RFC 7372 section 3.3; RFC 8601 section 3"},
    {"greylisted", kTransient, Attribution::server, "", "",
     "Told to come again: first-time senders are put off.", "Comes again in some minutes.",
     "Nothing.", "RFC 6647"},
    {"must_wait", kTransient, Attribution::server, "", "",
     "Our turn has not come: a gate such as postscreen lets first-time senders in at the next "
     "connection only, or we are told that we spoke too early.",
     "Comes again in some minutes.", "Nothing.", "RFC 5321 section 4.3.1; RFC 6647"},
    {"rate_limited", kTransient, Attribution::client, "", "",
     "Too many connections, commands or TLS sessions from our address or in all.",
     "Comes again later, more slowly.", "Set limits that ordinary senders do not reach.",
     "RFC 5321 section 4.2.2"},
    {"overloaded", kTransient, Attribution::server, "", "",
     "Out of resources or under load for now.", "Comes again later.",
     "Look at load, disk space and processes.", "RFC 5321 section 4.2.2"},
    {"no_mail_here", kMeasured, Attribution::server, "", "",
     "Says that it takes no mail (521, or 554 at the greeting).", "Bounces, or tries the next MX.",
     "Take the host out of the MX records.", "RFC 7504 section 3; RFC 5321 section 3.1"},
    {"not_implemented", kMeasured, Attribution::server, "", "",
     "The command is not known or not switched on here (500, 502, 504).",
     "To EHLO: falls back to HELO, without STARTTLS. To STARTTLS: goes on in clear, or defers "
     "where TLS is enforced.",
     "Implement EHLO and STARTTLS; do not offer what is not there.",
     "RFC 5321 sections 2.2.1 and 4.2.4"},
    {"tls_unavailable", kTransient, Attribution::server, "", "",
     "STARTTLS is offered, and TLS is said to be not available now (454 and the like): no "
     "certificate, too many sessions, a broken configuration.",
     "Goes on in clear in the same session; where TLS is enforced, tries the next MX and defers.",
     "Look at certificate, key and their permissions; do not offer STARTTLS while it cannot work.",
     "RFC 3207 section 4"},
};

// ---- What is about one stage --------------------------------------------------------------------

const std::vector<Code> kBanner{
    {"banner.masked", kMeasured, Attribution::path, "", "",
     "The greeting is starred out: an SMTP-aware firewall stands between us.",
     "Goes on, and may find that STARTTLS is hidden too.",
     "Switch the firewall's SMTP inspection off.", "RFC 5321 section 4.2; RFC 3207 section 6",
     true},
};

const std::vector<Code> kStarttls{
    {"starttls.not_offered", kMeasured, Attribution::server, kNotSupported, "",
     "An answered EHLO whose list lacks the keyword STARTTLS.",
     "Sends in clear; where TLS is enforced, tries the next MX and defers, at last bounces.",
     "Switch STARTTLS on. Some servers offer it to some clients only, or not at once: see "
     "exceptions by address.",
     "RFC 3207 sections 2 and 3; RFC 7672 section 9.2"},
    {"starttls.stripped", kMeasured, Attribution::path, kNotSupported, "",
     "Where the keyword should be stands a row of X or another mangled word: something on the way "
     "takes STARTTLS out.",
     "Sends in clear; where TLS is enforced, defers.", "Switch the firewall's SMTP inspection off.",
     "RFC 3207 section 6; RFC 7672 section 1.3.1"},
    {"starttls.intermittent", kMeasured, Attribution::server, kNotSupported, "",
     "Offered in one conversation and not in another.", "Sometimes encrypted, sometimes not.",
     "See whether all machines behind the address are configured alike.",
     "RFC 7672 section 9.2; RFC 9325 section 3.9"},
    {"starttls.cleartext_behind_220", kMeasured, Attribution::server, "", "",
     "Clear text behind the reply to STARTTLS, before the first TLS record: a reply to what was "
     "never said, or an injection.",
     "Most discard it or close; a careless one takes it for part of the session.",
     "Discard what was received before TLS; send nothing but TLS behind the 220.",
     "RFC 5321 section 4.2; RFC 3207 section 6; CVE-2020-14954", true},
};

const std::vector<Code> kHandshake{
    {"handshake.alert", kMeasured, Attribution::server, kFailure, "",
     "The server ended the handshake with an alert; `alert` says which.",
     "Goes back to clear text on a new connection, or defers where TLS is enforced.",
     "By the alert: handshake_failure is usually a lack of common cipher suites, groups or a "
     "fitting certificate; protocol_version too old or too new a TLS; internal_error a certificate "
     "that cannot be used.",
     "RFC 8446 section 6; RFC 8460 section 4.3"},
    {"handshake.client_alert", kMeasured, Attribution::client, kFailure, "",
     "We ended the handshake: our TLS library does not take what the server sent; `alert` says "
     "why.",
     "A sender with a library as strict fails alike: goes back to clear text, or defers.",
     "Look at key sizes, Diffie-Hellman parameters and the certificate's key usage.",
     "RFC 8446 section 6"},
    {"handshake.closed", kMeasured, Attribution::unknown, kFailure,
     "connection-closed-during-handshake",
     "The server closed the connection in the handshake without an alert.",
     "Goes back to clear text on a new connection, or defers.",
     "Often STARTTLS without a certificate installed, or a middlebox; the server's log knows.",
     "RFC 8446 section 6.1; RFC 8460 section 4.3"},
    {"handshake.reset", kMeasured, Attribution::unknown, kFailure,
     "connection-reset-during-handshake",
     "The connection was reset in the handshake, by the server or on the way.",
     "Goes back to clear text on a new connection, or defers.",
     "Look at firewalls and middleboxes that inspect TLS.", "RFC 8460 section 4.3"},
    {"handshake.timeout", kTransient, Attribution::unknown, kFailure, "io-timeout-during-handshake",
     "No answer to our part of the handshake within the limit.",
     "Waits, then goes back to clear text or defers.",
     "Look for lost large packets (MTU), middleboxes that drop large or split ClientHellos, and "
     "load.",
     "RFC 8460 sections 4.3.3 and 4.3.4"},
    {"handshake.not_tls", kMeasured, Attribution::server, kFailure, "tls-record-header-error",
     "Clear text, or octets that are no TLS record, where the server's TLS should begin.",
     "Goes back to clear text on a new connection, or defers.",
     "STARTTLS was accepted by something that cannot do TLS, or port 465 does not begin with TLS: "
     "look at the server's TLS set-up (Postfix: smtpd_tls_wrappermode).",
     "RFC 3207 section 4; RFC 8446 section 5.1; RFC 8314 section 3.3"},
    {"handshake.invalid", kMeasured, Attribution::server, kFailure, "tls-protocol-violation",
     "What the server sent is TLS and breaks its rules.",
     "Ends the handshake; goes back to clear text, or defers.", "Update the server's TLS library.",
     "RFC 8446 section 6.2"},
    {"handshake.intermittent", kMeasured, Attribution::server, kFailure, "",
     "Completed in one conversation and not in another.", "Sometimes encrypted, sometimes not.",
     "See whether all machines behind the address are configured alike.",
     "RFC 9325 section 3.9; RFC 8460 section 4.3"},
};

const std::vector<Code> kCertificate{
    {"certificate.expired", kMeasured, Attribution::server, "certificate-expired", "",
     "A certificate that the chain needs is past its dates.",
     "Opportunistic senders do not look; MTA-STS and mandatory verification defer.",
     "Renew it, and reload the server.", "RFC 8460 section 4.3.1", true},
    {"certificate.not_yet_valid", kMeasured, Attribution::server, kFailure,
     "certificate-not-yet-valid", "A certificate that the chain needs is not valid yet.",
     "As an expired one.", "Look at the clocks.", "RFC 5280 section 4.1.2.5", true},
    {"certificate.self_signed", kMeasured, Attribution::server, "certificate-not-trusted",
     "self-signed-certificate",
     "The server's own certificate is its own issuer and no trusted root.",
     "Opportunistic senders and DANE (DANE-EE) do not mind; MTA-STS defers.",
     "Get a certificate of a public CA, if MTA-STS is wanted.",
     "RFC 8460 section 4.3.1; RFC 7672 section 3.1.1", true},
    {"certificate.untrusted_issuer", kMeasured, Attribution::server, "certificate-not-trusted", "",
     "No path from the certificate to a trusted root, with the certificates presented.",
     "Opportunistic senders do not look; MTA-STS defers.",
     "Send the intermediate certificates along.", "RFC 8460 section 4.3.1; RFC 8446 section 4.4.2",
     true},
    {"certificate.invalid", kMeasured, Attribution::server, kFailure, "invalid-certificate",
     "The chain breaks a rule: a bad signature, a constraint, an unknown critical extension, or a "
     "certificate that cannot be read.",
     "Opportunistic senders mostly do not look; MTA-STS defers.", "Get a new certificate.",
     "RFC 5280 section 6", true},
    {"certificate.host_mismatch", kMeasured, Attribution::server, "certificate-host-mismatch", "",
     "No name in the certificate stands for the MX host.",
     "Opportunistic senders do not look; MTA-STS defers.",
     "Have the MX host's name put into subjectAltName.",
     "RFC 8461 section 4.2; RFC 9525 section 6.3", true},
};

const std::vector<Code> kAfterTls{
    {"post_tls.certificate_required", kMeasured, Attribution::server, kFailure,
     "tls-remote-alert-116-certificate-required",
     "The handshake is over for us, and the server ends it for want of a client certificate.",
     "Hardly a sender has one: defers, or goes back to clear text.",
     "Do not require client certificates on port 25.", "RFC 8446 sections 4.4.2.4 and 6.2"},
    {"post_tls.alert", kMeasured, Attribution::server, kFailure, "",
     "An alert inside TLS; `alert` says which.", "Defers, or goes back to clear text.",
     "Look at the server's log.", "RFC 8446 section 6"},
    {"post_tls.broken", kMeasured, Attribution::server, kFailure, "tls-protocol-violation",
     "Inside TLS came what is no TLS: a bad record, clear text.",
     "Defers, or goes back to clear text.",
     "Look at proxies between the TLS end and the mail server.", "RFC 8446 section 5.2"},
    {"post_tls.greeting", kMeasured, Attribution::server, "", "",
     "A second greeting, inside TLS, where the server must wait for EHLO.",
     "A careless sender takes it for the answer to EHLO.", "Do not greet again after STARTTLS.",
     "RFC 3207 section 4.2", true},
    {"quit.completed", kMeasured, Attribution::server, "", "",
     "Everything that the probe wanted was said and answered.", "Delivers.", "Nothing.", ""},
    {"quit.no_reply", kMeasured, Attribution::server, "", "", "QUIT was not answered.",
     "Does not mind.", "Answer QUIT with 221.", "RFC 5321 section 4.1.1.10", true},
    {"run.interrupted", kSkipped, Attribution::client, "", "", "We broke off: the run was stopped.",
     "Does not matter to senders.", "Nothing.", ""},
};

std::vector<Code> all_codes() {
  std::vector<Code> all = kBeforeSmtp;
  const auto add = [&all](const std::vector<Code>& more) {
    all.insert(all.end(), more.begin(), more.end());
  };
  for (const ReplyStage& stage : kReplyStages) {
    for (Code code : kReplyCodes) {
      // TLS is not to be had where it is not asked for.
      if (code.code == "tls_unavailable" && stage.stage != "starttls") continue;
      if (code.code == "implicit_tls" && stage.stage != "banner") continue;
      // Where nobody objected to us before, who goes away is broken and does not block.
      const bool admitted = stage.stage == "starttls" || stage.stage == "post_tls";
      if (admitted && (code.code == "closed" || code.code == "reset" || code.code == "permanent"))
        code.measurability = kMeasured;
      code.code = std::string(stage.stage) + '.' + code.code;
      code.tlsrpt = stage.tlsrpt;
      all.push_back(std::move(code));
    }
    if (stage.stage == "banner") add(kBanner);
    if (stage.stage == "starttls") {
      add(kStarttls);
      add(kHandshake);
      add(kCertificate);
    }
  }
  add(kAfterTls);
  return all;
}

}  // namespace

const std::vector<Code>& codes() {
  static const std::vector<Code> all = all_codes();
  return all;
}

const Code* find_code(std::string_view code) {
  const auto found = std::find_if(codes().begin(), codes().end(),
                                  [code](const Code& one) { return one.code == code; });
  return found == codes().end() ? nullptr : &*found;
}

std::string_view stage_of(std::string_view code) { return code.substr(0, code.find('.')); }

}  // namespace outcome
