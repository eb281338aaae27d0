// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/questions.hpp"

namespace plan {

using model::Tier;

std::span<const Question> questions() {
  static const std::vector<Question> table{
      // What a complete handshake can ask.
      {"tls12",
       Tier::standard,
       {"tls1_2", "ems_echoed", "renegotiation_info", "downgrade_sentinel", "forward_secrecy",
        "recommended_suite_tls1_2"},
       {},
       {},
       true},
      {"tls13", Tier::standard, {"tls1_3"}},
      {"tls12-no-ems-no-sni", Tier::standard, {"ems_required", "sni_required"}, {}, "tls1_2"},
      {"tls12-no-ems", Tier::standard, {"ems_required"}, {"tls12-no-ems-no-sni"}, "tls1_2"},
      {"no-sni", Tier::standard, {"sni_required"}, {"tls12-no-ems-no-sni"}},
      {"no-sni", Tier::standard, {"sni_required"}, {"tls13"}},  // where there is no TLS 1.2
      {"legacy-no-sni", Tier::standard, {"sni_required"}, {"starttls-legacy"}},
      {"static-rsa", Tier::standard, {"kx_static_rsa"}, {}, "tls1_2", true},
      {"large-split", Tier::standard, {"large_hello_tolerated", "split_segments_tolerated"}},
      {"large", Tier::standard, {"large_hello_tolerated"}, {"large-split"}},
      {"split-segments", Tier::standard, {"split_segments_tolerated"}, {"large-split"}},
      // What only a hello can.
      {"pq", Tier::standard, {"group_x25519mlkem768"}, {}, "tls1_3", true},
      {"tls11", Tier::standard, {"tls1_1", "tls1_0"}},
      {"tls10", Tier::standard, {"tls1_0"}, {"tls11"}},

      // SMTP around TLS.
      {"starttls-rules",
       Tier::audit,
       {"tls_required_inbound", "starttls_accepts_parameter", "starttls_accepted_inside_tls"}},
      {"tls-required", Tier::audit, {"tls_required_inbound"}, {"starttls-rules"}},
      {"starttls-parameter", Tier::audit, {"starttls_accepts_parameter"}, {"starttls-rules"}},
      {"starttls-twice", Tier::audit, {"starttls_accepted_inside_tls"}, {"starttls-rules"}},
      {"injection", Tier::audit, {"command_injection"}},

      {"ecdhe-rsa", Tier::audit, {"kx_ecdhe_rsa"}, {}, "tls1_2", true},
      {"ecdhe-ecdsa", Tier::audit, {"kx_ecdhe_ecdsa"}, {}, "tls1_2", true},
      {"dhe", Tier::audit, {"kx_dhe"}, {}, "tls1_2", true},
      {"x25519", Tier::audit, {"group_x25519"}, {}, {}, true},
      {"p256", Tier::audit, {"group_secp256r1"}, {}, {}, true},
      {"p384", Tier::audit, {"group_secp384r1"}, {}, {}, true},
      {"unknown-sni-alpn", Tier::audit, {"unknown_sni_accepted", "alpn_enforced"}},
      {"unknown-sni", Tier::audit, {"unknown_sni_accepted"}, {"unknown-sni-alpn"}},
      {"alpn", Tier::audit, {"alpn_enforced"}, {"unknown-sni-alpn"}},
      {"ssl3", Tier::audit, {"ssl3"}, {"tls11"}},
      {"ssl2", Tier::audit, {"ssl2"}},
      {"hello-retry", Tier::audit, {"hello_retry_request"}, {}, "tls1_3", true},
      {"pq-preferred", Tier::audit, {"x25519mlkem768_preferred"}, {}, "group_x25519mlkem768"},
      {"shapes",
       Tier::audit,
       {"grease_tolerated", "unknown_version_ignored", "split_records_tolerated"}},
      {"grease", Tier::audit, {"grease_tolerated"}, {"shapes"}},
      {"unknown-version", Tier::audit, {"unknown_version_ignored"}, {"shapes"}},
      {"split-records", Tier::audit, {"split_records_tolerated"}, {"shapes"}},
      {"padded", Tier::audit, {"large_hello_tolerated"}, {"shapes"}},
      {"tls12-extras",
       Tier::audit,
       {"ocsp_staple", "compression_accepted", "renegotiation_info_required"},
       {},
       "tls1_2"},
      {"no-renegotiation-info",
       Tier::audit,
       {"renegotiation_info_required"},
       {"tls12-extras"},
       "tls1_2"},
      {"compression", Tier::audit, {"compression_accepted"}, {"tls12-extras"}, "tls1_2"},
      {"status-request", Tier::audit, {"ocsp_staple"}, {"tls12-extras"}, "tls1_2"},
      {"fallback-scsv", Tier::audit, {"fallback_scsv_honoured"}, {}, "tls1_3"},
      {"sha1-only", Tier::audit, {"sha1_signatures"}, {}, "tls1_2"},
      {"anonymous", Tier::audit, {"kx_anonymous"}, {}, "tls1_2", true},
      {"weak", Tier::audit, {"cipher_3des", "cipher_rc4", "cipher_null"}, {}, "tls1_2", true},
      {"3des", Tier::audit, {"cipher_3des"}, {"weak"}, "tls1_2"},
      {"rc4", Tier::audit, {"cipher_rc4"}, {"weak"}, "tls1_2"},
      {"null", Tier::audit, {"cipher_null"}, {"weak"}, "tls1_2"},
      {"export", Tier::audit, {"cipher_export"}},
  };
  return table;
}

}  // namespace plan
