// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include "model/records_json.hpp"
#include "samples.hpp"

using nlohmann::json;

TEST_CASE("a verdict has its fact's words, and nothing that is not so") {
  const json line = samples::parsed(model::verdicts_line(samples::judged_endpoint()));
  CHECK(line["type"] == "verdicts");
  CHECK(line["subject"] == "endpoint");
  CHECK(line["endpoint_id"] == "mx.example.org/192.0.2.1:25");
  CHECK(line["version"] == "1.2.3");
  CHECK_FALSE(line.contains("domain"));
  CHECK_FALSE(line.contains("counts_with_endpoints"));
  const json& verdicts = line["verdicts"];
  CHECK(verdicts[0] == json{{"check", "a/b"},
                            {"level", "must"},
                            {"result", "fail"},
                            {"fact", "kx_dhe"},
                            {"seen", "alert \\xff"},
                            {"number", 40}});
  CHECK(verdicts[2]["doubt"] == "no_control");
  CHECK_FALSE(verdicts[5].contains("fact"));
}

TEST_CASE("counts are by level and result, all of them, and sum up") {
  const json counts =
      samples::parsed(model::verdicts_line(samples::judged_endpoint()))["verdict_counts"];
  CHECK(counts["must"] == json{{"fail", 1},
                               {"warn", 0},
                               {"inconclusive", 0},
                               {"info", 0},
                               {"pass", 1},
                               {"not_applicable", 1}});
  CHECK(counts["should"]["warn"] == 1);
  CHECK(counts["may"]["inconclusive"] == 1);
  CHECK(counts["community"]["info"] == 1);
}

TEST_CASE("a domain's line says how many of its endpoints are in its counts") {
  const json line = samples::parsed(model::verdicts_line(samples::judged_domain()));
  CHECK(line["domain"] == "example.org");
  CHECK_FALSE(line.contains("endpoint_id"));
  CHECK(line["endpoints_judged"] == 2);
  CHECK(line["endpoints_missing"] == 1);
  CHECK(line["counts_with_endpoints"] == line["verdict_counts"]);
}

TEST_CASE("lines have verdicts where somebody judged") {
  CHECK(samples::parsed(model::endpoint_line(samples::full_endpoint(), "r"))["verdicts"].size() ==
        6);
  CHECK(samples::parsed(model::domain_line(samples::full_domain(), "r"))["verdicts"].size() == 6);
  model::EndpointRecord judged = samples::bare_endpoint();
  CHECK_FALSE(samples::parsed(model::endpoint_line(judged, "r")).contains("verdicts"));
  judged.verdicts.emplace();  // of which nothing was asked
  const json line = samples::parsed(model::endpoint_line(judged, "r"));
  CHECK(line["verdicts"].empty());
  CHECK(line["verdict_counts"]["must"]["fail"] == 0);
}
