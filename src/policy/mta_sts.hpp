// SPDX-License-Identifier: GPL-3.0-or-later
//
// MTA-STS (RFC 8461): what a sender that follows it makes of a domain. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/fact.hpp"
#include "policy/view.hpp"
#include "wire/mta_sts_policy.hpp"

namespace policy {

enum class MtaStsState : std::uint8_t {
  none,            // no record: there is no policy (RFC 8461 section 3.1)
  record_invalid,  // two records, or one that is not understood: as good as none
  fetch_failed,
  certificate_invalid,  // of the policy host (section 3.3)
  policy_invalid,       // its text (section 3.2)
  mode_none,            // it takes itself back (section 5)
  testing,
  enforce,
  not_fetched,  // nobody asked, or the policy host has none but private addresses
  unknown,      // DNS did not answer
};
std::string_view to_string(MtaStsState state);

// An address of an MX host under the policy.
struct MtaStsAtServer {
  std::string endpoint_id;
  model::Answer fits = model::Answer::unknown;  // it would be delivered to
  std::string why{};                            // a clause without a full stop; empty where it fits
  std::string_view property{};       // the fact that stands in the way, or is not known; a literal
  std::string_view tlsrpt_result{};  // RFC 8460 section 4.3: "certificate-expired"; empty: none
};

struct MtaStsAtHost {
  std::string mx_host;
  bool covered = false;  // an mx pattern stands for it (section 4.1)
  std::vector<MtaStsAtServer> servers{};
};

struct MtaStsOfDomain {
  MtaStsState state = MtaStsState::none;
  std::string why{};  // what is wrong, or how the fetch ended: a clause
  std::string_view
      tlsrpt_result{};      // "sts-policy-fetch-error", "sts-webpki-invalid", "sts-policy-invalid"
  std::string record_id{};  // of the TXT record
  std::optional<wire::MtaStsPolicy> policy{};
  std::vector<wire::PolicyFlaw> flaws{};  // of the text, also of one that can be used
  // Where a policy of mode testing or enforce can be used: as it is. Otherwise as if one named
  // every MX host and said enforce, with `covered` true. In the order of the domain's exchanges.
  std::vector<MtaStsAtHost> hosts{};
};

MtaStsOfDomain mta_sts_of(const View& view);

// The hosts of the domain under a policy that names each of them and says enforce.
std::vector<MtaStsAtHost> mta_sts_hosts_if_covered(const View& view);

}  // namespace policy
