// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/command_line.hpp"

#include <string>

#include <fmt/core.h>

#include "cli/command_options.hpp"
#include "cli/exit_code.hpp"
#include "report/text_columns.hpp"

namespace cli {
namespace {

using report::wrapped;

std::string footer() {
  std::string text;
  for (const ExitMeaning& exit : exit_meanings())
    text +=
        fmt::format("{}{} {}", text.empty() ? "" : "; ", static_cast<int>(exit.code), exit.meaning);
  constexpr std::string_view kTitle = "Exit codes: ";
  return std::string(kTitle) + wrapped(text + ".", kTitle.size(), 0);
}

}  // namespace

CommandLine::CommandLine()
    : app_("waxseal: looks at mail servers the way the world's sending servers do", "waxseal") {
  app_.set_version_flag("--version", "waxseal " WAXSEAL_VERSION);
  app_.require_subcommand(1);
  app_.footer(footer());
  add("scan", "Visit the mail servers of many domains, write JSON lines", scan_, add_scan,
      scan_command);
  add("audit", "Say whether TLS can be enforced for a domain, for whom not, and what to change",
      audit_, add_audit, audit_command);
  add("probe", "Play one probe on one mail server, print the conversation", probe_, add_probe,
      probe_command);
  add("probes", "List the probes that are built in", probes_, add_probes, probes_command);
  add("senders", "List the sending mail servers that are known, and what each does", senders_,
      add_senders, senders_command);
  add("checks", "List the conformance checks, with their sources", checks_, add_checks,
      checks_command);
  add("judge", "Judge stored lines by the checks of today, write a line of verdicts for each",
      judge_, add_judge, judge_command);
  add("explain", "Say what an outcome or a check means, for whom, and what to do", explain_,
      add_explain, explain_command);
  add("manual", "Print the manual page, or a shell's completion script", manual_, add_manual,
      manual_command);
}

int CommandLine::run(int argc, char** argv) {
  scan_.arguments.assign(argv, argv + argc);
  try {
    app_.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app_.exit(error) == 0 ? kSuccess : kUsage;
  }
  for (const Command& command : commands_)
    if (command.parsed->parsed()) return command.run();
  return kUsage;  // not reached: a command is required
}

}  // namespace cli
