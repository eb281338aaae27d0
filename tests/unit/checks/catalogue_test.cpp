// SPDX-License-Identifier: GPL-3.0-or-later
//
// What every check of the folder must have.
#include "checks/catalogue.hpp"

#include <algorithm>
#include <cctype>
#include <set>
#include <string>

#include <doctest/doctest.h>

#include "checks/judge.hpp"
#include "facts/domain.hpp"
#include "facts/facts.hpp"

namespace {

using checks::Check;
using checks::Subject;

std::set<std::string_view> fact_names(Subject subject) {
  std::set<std::string_view> names;
  const auto facts = subject == Subject::endpoint ? facts::facts_of(model::EndpointRecord())
                                                  : facts::facts_of(model::DomainRecord());
  for (const model::Fact& fact : facts) names.insert(fact.name);
  return names;
}

bool is_sentence(std::string_view text) {
  return text.size() > 10 && std::isupper(static_cast<unsigned char>(text.front())) != 0 &&
         text.back() == '.' && text.find("  ") == std::string_view::npos;
}

// What a document says may be a quotation to its end.
bool is_citation(std::string_view text) {
  return text.size() > 10 && (text.back() == '.' || text.back() == '"') &&
         text.find("  ") == std::string_view::npos;
}

// "rfc3207" -> "RFC 3207"; empty for a folder that is no RFC's.
std::string document_of(std::string_view authority) {
  if (!authority.starts_with("rfc")) return {};
  return "RFC " + std::string(authority.substr(3));
}

}  // namespace

TEST_CASE("there are at least ninety checks, sorted, each once") {
  const auto& all = checks::catalogue();
  CHECK(all.size() >= 90);
  CHECK(std::is_sorted(all.begin(), all.end(),
                       [](const Check& a, const Check& b) { return a.id <= b.id; }));
}

TEST_CASE("every check says what it wants, who says so, how it is tested and what to do") {
  for (const Check& check : checks::catalogue()) {
    CAPTURE(check.id);
    CHECK(is_sentence(check.requirement));
    CHECK(is_sentence(check.tested));
    CHECK((check.precedence.empty() || is_sentence(check.precedence)));
    CHECK_FALSE(check.wants.empty());
    CHECK_FALSE(check.citations.empty());
    CHECK_FALSE(check.remedies.empty());
    for (const auto& remedy : check.remedies) CHECK(remedy.change.size() > 10);
    for (const auto& citation : check.citations) {
      CHECK(is_citation(citation.says));
      // Good practice may come from a page; an RFC has sections.
      if (citation.document.starts_with("RFC ")) CHECK_FALSE(citation.section.empty());
    }
  }
}

TEST_CASE("a check stands in the folder of the document that it cites first") {
  for (const Check& check : checks::catalogue()) {
    CAPTURE(check.id);
    const std::string document = document_of(checks::authority_of(check.id));
    if (!document.empty()) CHECK(check.citations.front().document == document);
    const bool community = checks::authority_of(check.id) == "community";
    CHECK(community == (check.level == checks::Level::community));
  }
}

TEST_CASE("a must that does not fail has its reason") {
  for (const Check& check : checks::catalogue()) {
    CAPTURE(check.id);
    const bool fails = checks::broken_result(check) == model::Result::fail;
    CHECK((check.level != checks::Level::must || fails || !check.precedence.empty()));
    if (fails) CHECK(check.level == checks::Level::must);
  }
}

TEST_CASE("every fact that a check reads is one of its subject") {
  for (const Check& check : checks::catalogue()) {
    const auto names = fact_names(check.subject);
    for (const auto* wishes : {&check.applies, &check.wants}) {
      for (const auto& wish : *wishes) {
        CAPTURE(check.id);
        CAPTURE(wish.fact);
        CHECK(names.contains(wish.fact));
      }
    }
  }
}

TEST_CASE("a check is found by its id") {
  const Check* found = checks::find_check("rfc3207/not_offered_inside_tls");
  REQUIRE(found != nullptr);
  CHECK(found->citations.front().section == "4.2");
  CHECK(checks::find_check("rfc3207") == nullptr);
  CHECK(checks::authority_of("rfc3207/not_offered_inside_tls") == "rfc3207");
}
