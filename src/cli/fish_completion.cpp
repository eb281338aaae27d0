// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/core.h>

#include "cli/completions.hpp"

namespace cli {
namespace {

constexpr std::string_view kHead = R"(# fish completion for {0}(1)
# Made by: {0} manual --completion fish

# Whether the command is this one; without an argument, whether there is none yet.
function __{0}_command
    set -l words (commandline -opc)
    for word in $words[2..-1]
        string match -q -- '-*' $word; and continue
        test "$word" = "$argv[1]"
        return
    end
    test -z "$argv[1]"
end

complete -c {0} -f
)";

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

// The switches that say what completes a value; empty when the words are the user's own.
std::string value(const Argument& argument) {
  if (argument.file) return " -F";
  const auto& words = argument.words.empty() ? argument.ids : argument.words;
  if (words.empty()) return "";
  const std::string all = joined(words);
  return " -a " + fish_quoted(argument.list ? "(__fish_append , " + all + ")" : all);
}

std::string condition(const CommandTree& tree, std::string_view command) {
  return fmt::format("complete -c {0} -n {1}", tree.name,
                     fish_quoted(fmt::format("__{}_command {}", tree.name, command)));
}

std::string option_line(const CommandTree& tree, std::string_view command,
                        const Argument& argument) {
  std::string text = condition(tree, command);
  for (const std::string& name : argument.short_names) text += " -s " + name;
  for (const std::string& name : argument.long_names) text += " -l " + name;
  if (!argument.value_name.empty()) {
    if (!argument.value_optional) text += argument.file ? " -r" : " -x";
    text += value(argument);
  }
  return text + " -d " + fish_quoted(short_description(argument.description)) + "\n";
}

std::string command_lines(const CommandTree& tree, const Command& command) {
  std::string text = fmt::format("\n{} -a {} -d {}\n", condition(tree, "''"), command.name,
                                 fish_quoted(command.purpose));
  for (const Argument& argument : command.options)
    text += option_line(tree, command.name, argument);
  for (const Argument& argument : command.positionals) {
    const std::string switches = value(argument);
    if (!switches.empty()) text += condition(tree, command.name) + switches + "\n";
  }
  return text;
}

}  // namespace

std::string fish_quoted(std::string_view text) {
  std::string made = "'";
  for (const char letter : text) {
    if (letter == '\'' || letter == '\\') made += '\\';
    made += letter;
  }
  return made + "'";
}

std::string fish_completion(const CommandTree& tree) {
  std::string text = fmt::format(kHead, tree.name);
  for (const Argument& argument : tree.options) text += option_line(tree, "''", argument);
  for (const Command& command : tree.commands) text += command_lines(tree, command);
  return text;
}

}  // namespace cli
