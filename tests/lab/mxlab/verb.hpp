// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace mxlab {

// What a client may say. `other` is everything that is not listed; it must stay last.
enum class Verb {
  ehlo,
  helo,
  starttls,
  noop,
  rset,
  help,
  quit,
  mail,
  rcpt,
  data,
  bdat,
  auth,
  vrfy,
  expn,
  other
};
inline constexpr std::size_t verb_count = static_cast<std::size_t>(Verb::other) + 1;

constexpr std::size_t index_of(Verb verb) { return static_cast<std::size_t>(verb); }

std::string_view name_of(Verb verb);

// The verb of this name, in any case; nothing for a name that is not in the list.
std::optional<Verb> verb_named(std::string_view name);

// A scanner has no business saying these: they touch mailboxes or credentials.
constexpr bool is_violation(Verb verb) {
  switch (verb) {
    case Verb::rcpt:
    case Verb::data:
    case Verb::bdat:
    case Verb::auth:
    case Verb::vrfy:
    case Verb::expn:
      return true;
    default:
      return false;
  }
}

struct Command {
  Verb verb = Verb::other;
  std::string_view parameter;  // without leading and trailing blanks
};

// Splits one line (without its line end).
Command parse_command(std::string_view line);

}  // namespace mxlab
