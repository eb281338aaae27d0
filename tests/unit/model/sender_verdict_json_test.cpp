// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include "model/records_json.hpp"
#include "samples.hpp"

using nlohmann::json;

TEST_CASE("a sender's verdict has what there is to say, and nothing that is not so") {
  const json line = samples::parsed(model::verdicts_line(samples::judged_domain()));
  REQUIRE(line["senders"].size() == 2);
  CHECK(line["senders"][0] == json{{"sender", "postfix-dane"},
                                   {"delivery", "defer_until_expiry"},
                                   {"reason", "the server said \\xff"},
                                   {"property", "ems_echoed"},
                                   {"clear_after_minutes", 5.5},
                                   {"bounce_after_hours", 120},
                                   {"tlsrpt_result", "validation-failure"},
                                   {"tlsrpt_reason", "tls-handshake-failure"},
                                   {"endpoint_id", "mx.example.org/192.0.2.1:25"},
                                   {"what_if",
                                    {{"mta_sts_enforce", "tls_auth"},
                                     {"tlsa", "tls_unauth"},
                                     {"sender_enforces", "clear_same_session"},
                                     {"tls1_2_off", "clear_reconnect"},
                                     {"expires_tomorrow", "clear_after_age"}}}});
  CHECK(line["senders"][1].size() == 3);
  CHECK(line["senders"][1]["delivery"] == "tls_auth");
}

TEST_CASE("senders stand in a line only where somebody asked") {
  model::JudgedLine judged = samples::judged_endpoint();
  judged.senders.reset();
  CHECK_FALSE(samples::parsed(model::verdicts_line(judged)).contains("senders"));
  judged.senders.emplace();
  CHECK(samples::parsed(model::verdicts_line(judged))["senders"].empty());
}

TEST_CASE("the schema has every delivery and every what-if, and no others") {
  const json definitions = samples::schema("verdicts")["definitions"];
  const json words = definitions["delivery"]["enum"];
  REQUIRE(words.size() == model::kDeliveries);
  for (std::size_t i = 0; i < model::kDeliveries; ++i)
    CHECK(words[i] == model::to_string(static_cast<model::Delivery>(i)));
  const json what_ifs = definitions["sender_verdict"]["properties"]["what_if"]["properties"];
  REQUIRE(what_ifs.size() == model::kWhatIfs);
  for (std::size_t i = 0; i < model::kWhatIfs; ++i)
    CHECK(what_ifs.contains(model::to_string(static_cast<model::WhatIf>(i))));
}
