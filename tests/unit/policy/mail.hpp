// SPDX-License-Identifier: GPL-3.0-or-later
//
// A domain and its servers in words, for the tests of this room. Certificates are letters: a chain
// "aij" is the server's own, its issuer and the root; a capital one's key cannot be read.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/records.hpp"
#include "policy/view.hpp"

namespace policy_test {

// What a signed record is that names this certificate.
model::TlsaRecord tlsa(unsigned usage, unsigned selector, unsigned matching_type, char name);

// "tls1_2 tls1_3=no certificate_trusted=unknown certificate_key_sound=2048:RSA": a word alone is a
// yes; =na is unknown(not_applicable); =no:WORD a no, with what was seen; =N:WORD,WORD a yes with
// its number and list. Throws std::runtime_error for a name that no fact has.
model::Fact fact_of(std::string_view word);

struct Shown {
  std::vector<std::string> chains{"a"};
  std::size_t standing = 1;  // of them; the others were shown to a wish for another kind of key
};

class Mail {
 public:
  // Signed, with an MX answer.
  Mail();

  // Signed, without TLSA records.
  Mail& host(const std::string& name = "mx.example.org", unsigned preference = 10);
  // What follows is about the host named last.
  Mail& tlsa(std::vector<model::TlsaRecord> records);
  // An ordinary server but for these words. No chains: its certificate is not known.
  Mail& server(std::string_view but = {}, Shown shown = {});
  // One that nothing is known about but how the visit ended.
  Mail& away(const std::string& code, model::Measurability measurability);
  // One that nobody looked at.
  Mail& unseen();
  // _mta-sts and the fetched policy, from a policy host in order.
  Mail& policy(const std::string& text, const std::string& record = "v=STSv1; id=1;");

  [[nodiscard]] model::Exchange& exchange() { return domain.exchanges.back(); }
  [[nodiscard]] const std::string& last_id() const {
    return domain.exchanges.back().endpoint_ids.back();
  }
  // Lives no longer than this.
  [[nodiscard]] policy::View view() const;

  model::DomainRecord domain;

 private:
  model::EndpointRecord& add();
  std::deque<model::EndpointRecord> servers_;
  unsigned addresses_ = 0;
};

}  // namespace policy_test
