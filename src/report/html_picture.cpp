// SPDX-License-Identifier: GPL-3.0-or-later
//
// The tree from a domain to its addresses, drawn: three columns of boxes and the lines between.
// All numbers are units of the picture, which scales with the page.
#include <algorithm>

#include <fmt/core.h>

#include "base/text.hpp"
#include "report/html_parts.hpp"
#include "report/html_sections.hpp"
#include "report/html_signs.hpp"

namespace report::html {
namespace {

constexpr int kWidth = 1040;
constexpr int kBoxHeight = 52;
constexpr int kStep = 66;  // from one address to the next
struct Column {
  int left;
  int width;
  std::size_t letters;  // that fit beside a sign, of a fixed width
};
constexpr Column kDomain{2, 260, 27};
constexpr Column kHost{322, 300, 32};
constexpr Column kAddress{682, 356, 39};
// Of the second line, whose letters are narrower.
constexpr std::size_t kSmallLetters = 48;
// A picture of more helps nobody; the list has them all.
constexpr std::size_t kMostAddresses = 40;

// The ends of a name tell more than its middle. Octets: a name that is cut is ASCII, or is spelt
// out where a letter was cut in two.
std::string shortened(const std::string& words, std::size_t most) {
  if (words.size() <= most) return words;
  const std::size_t tail = most / 2;
  return words.substr(0, most - 1 - tail) + "…" + words.substr(words.size() - tail);
}

Markup number(int value) { return text(std::to_string(value)); }

struct Box {
  Column column;
  int middle;  // y
  Tone tone;
  std::string title;
  std::string about;
};

Markup drawn(const Box& box) {
  const int top = box.middle - kBoxHeight / 2;
  const Markup tone = text(to_string(box.tone));
  return "<g class=\"box " + tone + "\"><title>" + text(box.title) + ": " + text(box.about) +
         "</title><rect x=\"" + number(box.column.left) + "\" y=\"" + number(top) + "\" width=\"" +
         number(box.column.width) + "\" height=\"" + number(kBoxHeight) +
         "\" rx=\"4\"/><use href=\"#sign-" + tone + "\" x=\"" + number(box.column.left + 10) +
         "\" y=\"" + number(top + 9) + "\" width=\"15\" height=\"15\"/><text class=\"name\" x=\"" +
         number(box.column.left + 33) + "\" y=\"" + number(top + 21) + "\">" +
         text(shortened(box.title, box.column.letters)) + "</text><text x=\"" +
         number(box.column.left + 33) + "\" y=\"" + number(top + 39) + "\">" +
         text(shortened(box.about, kSmallLetters)) + "</text></g>\n";
}

Markup line(const Column& from, int from_middle, const Column& to, int to_middle) {
  const int start = from.left + from.width;
  const int turn = (start + to.left) / 2;
  return "<path class=\"branch\" d=\"M" + number(start) + " " + number(from_middle) + "H" +
         number(turn) + "V" + number(to_middle) + "H" + number(to.left) + "\"/>\n";
}

std::string about(const Server& server) {
  const std::string health(health_of(server).says);
  if (server.versions.empty()) return health + ": " + server.outcome;
  return fmt::format("{}: DANE {}, MTA-STS {}", health, dane_word(server.dane).says,
                     mta_sts_word(server.mta_sts).says);
}

std::string about(const Host& host) {
  return fmt::format("{}, preference {}, {}", health_of(host).says, host.preference,
                     host.is_signed ? "signed" : "not signed");
}

std::string about(const Domain& domain) {
  return std::string("MX answer ") + (domain.mx_signed ? "signed" : "not signed");
}

Tone tone_of(Readiness readiness) { return verdict_of(readiness).tone; }

// A row for each address, and one for a host without any.
std::size_t rows_of(const Host& host) { return std::max<std::size_t>(1, host.servers.size()); }

struct Drawing {
  Markup lines;
  Markup boxes;
  int next = kBoxHeight / 2 + 2;  // the middle of the next row

  void add_host(const Host& host, int domain_middle) {
    const int middle = next + static_cast<int>(rows_of(host) - 1) * kStep / 2;
    lines += line(kDomain, domain_middle, kHost, middle);
    boxes += drawn({kHost, middle, health_of(host).tone, host.name, about(host)});
    for (const Server& server : host.servers) {
      lines += line(kHost, middle, kAddress, next);
      boxes += drawn({kAddress, next, health_of(server).tone, server.address, about(server)});
      next += kStep;
    }
    if (!host.servers.empty()) return;
    lines += line(kHost, middle, kAddress, next);
    boxes += drawn({kAddress, next, Tone::doubt, "no server", host.problem});
    next += kStep;
  }
};

}  // namespace

Markup picture_of(const Domain& domain, const std::string& id) {
  std::size_t rows = 0;
  for (const Host& host : domain.hosts) rows += rows_of(host);
  if (rows == 0 || rows > kMostAddresses) return {};
  const int height = static_cast<int>(rows) * kStep - (kStep - kBoxHeight) + 4;
  Drawing drawing;
  for (const Host& host : domain.hosts) drawing.add_host(host, height / 2);
  drawing.boxes +=
      drawn({kDomain, height / 2, tone_of(domain.readiness), domain.domain, about(domain)});
  const Markup name = text(id);
  return "<svg class=\"picture\" role=\"img\" viewBox=\"0 0 " + number(kWidth) + " " +
         number(height) + "\" aria-labelledby=\"" + name + "-picture " + name +
         "-picture-says\"><title id=\"" + name + "-picture\">Mail servers of " +
         text(domain.domain) + "</title><desc id=\"" + name +
         "-picture-says\">The domain, its MX hosts and their addresses; the list that follows says "
         "the same.</desc>\n" +
         drawing.lines + drawing.boxes + "</svg>\n";
}

}  // namespace report::html
