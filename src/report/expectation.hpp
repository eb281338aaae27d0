// SPDX-License-Identifier: GPL-3.0-or-later
//
// What somebody expects of a domain, from a file, against what was found: for a test that runs each
// night. results-schema/expectation.schema.json describes the file. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "model/fact.hpp"
#include "model/records.hpp"
#include "model/sender.hpp"
#include "report/audit.hpp"
#include "report/formats.hpp"

namespace report {

// One line of the file: any of the words will do.
struct Wanted {
  std::string name;  // "dane", "ems_echoed", "rfc7672/*", "gmail", "*"
  std::vector<std::string> words;
};
struct Expectation {
  std::vector<Wanted> domain{};
  std::vector<Wanted> enforcement{};
  std::vector<Wanted> every_server{};
  std::vector<Wanted> checks{};
  std::vector<Wanted> senders{};
};
// Of all sections together.
constexpr std::size_t kMostWanted = 2000;

// `senders`: all that can be named. Fails, with file, line and column, for what is not JSON of this
// form, and for a name or word that there is none of, with the nearest one that there is.
base::Result<Expectation> read_expectation(std::string_view text, const std::string& file,
                                           const std::vector<model::Sender>& senders);

// A domain as it was found. Refers to records that must outlive it and have their facts and
// verdicts.
struct Observed {
  const Domain& domain;
  const model::DomainRecord& record;
  std::vector<const model::EndpointRecord*> servers{};
};

struct Comparison {
  std::string what;    // "tls1_3 of mx.example.org/192.0.2.1:25"
  std::string wanted;  // "yes", "testing or enforce"
  std::string found;
  // unknown: what is wanted may be so. A "not known" that is wanted is met.
  model::Answer met = model::Answer::unknown;
};

// In the order of the file. Of several patterns that fit a check the longest counts, of a sender
// its own name before "*". "pass" is met by checks that do not speak of the server and by those
// that inform only. Where nothing was asked there is one unknown, so that nothing wanted goes by
// unnoticed.
std::vector<Comparison> compare(const Expectation& expectation, const Observed& observed);

struct MetCounts {
  std::size_t yes = 0;
  std::size_t no = 0;
  std::size_t unknown = 0;
};
MetCounts counts_of(const std::vector<Comparison>& comparisons);

// A line that counts, then what is not met and what is not known. `title`: whose they are, "the
// expectations of mail.json for example.org".
std::string expectation_text(std::string_view title, const std::vector<Comparison>& comparisons,
                             const TextStyle& style);

}  // namespace report
