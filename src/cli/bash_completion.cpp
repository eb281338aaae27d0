// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/core.h>

#include "cli/completions.hpp"

namespace cli {
namespace {

constexpr std::string_view kHead = R"(# bash completion for {0}(1)
# Made by: {0} manual --completion bash

# Those of the words that begin as what is typed.
_{0}_words() {{
  local word
  for word in "$@"; do
    [[ $word == "$cur"* ]] && COMPREPLY+=("$word")
  done
}}

# The same for the last of several, comma-separated.
_{0}_list() {{
  local word head=''
  [[ $cur == *,* ]] && head=${{cur%,*}}','
  for word in "$@"; do
    [[ $head$word == "$cur"* ]] && COMPREPLY+=("$head$word")
  done
  compopt -o nospace 2>/dev/null
}}

_{0}_files() {{
  compopt -o filenames 2>/dev/null
  mapfile -t COMPREPLY < <(compgen -f -- "$cur")
}}

_{0}() {{
  local cur=${{COMP_WORDS[COMP_CWORD]}} option=${{COMP_WORDS[COMP_CWORD - 1]}} command='' word
  COMPREPLY=()
  # bash takes "=" for a word of its own.
  if [[ $cur == = ]]; then
    cur='' option+='='
  elif [[ $option == = ]]; then
    option=${{COMP_WORDS[COMP_CWORD - 2]}}'='
  fi
  for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
    if [[ $word != -* ]]; then
      command=$word
      break
    fi
  done
)";

std::string quoted(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += " " + shell_quoted(word);
  return text;
}

// The call that completes a value; empty when the words are the user's own.
std::string action(const CommandTree& tree, const Argument& argument) {
  if (argument.file) return fmt::format("_{}_files", tree.name);
  const auto& words = argument.words.empty() ? argument.ids : argument.words;
  if (words.empty()) return "";
  return fmt::format("_{}_{}{}", tree.name, argument.list ? "list" : "words", quoted(words));
}

// "scan --tier" and "scan --tier=" as patterns of a case.
std::string value_patterns(const Command& command, const Argument& argument) {
  std::string text;
  const auto add = [&](const std::string& name) {
    text += (text.empty() ? "" : " | ") + shell_quoted(command.name + " " + name);
  };
  for (const std::string& name : argument.typed_names()) {
    if (!argument.value_optional) add(name);
    if (name.starts_with("--")) add(name + "=");
  }
  return text;
}

std::string values(const CommandTree& tree) {
  std::string text = "  case \"$command $option\" in\n";
  for (const Command& command : tree.commands) {
    for (const Argument& argument : command.options) {
      if (argument.value_name.empty()) continue;
      const std::string call = action(tree, argument);
      text += fmt::format("    {}) {}return ;;\n", value_patterns(command, argument),
                          call.empty() ? "" : call + "; ");
    }
  }
  return text + "  esac\n";
}

std::string option_words(const std::vector<Argument>& options) {
  std::string text;
  for (const Argument& option : options) text += quoted(option.typed_names());
  return text;
}

std::string options(const CommandTree& tree) {
  std::string text =
      fmt::format("  if [[ $cur == -* ]]; then\n    case $command in\n      '') _{}_words{} ;;\n",
                  tree.name, option_words(tree.options));
  for (const Command& command : tree.commands) {
    text += fmt::format("      {}) _{}_words{} ;;\n", shell_quoted(command.name), tree.name,
                        option_words(command.options));
  }
  return text + "    esac\n    return\n  fi\n";
}

// What stands by its place: of a command's the first that has values to show.
std::string positionals(const CommandTree& tree) {
  std::vector<std::string> names;
  for (const Command& command : tree.commands) names.push_back(command.name);
  std::string text =
      fmt::format("  case $command in\n    '') _{}_words{} ;;\n", tree.name, quoted(names));
  for (const Command& command : tree.commands) {
    for (const Argument& argument : command.positionals) {
      const std::string call = action(tree, argument);
      if (!call.empty()) text += fmt::format("    {}) {} ;;\n", shell_quoted(command.name), call);
    }
  }
  return text + "  esac\n";
}

}  // namespace

std::string shell_quoted(std::string_view text) {
  std::string made = "'";
  for (const char letter : text) {
    if (letter == '\'') {
      made += "'\\''";
    } else {
      made += letter;
    }
  }
  return made + "'";
}

std::string bash_completion(const CommandTree& tree) {
  return fmt::format(kHead, tree.name) + values(tree) + options(tree) + positionals(tree) +
         fmt::format("}}\n\ncomplete -F _{0} {0}\n", tree.name);
}

}  // namespace cli
