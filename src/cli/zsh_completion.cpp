// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/core.h>

#include "cli/completions.hpp"

namespace cli {
namespace {

constexpr std::string_view kHead = R"(#compdef {0}
# zsh completion for {0}(1)
# Made by: {0} manual --completion zsh

_{0}() {{
  local curcontext="$curcontext" context state state_descr line
  local -a commands
  typeset -A opt_args
  _arguments -C \
)";

// zsh takes the mark and not its meaning inside a specification.
std::string escaped(std::string_view text, std::string_view marks) {
  std::string made;
  for (const char letter : text) {
    if (letter == '\\' || marks.find(letter) != std::string_view::npos) made += '\\';
    made += letter;
  }
  return made;
}

std::string words_of(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words)
    text += (text.empty() ? "" : " ") + escaped(word, " ():;&|<>$`\"'*?[]{}~#");
  return text;
}

// "FILE:_files", what completes a value.
std::string value(const Argument& argument) {
  const std::string name = escaped(argument.value_name, ":") + ":";
  if (argument.file) return name + "_files";
  const auto& words = argument.words.empty() ? argument.ids : argument.words;
  if (words.empty()) return name + " ";
  if (argument.list) return name + "_sequence compadd - " + words_of(words);
  return name + "(" + words_of(words) + ")";
}

// What may not stand beside this option: itself, unless it may be repeated, and what it excludes.
std::string exclusions(const Argument& argument) {
  std::string text;
  const auto add = [&text](const std::string& name) { text += (text.empty() ? "" : " ") + name; };
  if (!argument.many)
    for (const std::string& name : argument.typed_names()) add(name);
  for (const std::string& name : argument.excludes)
    if (name.starts_with('-')) add(name);
  return text.empty() ? "" : "(" + text + ")";
}

std::string option_lines(const Argument& argument, std::string_view indent, bool alone) {
  std::string text;
  for (const std::string& name : argument.typed_names()) {
    std::string line = alone ? "(- *)" : exclusions(argument);
    if (argument.many) line += "*";
    line += name;
    if (!argument.value_name.empty() && !argument.value_optional)
      line += name.starts_with("--") ? "=" : "+";
    if (argument.value_optional) line += "=-";
    line += "[" + escaped(short_description(argument.description), "[]:") + "]";
    if (!argument.value_name.empty())
      line += (argument.value_optional ? "::" : ":") + value(argument);
    text += fmt::format("{}{} \\\n", indent, shell_quoted(line));
  }
  return text;
}

bool ends_it(const Argument& argument) {
  return !argument.long_names.empty() &&
         (argument.long_names[0] == "help" || argument.long_names[0] == "version");
}

// Empty when the words are the user's own: a message about them would keep zsh from inserting an
// option that is typed in their place.
std::string positional_line(const Argument& argument) {
  if (!argument.file && argument.words.empty() && argument.ids.empty()) return "";
  const std::string_view place = argument.many ? "*:" : argument.required ? ":" : "::";
  return "            " + shell_quoted(std::string(place) + value(argument)) + " \\\n";
}

std::string command_case(const Command& command) {
  std::string text = fmt::format("        {})\n          _arguments \\\n", command.name);
  for (const Argument& argument : command.options)
    text += option_lines(argument, "            ", ends_it(argument));
  for (const Argument& argument : command.positionals) text += positional_line(argument);
  text.erase(text.size() - 3);  // the last " \"
  return text + "\n          ;;\n";
}

std::string names(const CommandTree& tree) {
  std::string text = "      commands=(\n";
  for (const Command& command : tree.commands) {
    text += "        " +
            shell_quoted(escaped(command.name, ":") + ":" + escaped(command.purpose, ":")) + "\n";
  }
  return text + "      )\n      _describe -t commands command commands\n";
}

}  // namespace

std::string zsh_completion(const CommandTree& tree) {
  std::string text = fmt::format(kHead, tree.name);
  for (const Argument& argument : tree.options)
    text += option_lines(argument, "    ", ends_it(argument));
  text += "    ': :->command' \\\n    '*:: :->arguments'\n  case $state in\n    command)\n" +
          names(tree) + "      ;;\n    arguments)\n      case $words[1] in\n";
  for (const Command& command : tree.commands) text += command_case(command);
  return text +
         fmt::format(
             "      esac\n      ;;\n  esac\n}}\n\n"
             "# Loaded by its name it completes at once; read as a file it only introduces "
             "itself.\n"
             "if [[ $funcstack[1] == _{0} ]]; then\n  _{0} \"$@\"\nelse\n  compdef _{0} {0}\nfi\n",
             tree.name);
}

}  // namespace cli
