// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/sender_matrix.hpp"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "base/text.hpp"
#include "report/text_columns.hpp"
#include "report/words.hpp"

namespace report {
namespace {

using model::Delivery;
using model::SenderVerdict;
using Verdicts = std::vector<const SenderVerdict*>;

constexpr std::size_t kIndent = 4;
// What becomes of mail, then a mark for each what-if: all but the marks gives way to `columns`.
constexpr std::string_view kRow = "  {:<{}} {:<2} {:<2} {:<2} {:<2} {}\n";
constexpr std::size_t kMarks = 19;
constexpr std::size_t kLegendIndent = 6;
constexpr std::string_view kAsItIs = ".";

constexpr std::string_view kLegend =
    "If  1 the receiver published an MTA-STS policy that enforces\n"
    "    2 the receiver published TLSA records that fit\n"
    "    3 the sender's administrator made TLS mandatory\n"
    "    4 the receiver switched off TLS 1.2 and older\n"
    "    5 the receiver's certificate had run out\n"
    "then  . as it is   P TLS, proved   T TLS   C clear text at once   c later\n"
    "      N next MX    D deferred, then returned   B bounced at once   ? not known\n"
    "* partly assumed: waxseal senders ID says what\n"
    "waxseal senders ID says what a sender is and how that is known.\n";

std::string_view cell(const SenderVerdict& verdict, std::size_t what_if) {
  const Delivery delivery = verdict.what_if[what_if];
  return delivery == verdict.delivery ? kAsItIs : letter_of(delivery);
}

bool is_alike(SenderVerdict one, const SenderVerdict& other) {
  one.sender = other.sender;
  return one == other;
}

// Those that come out alike, each once, the worst first.
std::vector<Verdicts> groups_of(const std::vector<SenderVerdict>& verdicts) {
  std::vector<Verdicts> groups;
  for (const SenderVerdict& verdict : verdicts) {
    const auto group = std::find_if(groups.begin(), groups.end(), [&verdict](const Verdicts& some) {
      return is_alike(verdict, *some.front());
    });
    if (group == groups.end()) {
      groups.push_back({&verdict});
    } else {
      group->push_back(&verdict);
    }
  }
  std::stable_sort(groups.begin(), groups.end(), [](const Verdicts& one, const Verdicts& other) {
    return rank(one.front()->delivery) < rank(other.front()->delivery);
  });
  return groups;
}

std::string indented(std::string_view text, std::size_t columns) {
  if (text.empty()) return {};
  return std::string(kIndent, ' ') + wrapped(text, kIndent, kIndent + 2, columns) + "\n";
}

// "ems_echoed: the server ..."; one without the other where there is no more.
std::string obstacle_of(const SenderVerdict& verdict) {
  std::string text = shown(verdict.property);
  if (!text.empty() && !verdict.reason.empty()) text += ": ";
  return text + shown(verdict.reason);
}

// Where everybody's message goes; empty: to several servers, or none is said.
std::string_view only_endpoint(const std::vector<SenderVerdict>& verdicts) {
  const std::string& first = verdicts.front().endpoint_id;
  const bool same =
      std::all_of(verdicts.begin(), verdicts.end(),
                  [&first](const SenderVerdict& verdict) { return verdict.endpoint_id == first; });
  return same ? std::string_view(first) : std::string_view();
}

// Who stands in a table, and how wide it is.
struct Table {
  const std::set<std::string>& assumed;
  std::size_t columns;
};

// How well a sender is known is its own: those that come out alike may differ in it.
std::string marked_id(const std::string& id, const Table& table) {
  return table.assumed.contains(id) ? id + "*" : id;
}

std::string group_text(const Verdicts& group, std::string_view everybodys_endpoint,
                       const Table& table) {
  const SenderVerdict& any = *group.front();
  std::string text = fmt::format(kRow, delivery_text(any), table.columns - kMarks, cell(any, 0),
                                 cell(any, 1), cell(any, 2), cell(any, 3), cell(any, 4));
  text += indented(obstacle_of(any), table.columns);
  if (!any.endpoint_id.empty() && any.endpoint_id != everybodys_endpoint)
    text += indented("at " + shown(any.endpoint_id), table.columns);
  std::string ids;
  for (const SenderVerdict* verdict : group)
    ids += (ids.empty() ? "" : ", ") + marked_id(verdict->sender, table);
  return text + indented(ids, table.columns);
}

std::string legend(std::size_t columns) {
  std::string text;
  for (const std::string_view line : base::split(kLegend.substr(0, kLegend.size() - 1), '\n'))
    text += wrapped(line, 0, kLegendIndent, columns) + "\n";
  return text;
}

// "Of 28 kinds of sender 25 deliver mail in TLS, 2 in clear text, 1 not at all."
std::string counts_text(std::string_view mail, const std::vector<SenderVerdict>& verdicts,
                        std::size_t columns) {
  const auto count = [&verdicts](auto is) {
    return std::count_if(verdicts.begin(), verdicts.end(),
                         [is](const SenderVerdict& verdict) { return is(verdict.delivery); });
  };
  const auto tls = count(model::is_delivered_in_tls);
  std::string text = fmt::format("Of {} kind{} of sender {} deliver{} {} in TLS", verdicts.size(),
                                 verdicts.size() == 1 ? "" : "s", tls, tls == 1 ? "s" : "", mail);
  const auto add = [&text](std::ptrdiff_t number, std::string_view what) {
    if (number > 0) text += fmt::format(", {} {}", number, what);
  };
  const auto only = [&count](Delivery wanted) {
    return count([wanted](Delivery delivery) { return delivery == wanted; });
  };
  add(count(model::is_delivered_in_clear), "in clear text");
  add(only(Delivery::next_mx), "at the next MX, if there is one");
  add(only(Delivery::defer_until_expiry) + only(Delivery::bounce), "not at all");
  const auto unknown = only(Delivery::unknown);
  if (unknown > 0) text += fmt::format("; for {} it is not known", unknown);
  return wrapped(text + ".", 0, 0, columns) + "\n";
}

// "5 days", "36 hours"
std::string hours_text(double hours) {
  const double days = hours / 24;
  const bool whole = days >= 1 && days == static_cast<double>(static_cast<long>(days));
  const double number = whole ? days : hours;
  return fmt::format("{:g} {}{}", number, whole ? "day" : "hour", number == 1 ? "" : "s");
}

}  // namespace

std::string delivery_text(const SenderVerdict& verdict) {
  switch (verdict.delivery) {
    case Delivery::tls_auth:
      return "TLS, proved";
    case Delivery::tls_unauth:
      return "TLS";
    case Delivery::clear_same_session:
    case Delivery::clear_reconnect:
      return "clear text at once";
    case Delivery::clear_after_age:
      return fmt::format("clear text after {:g} min", verdict.clear_after_minutes.value_or(0));
    case Delivery::next_mx:
      return "next MX";
    case Delivery::defer_until_expiry:
      return "deferred, returned after " + hours_text(verdict.bounce_after_hours.value_or(0));
    case Delivery::bounce:
      return "bounced at once";
    case Delivery::unknown:
      return "not known";
  }
  return "";
}

std::string sender_matrix(std::string_view mail, const std::vector<SenderVerdict>& verdicts,
                          const std::set<std::string>& assumed, std::size_t columns) {
  std::string text = counts_text(mail, verdicts, columns);
  if (verdicts.empty()) return text;
  const std::string_view endpoint = only_endpoint(verdicts);
  if (!endpoint.empty()) text += wrapped("All at " + shown(endpoint) + ".", 0, 0, columns) + "\n";
  text += "\n" + fmt::format(kRow, "", columns - kMarks, "1", "2", "3", "4", "5");
  for (const Verdicts& group : groups_of(verdicts))
    text += group_text(group, endpoint, {assumed, columns});
  return text + "\n" + legend(columns);
}

std::string sender_matrix(std::string_view mail, const std::vector<SenderVerdict>& verdicts,
                          const std::vector<model::Sender>& senders) {
  std::set<std::string> assumed;
  for (const model::Sender& sender : senders)
    if (sender.confidence() == model::Confidence::assumed) assumed.insert(sender.id);
  return sender_matrix(mail, verdicts, assumed);
}

}  // namespace report
