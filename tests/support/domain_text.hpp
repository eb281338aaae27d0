// SPDX-License-Identifier: GPL-3.0-or-later
//
// A domain's DNS as lines of text, and what a scan makes of it: the real resolver and the real
// MxResolution ask a name server on the loopback that has these records and no others.
//
//   domain: example.test                        which is resolved; first
//   MX 10 mx.example.test                       of the domain itself; MX 0 . is a null MX
//   mx.example.test A 192.0.2.1                 NAME TYPE DATA; A, AAAA, CNAME, MX, TXT, TLSA, CAA
//   _25._tcp.mx.example.test TLSA 3 1 1 ab*32   data in hexadecimal, or one octet so many times
//   example.test CAA 128 issue ca.example       flags, tag, and the value as the rest of the line
//   _mta-sts.example.test TXT v=STSv1; id=1;    the text is the rest of the line
//   status mx.example.test TLSA SERVFAIL        NAME TYPE how the lookup ends: SERVFAIL, REFUSED,
//                                               NOTIMP, TIMEOUT (takes two seconds)
//   insecure other.test                         no AD flag for that name and all below it
//   policy: fetched                             how the fetch of the MTA-STS policy ends, in the
//                                               words of a line; not_asked without this one.
//   policy: redirected 301 https://other.test/  Behind it the status, and where to
//   policy-type: text/html                      its media type; text/plain without this line
//   policy-certificate: expired host_mismatch   what is against its certificate
//   | mode: enforce                             a line of its text, which ends in CRLF
//   # whatever
//
// Every other answer has the AD flag. Names without records, at which nothing hangs either, do not
// exist. Nobody is asked for a policy: what is written is put into the record.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/records.hpp"
#include "support/fake_dns.hpp"

namespace support {

class DomainText {
 public:
  // Throws std::runtime_error that names the line.
  explicit DomainText(std::string_view text);

  [[nodiscard]] const std::string& domain() const { return domain_; }
  [[nodiscard]] const model::PolicyFetch& policy() const { return policy_; }
  // As FakeDns wants it: aliases are followed.
  [[nodiscard]] std::vector<std::string> answer(const FakeQuery& query) const;

 private:
  struct Record {
    unsigned type = 0;
    std::string data;  // as it goes over the wire
  };
  void read_line(std::string_view line);
  bool read_policy(std::string_view first, std::string_view rest);
  void add(std::string_view name, std::string_view type, std::string_view data);
  [[nodiscard]] bool exists(std::string_view name) const;
  [[nodiscard]] bool is_insecure(std::string_view name) const;
  [[nodiscard]] const Record* alias_of(const std::string& name) const;

  std::string domain_;
  std::map<std::string, std::vector<Record>> records_;
  std::map<std::pair<std::string, unsigned>, unsigned> statuses_;  // name and type, code
  std::set<std::string> insecure_;
  model::PolicyFetch policy_;
};

// The record of the domain, policy records included, as it is before any visit.
model::DomainRecord domain_of(std::string_view text);

}  // namespace support
