// SPDX-License-Identifier: GPL-3.0-or-later
//
// Hellos in shapes that every server must be able to read (RFC 8446 sections 5.1 and 9.3,
// RFC 8701 section 3.2, RFC 7685).
#include "facts/comparable.hpp"
#include "facts/question.hpp"
#include "facts/topics.hpp"

namespace facts {
namespace {

using model::Fact;

// `probes` alone have the shape; `shared` have it among others, so that only an answer tells.
Fact tolerated(const Evidence& evidence, const ProbeIds& probes, const ProbeIds& shared) {
  Question question;
  question.asks = probes;
  question.certain = false;
  question.shows = [&](const Talk& talk) {
    return probes.contains(talk.probe()) || shared.contains(talk.probe());
  };
  question.tells = [&evidence](const Talk& talk) { return offers_what_plain_used(evidence, talk); };
  return conclude(evidence, question);
}

Fact large_hello_tolerated(const Evidence& evidence) {
  return tolerated(evidence, {"large", "padded"}, {"large-split", "shapes"});
}
Fact split_segments_tolerated(const Evidence& evidence) {
  return tolerated(evidence, {"split-segments"}, {"large-split"});
}
Fact split_records_tolerated(const Evidence& evidence) {
  return tolerated(evidence, {"split-records"}, {"shapes"});
}
Fact grease_tolerated(const Evidence& evidence) {
  return tolerated(evidence, {"grease"}, {"shapes"});
}

}  // namespace

std::span<const NamedFact> tolerance_facts() {
  static constexpr NamedFact kFacts[] = {
      {"large_hello_tolerated", large_hello_tolerated},
      {"split_segments_tolerated", split_segments_tolerated},
      {"split_records_tolerated", split_records_tolerated},
      {"grease_tolerated", grease_tolerated},
  };
  return kFacts;
}

}  // namespace facts
