// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/confirm_senders.hpp"

#include <doctest/doctest.h>

#include "support/printed.hpp"

namespace {

using senders::Agreement;
using senders::Confirmation;

constexpr std::string_view kGolden =
    R"(Of 6 kinds of sender, each with its own hello, 1 was answered as predicted, 3
otherwise; for 1 it is not known; for 1 no hello was sent.

  otherwise than predicted: the facts, the sender's file or the rules are wrong
    exim, gmail
      predicted: a handshake
      observed: alert handshake_failure(40)
    java
      predicted: no suite
      observed: a handshake

  not known
    rhel6
      predicted: which suites the server takes is not known
      observed: a handshake

  no hello was sent: the visit was over before
    go
)";

std::vector<model::Sender> senders_named(std::initializer_list<const char*> ids) {
  std::vector<model::Sender> made;
  for (const char* id : ids) made.emplace_back().id = id;
  return made;
}

cli::ProbeOptions options_of(std::string confirm, std::string tier = "audit") {
  cli::ProbeOptions options;
  options.confirm_senders = std::move(confirm);
  options.tier = std::move(tier);
  return options;
}

// The ids, or "refused".
std::string chosen(const cli::ProbeOptions& options, const std::vector<model::Sender>& all) {
  cli::ExitCode code = cli::kSuccess;
  const auto confirmed = cli::senders_to_confirm(options, all, code);
  CHECK(confirmed.has_value() == (code == cli::kSuccess));
  if (!confirmed) return code == cli::kUsage ? "refused" : "another code";
  std::string ids;
  for (const model::Sender& sender : *confirmed) ids += sender.id;
  return ids;
}

}  // namespace

TEST_CASE("every sender that was not answered as predicted is shown with both sides") {
  const std::vector<Confirmation> all{
      {"sendmail", Agreement::agrees, "a handshake", "a handshake"},
      {"exim", Agreement::disagrees, "a handshake", "alert handshake_failure(40)"},
      {"java", Agreement::disagrees, "no suite", "a handshake"},
      {"rhel6", Agreement::open, "which suites the server takes is not known", "a handshake"},
      {"gmail", Agreement::disagrees, "a handshake", "alert handshake_failure(40)"},
      {"go", Agreement::not_played, "", ""},
  };
  const std::string text = cli::confirmations_text(all);
  CHECK(text == kGolden);
  CHECK(printed::widest_line(text) <= 80);
}

TEST_CASE("where all agree there is nothing more to say") {
  CHECK(cli::confirmations_text({{"exim", Agreement::agrees, "a handshake", "a handshake"}}) ==
        "Of 1 kind of sender, each with its own hello, 1 was answered as predicted, 0\n"
        "otherwise.\n");
}

TEST_CASE("what a sender says cannot command a terminal") {
  const std::string text = cli::confirmations_text(
      {{"exim", Agreement::disagrees, "a handshake", "the server said \x1b[2J"}});
  CHECK(text.find('\x1b') == std::string::npos);
}

TEST_CASE("which senders are confirmed") {
  const auto few = senders_named({"a", "b", "c", "d"});
  CHECK(chosen(options_of(""), few).empty());
  CHECK(chosen(options_of("", "survey"), few).empty());
  CHECK(chosen(options_of("all"), few) == "abcd");
  CHECK(chosen(options_of("c,a,c"), few) == "ac");
  CHECK(chosen(options_of("e"), few) == "refused");
  CHECK(chosen(options_of("a,"), few) == "refused");
  CHECK(chosen(options_of("a", "standard"), few) == "refused");
  CHECK(chosen(options_of("a", "survey"), few) == "refused");
}

TEST_CASE("more than four only where the server is ours") {
  const auto many = senders_named({"a", "b", "c", "d", "e"});
  CHECK(chosen(options_of("all"), many) == "refused");
  CHECK(chosen(options_of("a,b,c,d,e"), many) == "refused");
  CHECK(chosen(options_of("a,b,c,d"), many) == "abcd");
  cli::ProbeOptions ours = options_of("all");
  ours.common.authorized = true;
  CHECK(chosen(ours, many) == "abcde");
}
