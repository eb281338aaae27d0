// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/manual_page.hpp"

#include <array>
#include <cctype>

#include <fmt/core.h>

#include "base/text.hpp"
#include "cli/exit_code.hpp"

namespace cli {
namespace {

struct Example {
  std::string_view purpose;
  std::string_view lines;
};

constexpr std::array<Example, 6> kExamples{{
    {"The mail servers of a few domains, lines of JSON on standard output:",
     "waxseal scan example.org --ehlo-name probe.example.org"},
    {"A long list; killed, it goes on when --resume is added:",
     "waxseal scan -f domains.txt -o results.jsonl.zst \\\n"
     "  -m run.json --ehlo-name probe.example.org"},
    {"One conversation with one server, printed for people:",
     "waxseal probe mx.example.org --ehlo-name probe.example.org"},
    {"All that can be asked of a server of your own, and which senders would deliver to it:",
     "waxseal probe mx.example.org --tier audit --enumerate --authorized"},
    {"Stored lines, by the checks of today:", "waxseal judge results.jsonl -o verdicts.jsonl"},
    {"What an outcome means, for whom, and what to do:", "waxseal explain starttls.not_offered"},
}};

struct File {
  std::string_view name;
  std::string_view use;
};

constexpr std::array<File, 3> kFiles{{
    {"/etc/resolv.conf", "Recursive resolvers, unless --nameservers names some."},
    {"/etc/ssl/certs/ca-certificates.crt", "Trusted roots, unless --ca-file names others."},
    {"domains.txt",
     "For scan: a domain a line, with # comments, or CSV with the domain in the second column."},
}};

constexpr std::string_view kDescription =
    "waxseal talks to mail servers as sending servers do: it resolves MX records, offers STARTTLS "
    "handshakes of several kinds, records what is answered, and says what follows from it. Doubt "
    "is a value: a server that is slow, greylisting, blocking or broken is reported as that, and "
    "never as one without STARTTLS. Results go to standard output or a file, messages to standard "
    "error.";

std::string bold(std::string_view text) { return "\\fB" + roff(text) + "\\fR"; }
std::string italic(std::string_view text) { return "\\fI" + roff(text) + "\\fR"; }

std::string sentence(std::string_view text) {
  std::string made = roff(text);
  if (!made.empty() && made.back() != '.') made += '.';
  return made + "\n";
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

// "[DOMAIN]..." with its marks.
std::string positional_usage(const Argument& argument) {
  const std::string name = italic(argument.value_name) + (argument.many ? "..." : "");
  return argument.required ? name : "[" + name + "]";
}

std::string usage(const CommandTree& tree, const Command& command) {
  std::string text = bold(tree.name + " " + command.name) + " [" + italic("OPTION") + "]...";
  for (const Argument& argument : command.positionals) text += " " + positional_usage(argument);
  return text;
}

// "-f FILE, --input-file=FILE" with its fonts.
std::string title(const Argument& argument) {
  if (argument.positional()) return italic(argument.value_name);
  std::string text;
  for (const std::string& name : argument.typed_names()) {
    const bool is_long = name.starts_with("--");
    text += (text.empty() ? "" : ", ") + bold(name);
    if (argument.value_name.empty()) continue;
    const std::string value = (is_long ? "=" : " ") + italic(argument.value_name);
    text += argument.value_optional ? "[" + value + "]" : value;
  }
  return text;
}

std::string entry(const Argument& argument) {
  std::string text = ".TP\n" + title(argument) + "\n" + sentence(argument.description);
  if (!argument.words.empty()) text += sentence("One of: " + joined(argument.words));
  if (!argument.range.empty()) text += sentence("Range: " + argument.range);
  if (!argument.default_value.empty()) {
    text += "Default: " + bold(argument.default_value) + ".\n";
  }
  if (!argument.needs.empty()) text += sentence("Only with " + joined(argument.needs));
  if (!argument.excludes.empty()) text += sentence("Not with " + joined(argument.excludes));
  return text;
}

std::string command_section(const CommandTree& tree, const Command& command) {
  std::string text = ".SS " + roff(tree.name + " " + command.name) + "\n" + usage(tree, command) +
                     "\n.PP\n" + sentence(command.purpose);
  for (const Argument& argument : command.positionals) text += entry(argument);
  for (const Argument& argument : command.options) {
    if (argument.long_names != std::vector<std::string>{"help"}) text += entry(argument);
  }
  return text;
}

std::string front(const CommandTree& tree) {
  std::string capitals = tree.name;
  for (char& letter : capitals)
    letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
  std::string text =
      fmt::format(".TH {} 1 \"\" \"{}\" \"User Commands\"\n", roff(capitals), roff(tree.version));
  text += ".SH NAME\n" + roff(tree.name) + " \\- " + roff(tree.purpose) + "\n.SH SYNOPSIS\n.nf\n";
  for (const Command& command : tree.commands) text += usage(tree, command) + "\n";
  text += ".fi\n.SH DESCRIPTION\n" + sentence(kDescription);
  text += ".SH OPTIONS\nThese stand before the command; " + bold("--help") +
          " behind a command is about that command.\n";
  return text;
}

std::string back() {
  std::string text = ".SH \"EXIT STATUS\"\n";
  for (const ExitMeaning& exit : exit_meanings())
    text += fmt::format(".TP\n{}\n{}", bold(std::to_string(exit.code)), sentence(exit.meaning));
  text += ".SH FILES\n";
  for (const File& file : kFiles) text += ".TP\n" + italic(file.name) + "\n" + sentence(file.use);
  text += ".SH EXAMPLES\n";
  for (const Example& example : kExamples) {
    text += ".PP\n" + roff(example.purpose) + "\n.PP\n.RS 4\n.nf\n";
    for (const std::string_view line : base::split(example.lines, '\n')) text += roff(line) + "\n";
    text += ".fi\n.RE\n";
  }
  text +=
      ".SH \"SEE ALSO\"\n\\fBposttls\\-finger\\fR(1), \\fBopenssl\\-s_client\\fR(1)\n.PP\n"
      "RFC 3207 (STARTTLS), RFC 7672 (DANE for SMTP), RFC 8461 (MTA\\-STS), RFC 8460 (TLSRPT)\n";
  return text;
}

}  // namespace

std::string roff(std::string_view text) {
  std::string made;
  for (const char letter : text) {
    switch (letter) {
      case '\\':
        made += "\\e";
        break;
      case '-':
        made += "\\-";
        break;
      case '"':
        made += "\\(dq";
        break;
      case '^':
        made += "\\(ha";
        break;
      case '~':
        made += "\\(ti";
        break;
      case '`':
        made += "\\(ga";
        break;
      case '\n':
        made += ' ';
        break;
      default:
        made += letter;
    }
  }
  const bool request = made.starts_with('.') || made.starts_with('\'');
  return request ? "\\&" + made : made;
}

std::string manual_page(const CommandTree& tree) {
  std::string text = front(tree);
  for (const Argument& argument : tree.options) text += entry(argument);
  text += ".SH COMMANDS\n";
  for (const Command& command : tree.commands) text += command_section(tree, command);
  return text + back();
}

}  // namespace cli
