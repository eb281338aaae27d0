// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/html_words.hpp"

#include <algorithm>
#include <array>

#include <fmt/core.h>

namespace report::html {
namespace {

using model::Delivery;

struct DeliveryWord {
  Delivery delivery;
  Word word;
};
// The worst first.
constexpr std::array<DeliveryWord, model::kDeliveries> kDeliveries{{
    {Delivery::bounce, {Tone::bad, "bounced"}},
    {Delivery::defer_until_expiry, {Tone::bad, "deferred"}},
    {Delivery::next_mx, {Tone::warn, "next MX"}},
    {Delivery::clear_same_session, {Tone::warn, "clear text"}},
    {Delivery::clear_reconnect, {Tone::warn, "clear text"}},
    {Delivery::clear_after_age, {Tone::warn, "clear later"}},
    {Delivery::unknown, {Tone::doubt, "not known"}},
    {Delivery::tls_unauth, {Tone::good, "TLS"}},
    {Delivery::tls_auth, {Tone::good, "TLS, proved"}},
}};

}  // namespace

std::string_view to_string(Tone tone) {
  switch (tone) {
    case Tone::good:
      return "good";
    case Tone::warn:
      return "warn";
    case Tone::bad:
      return "bad";
    case Tone::doubt:
      return "doubt";
    case Tone::plain:
      return "plain";
  }
  return "";
}

Word verdict_of(Readiness readiness) {
  switch (readiness) {
    case Readiness::safe:
      return {Tone::good, "Safe to enforce TLS"};
    case Readiness::not_yet:
      return {Tone::bad, "Not yet safe to enforce TLS"};
    case Readiness::unknown:
      return {Tone::doubt, "Could not tell"};
  }
  return {};
}

Word word_of(const Enforcement& way) {
  if (!way.possible) return {Tone::plain, "not possible"};
  switch (way.readiness) {
    case Readiness::safe:
      return {Tone::good, "safe"};
    case Readiness::not_yet:
      return {Tone::bad, "loses mail"};
    case Readiness::unknown:
      return {Tone::doubt, "not known"};
  }
  return {};
}

Word word_of(Severity severity) {
  switch (severity) {
    case Severity::fail:
      return {Tone::bad, "fail"};
    case Severity::warn:
      return {Tone::warn, "warning"};
    case Severity::doubt:
      return {Tone::doubt, "not known"};
    case Severity::info:
      return {Tone::plain, "note"};
  }
  return {};
}

Word health_of(const Server& server) {
  switch (server.worst) {
    case Severity::fail:
      return {Tone::bad, "must change"};
    case Severity::warn:
      return {Tone::warn, "should change"};
    case Severity::doubt:
      return {Tone::doubt, "not known"};
    case Severity::info:
      return {Tone::good, "in order"};
  }
  return {};
}

Word health_of(const Host& host) {
  if (host.servers.empty()) return {Tone::doubt, "no server"};
  const auto worst = std::min_element(
      host.servers.begin(), host.servers.end(),
      [](const Server& one, const Server& other) { return one.worst < other.worst; });
  return health_of(*worst);
}

Word word_of(Delivery delivery) { return kDeliveries.at(rank(delivery)).word; }

std::size_t rank(Delivery delivery) {
  const auto found =
      std::find_if(kDeliveries.begin(), kDeliveries.end(),
                   [delivery](const DeliveryWord& some) { return some.delivery == delivery; });
  return static_cast<std::size_t>(found - kDeliveries.begin());
}

Word word_of(model::Answer answer) {
  switch (answer) {
    case model::Answer::yes:
      return {Tone::good, "yes"};
    case model::Answer::no:
      return {Tone::bad, "no"};
    case model::Answer::unknown:
      return {Tone::doubt, "not known"};
  }
  return {};
}

Markup sign(Tone tone) {
  return "<svg class=\"sign\" viewBox=\"0 0 16 16\" aria-hidden=\"true\"><use href=\"#sign-" +
         text(to_string(tone)) + "\"/></svg>";
}

Markup mark(const Word& word) {
  return element("span", {{"class", fmt::format("mark {}", to_string(word.tone))}},
                 sign(word.tone) + text(word.says));
}

Markup signs() {
  return R"(<svg width="0" height="0" class="signs" aria-hidden="true" focusable="false"><defs>
<symbol id="sign-good" viewBox="0 0 16 16"><circle class="fill" cx="8" cy="8" r="7.5"/><path class="line" d="M4.5 8.4l2.4 2.4 4.7-5.2"/></symbol>
<symbol id="sign-bad" viewBox="0 0 16 16"><path class="fill" d="M5 .5h6L15.5 5v6L11 15.5H5L.5 11V5z"/><path class="line" d="M5.3 5.3l5.4 5.4m0-5.4l-5.4 5.4"/></symbol>
<symbol id="sign-warn" viewBox="0 0 16 16"><path class="fill" d="M8 .8l7.6 14H.4z"/><path class="line" d="M8 5.6v4.300m0 2.200v.3"/></symbol>
<symbol id="sign-doubt" viewBox="0 0 16 16"><circle class="ring" cx="8" cy="8" r="6.7"/><path class="mono" d="M6 6.3a2 2 0 1 1 2.900 1.800c-.6.3-.9.6-.9 1.200m0 2.200v.3"/></symbol>
<symbol id="sign-plain" viewBox="0 0 16 16"><path class="mono" d="M3.500 8h9"/></symbol>
</defs></svg>
)";
}

std::string counted(std::size_t count, std::string_view thing) {
  return fmt::format("{} {}{}", count, thing, count == 1 ? "" : "s");
}

std::string date(base::WallTime time) { return base::rfc3339(time).substr(0, 10); }

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : ", ") + word;
  return all;
}

Markup codes(const std::vector<std::string>& words) {
  Markup all;
  for (const std::string& word : words) {
    if (!all.empty()) all += ", ";
    all += code(word);
  }
  return all;
}

}  // namespace report::html
