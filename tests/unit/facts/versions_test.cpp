// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include "cases.hpp"

namespace test {

using wire::kSsl30;
using wire::kTls10;
using wire::kTls11;
using wire::kTls12;
using wire::kTls13;

namespace {

const Choice kMarked = [] {
  Choice choice;
  choice.sentinel = true;
  return choice;
}();

}  // namespace

std::vector<Case> version_cases() {
  return {
      {"ssl3", "yes", "negotiated", [](Visit& v) { v.answered("ssl3", kSsl30, kRsa); }},
      {"ssl3", "no", "refused", [](Visit& v) { v.plain().refused("ssl3").plain(); }},
      {"ssl3", "no", "TLS 1.1 refused is SSL 3.0 refused",
       [](Visit& v) { v.plain().refused("tls11").plain(); }},
      {"ssl3", "not_repeated", "dropped once", [](Visit& v) { v.plain().dropped("ssl3").plain(); }},

      {"tls1_0", "yes", "negotiated", [](Visit& v) { v.answered("tls10", kTls10); }},
      {"tls1_0", "yes", "chosen when TLS 1.1 was offered",
       [](Visit& v) { v.answered("tls11", kTls10); }},
      {"tls1_0", "no", "TLS 1.1 and older refused",
       [](Visit& v) { v.plain().refused("tls11").plain(); }},
      {"tls1_0", "no", "refused alone",
       [](Visit& v) { v.plain().answered("tls11", kTls11).refused("tls10").plain(); }},
      {"tls1_0", "no", "SSL 3.0 chosen instead",
       [](Visit& v) { v.plain().answered("tls10", kSsl30, kRsa).plain(); }},
      {"tls1_0", "not_asked", "TLS 1.1 negotiated",
       [](Visit& v) { v.plain().answered("tls11", kTls11).plain(); }},

      {"tls1_1", "yes", "negotiated", [](Visit& v) { v.answered("tls11", kTls11); }},
      {"tls1_1", "no", "refused", [](Visit& v) { v.plain().refused("tls11").plain(); }},
      {"tls1_1", "no", "TLS 1.0 chosen instead",
       [](Visit& v) { v.plain().answered("tls11", kTls10).plain(); }},
      {"tls1_1", "not_measured", "the server says 454",
       [](Visit& v) { v.plain().unmeasured("tls11").plain(); }},
      {"tls1_1", "no_control", "refused, and nothing behind it",
       [](Visit& v) { v.plain().refused("tls11"); }},

      {"tls1_2", "yes", "negotiated", [](Visit& v) { v.answered("tls12", kTls12); }},
      {"tls1_2", "yes", "negotiated by the plain one", [](Visit& v) { v.plain12(); }},
      {"tls1_2", "yes", "negotiated by any",
       [](Visit& v) { v.plain().refused("tls12").answered("weak", kTls12, 0x000a).plain(); }},
      {"tls1_2", "no", "refused", [](Visit& v) { v.plain().refused("tls12").plain(); }},
      {"tls1_2", "no", "the server chooses TLS 1.0",
       [](Visit& v) { v.plain().answered("tls12", kTls10).plain(); }},
      {"tls1_2", "no", "an old server chooses TLS 1.0 where TLS 1.3 and 1.2 stand in an extension",
       [](Visit& v) { v.answered("starttls", kTls10); }},
      {"tls1_2", "not_asked", "two old habits together refused",
       [](Visit& v) { v.plain().refused("tls12-no-ems-no-sni").refused("tls12-no-ems").plain(); }},
      {"tls1_2", "not_asked", "the plain one refused",
       [](Visit& v) { v.refused("starttls").refused("starttls"); }},
      {"tls1_2", "not_asked", "a version that is none of those",
       [](Visit& v) { v.answered("starttls", 0x7f7e); }},

      {"tls1_3", "yes", "negotiated", [](Visit& v) { v.plain(); }},
      {"tls1_3", "yes", "asked for a share", [](Visit& v) { v.retried("pq", kMlkem); }},
      {"tls1_3", "no", "refused", [](Visit& v) { v.plain12().refused("tls13", 70).plain12(); }},
      {"tls1_3", "no", "TLS 1.2 chosen by a server that knows no extension",
       [](Visit& v) { v.plain12().answered("tls13", kTls12).plain12(); }},
      {"tls1_3", "not_asked", "the plain one negotiates TLS 1.2", [](Visit& v) { v.plain12(); }},
      {"tls1_3", "not_asked", "a marked TLS 1.0, the plain one refused",
       [](Visit& v) { v.refused("starttls").answered("starttls-legacy", kTls10, 0, kMarked); }},

      {"tls1_3_preferred", "yes", "the plain one negotiates it", [](Visit& v) { v.plain(); }},
      {"tls1_3_preferred", "no", "only when there is nothing else",
       [](Visit& v) { v.plain12().answered("tls13", kTls13).plain12(); }},
      {"tls1_3_preferred", "not_applicable", "there is no TLS 1.3",
       [](Visit& v) { v.plain12().refused("tls13").plain12(); }},
      {"tls1_3_preferred", "contradiction", "now and then",
       [](Visit& v) { v.plain12().answered("tls13", kTls13).plain(); }},
      {"tls1_3_preferred", "not_asked", "nobody knows whether it has it",
       [](Visit& v) { v.plain12(); }},

      {"unknown_version_ignored", "yes", "answered",
       [](Visit& v) { v.plain().answered("unknown-version", kTls13).plain(); }},
      {"unknown_version_ignored", "yes", "answered among other shapes",
       [](Visit& v) { v.plain().answered("shapes", kTls13).plain(); }},
      {"unknown_version_ignored", "no", "refused",
       [](Visit& v) { v.plain().refused("unknown-version", 70).plain(); }},
      {"unknown_version_ignored", "no", "chosen",
       [](Visit& v) { v.plain().answered("unknown-version", 0x7f7e).plain(); }},
      {"unknown_version_ignored", "not_asked", "all shapes together refused",
       [](Visit& v) { v.plain().refused("shapes").plain(); }},
      {"unknown_version_ignored", "contradiction", "answered once, refused once",
       [](Visit& v) {
         v.plain().refused("unknown-version").answered("unknown-version", kTls13).plain();
       }},

      {"downgrade_sentinel", "yes", "the mark in TLS 1.2",
       [](Visit& v) { v.plain().answered("tls12", kTls12, 0, kMarked).plain(); }},
      {"downgrade_sentinel", "yes", "the mark in TLS 1.1",
       [](Visit& v) { v.plain().answered("tls11", kTls11, 0, kMarked).plain(); }},
      {"downgrade_sentinel", "no", "no mark",
       [](Visit& v) { v.plain().answered("tls12", kTls12).plain(); }},
      {"downgrade_sentinel", "contradiction", "in one of two",
       [](Visit& v) {
         v.plain().answered("tls12", kTls12, 0, kMarked).answered("tls12", kTls12).plain();
       }},
      {"downgrade_sentinel", "not_applicable", "there is no TLS 1.3",
       [](Visit& v) { v.plain12().refused("tls13").answered("tls12", kTls12).plain12(); }},
      {"downgrade_sentinel", "not_asked", "nobody knows whether there is TLS 1.3",
       [](Visit& v) { v.plain12().answered("tls12", kTls12).plain12(); }},
      {"downgrade_sentinel", "farm", "another server's",
       [](Visit& v) {
         v.plain().answered("tls12", kTls12).reply("greeting", "220 mx2.test\r\n").plain();
       }},

      {"fallback_scsv_honoured", "yes", "alert 86",
       [](Visit& v) { v.plain().refused("fallback-scsv", 86).plain(); }},
      {"fallback_scsv_honoured", "no", "answered",
       [](Visit& v) { v.plain().answered("fallback-scsv", kTls12).plain(); }},
      {"fallback_scsv_honoured", "not_measured", "another alert",
       [](Visit& v) { v.plain().refused("fallback-scsv", 40).plain(); }},
      {"fallback_scsv_honoured", "not_measured", "dropped twice",
       [](Visit& v) { v.plain().dropped("fallback-scsv").dropped("fallback-scsv").plain(); }},
      {"fallback_scsv_honoured", "contradiction", "once this, once that",
       [](Visit& v) {
         v.plain().refused("fallback-scsv", 86).answered("fallback-scsv", kTls12).plain();
       }},
      {"fallback_scsv_honoured", "not_applicable", "there is no TLS 1.3 to fall from",
       [](Visit& v) { v.plain12().refused("tls13").answered("fallback-scsv", kTls12).plain12(); }},
  };
}

TEST_CASE("versions") { check(version_cases()); }

}  // namespace test
