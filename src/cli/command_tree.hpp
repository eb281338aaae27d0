// SPDX-License-Identifier: GPL-3.0-or-later
//
// The commands as plain data, read out of their definitions: what manual page and completions are
// made of.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace cli {

// The ids there are for values of a name (value_names.hpp).
using Catalogues = std::map<std::string, std::vector<std::string>>;

// An option, a flag, or an argument that stands by its place.
struct Argument {
  std::vector<std::string> short_names;  // "f"
  std::vector<std::string> long_names;   // "input-file"; both empty: it stands by its place
  std::string value_name;                // "FILE"; empty: a flag
  std::string description;
  std::string default_value;          // empty: none, or said in the description
  std::string range;                  // "1 to 256"; empty: none
  std::vector<std::string> words;     // the values that are taken, and no others; empty: any
  std::vector<std::string> ids;       // values that are known, from the catalogues
  std::vector<std::string> needs;     // "--tier"
  std::vector<std::string> excludes;  // "--probe"
  bool file = false;                  // the value is a file's name
  bool list = false;                  // the value is several ids, comma-separated
  bool value_optional = false;        // and then stands behind "=" only
  bool many = false;                  // may be given several times
  bool required = false;

  bool positional() const { return short_names.empty() && long_names.empty(); }
  // "-f" and "--input-file", as typed.
  std::vector<std::string> typed_names() const;
};

struct Command {
  std::string name;
  std::string purpose;  // one sentence without a full stop
  std::vector<Argument> options;
  std::vector<Argument> positionals;
};

struct CommandTree {
  std::string name;     // of the program
  std::string purpose;  // "looks at mail servers ..."
  std::string version;  // "waxseal 0.1.0"
  std::vector<Argument> options;
  std::vector<Command> commands;
};

CommandTree command_tree(const CLI::App& app, const Catalogues& catalogues);

// The description up to its first particulars, for a list in a shell.
std::string short_description(const std::string& description);

}  // namespace cli
