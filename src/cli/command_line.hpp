// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "cli/options.hpp"

namespace cli {

// All commands, and what was said to them. Built without looking at a command line, so that help,
// manual page and completions can be made of the definitions.
class CommandLine {
 public:
  CommandLine();
  CommandLine(const CommandLine&) = delete;  // the definitions point into this
  CommandLine& operator=(const CommandLine&) = delete;

  const CLI::App& app() const { return app_; }
  // Parses the arguments and runs the command; prints help, version and what is wrong with the
  // arguments. Gives the program's exit code.
  int run(int argc, char** argv);

 private:
  struct Command {
    const CLI::App* parsed;
    std::function<int()> run;
  };

  // `define` tells the command its options, `perform` runs it.
  template <typename Options>
  void add(const char* name, const char* purpose, Options& options,
           void (*define)(CLI::App&, Options&), int (*perform)(const Options&)) {
    CLI::App* command = app_.add_subcommand(name, purpose);
    define(*command, options);
    commands_.push_back({command, [&options, perform] { return perform(options); }});
  }

  CLI::App app_;
  std::vector<Command> commands_;
  ScanOptions scan_;
  AuditOptions audit_;
  ProbeOptions probe_;
  ProbesOptions probes_;
  SendersOptions senders_;
  ChecksOptions checks_;
  JudgeOptions judge_;
  ExplainOptions explain_;
  ManualOptions manual_;
};

}  // namespace cli
