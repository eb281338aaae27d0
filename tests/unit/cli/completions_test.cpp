// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/completions.hpp"

#include <doctest/doctest.h>

#include "base/text.hpp"
#include "sample_tree.hpp"
#include "support/printed.hpp"

using printed::has;

namespace {

// From `begin` to `end` behind it.
std::string part(const std::string& text, const std::string& begin, const std::string& end) {
  const std::size_t from = text.find(begin);
  REQUIRE_MESSAGE(from != std::string::npos, begin);
  return text.substr(from, text.find(end, from + begin.size()) - from);
}

// `has_option(command, option, name)` for every name of every option of the program.
template <typename HasOption>
void check_every_option(const cli::CommandTree& tree, HasOption has_option) {
  for (const cli::Command& command : tree.commands) {
    for (const cli::Argument& option : command.options) {
      for (const std::string& name : option.typed_names()) {
        CAPTURE(command.name);
        CAPTURE(name);
        CHECK(has_option(command, option, name));
      }
    }
  }
}

}  // namespace

TEST_CASE("quotes end where they should") {
  CHECK(cli::shell_quoted("a b") == "'a b'");
  CHECK(cli::shell_quoted("it's $x\\") == "'it'\\''s $x\\'");
  CHECK(cli::fish_quoted("it's $x\\") == "'it\\'s $x\\\\'");
}

TEST_CASE("a description is literal text in every script") {
  const cli::CommandTree tree = sample::tree();
  CHECK(has(cli::zsh_completion(tree), "'do:Do what'\\''s \"meant\"\\: [it]'"));
  CHECK(has(cli::zsh_completion(tree),
            "'(-o --own-word)-o+[.that isn'\\''t a\\\\b, $HOME `x` \\[y\\]]:WORD: '"));
  CHECK(has(cli::zsh_completion(tree), "'(--some --own-word)--some[Some of it]'"));
  CHECK(has(cli::fish_completion(tree), "-a do -d 'Do what\\'s \"meant\": [it]'\n"));
  CHECK(has(cli::fish_completion(tree),
            "-s o -l own-word -x -d '.that isn\\'t a\\\\b, $HOME `x` [y]'\n"));
  CHECK_FALSE(has(cli::bash_completion(tree), "isn"));  // bash shows none
}

TEST_CASE("bash offers every command, option and value where it belongs") {
  const cli::CommandTree tree = sample::whole();
  const std::string script = cli::bash_completion(tree);
  const std::string commands = part(script, "\n    '') _waxseal_words 'scan'", ";;");
  for (const cli::Command& command : tree.commands) CHECK(has(commands, "'" + command.name + "'"));
  check_every_option(tree, [&](const cli::Command& command, const cli::Argument& option,
                               const std::string& name) {
    const std::string names = part(script, "\n      '" + command.name + "') _waxseal_words", ";;");
    const bool takes_next = !option.value_name.empty() && !option.value_optional;
    return has(names, " '" + name + "' ") &&
           has(script, "'" + command.name + " " + name + "'") == takes_next;
  });
  CHECK(has(script,
            "'scan --tier' | 'scan --tier=') _waxseal_words 'survey' 'standard' 'audit'; return"));
  CHECK(has(script, "\n    'probe --confirm-senders=') _waxseal_list '"));
  CHECK(has(script, "\n    'judge') _waxseal_files ;;\n"));
  CHECK(has(script,
            "'scan -f' | 'scan --input-file' | 'scan --input-file=') _waxseal_files; return"));
}

TEST_CASE("zsh offers every command, option and value where it belongs") {
  const cli::CommandTree tree = sample::whole();
  const std::string script = cli::zsh_completion(tree);
  CHECK(script.starts_with("#compdef waxseal\n"));
  for (const cli::Command& command : tree.commands) {
    CAPTURE(command.name);
    CHECK(has(script, "\n        '" + command.name + ":"));
  }
  check_every_option(tree, [&](const cli::Command& command, const cli::Argument& option,
                               const std::string& name) {
    const std::string mark = option.value_name.empty() ? "["
                             : option.value_optional   ? "=-["
                             : name.starts_with("--")  ? "=["
                                                       : "+[";
    const std::string lines = part(script, "\n        " + command.name + ")\n", "\n          ;;");
    return has(lines, ")" + name + mark) || has(lines, "*" + name + mark);
  });
  CHECK(has(script, "'(--tier)--tier=[How much is asked]:TIER:(survey standard audit)'"));
  CHECK(has(script, "'*--sender-file=[A sender from a file of yours, beside those"));
  CHECK(has(script, "::SENDERS:_sequence compadd - "));
  CHECK(has(script, "'*:FILE:_files'\n"));
}

TEST_CASE("fish offers every command, option and value where it belongs") {
  const cli::CommandTree tree = sample::whole();
  const std::string script = cli::fish_completion(tree);
  for (const cli::Command& command : tree.commands) {
    CAPTURE(command.name);
    CHECK(has(script, "-n '__waxseal_command \\'\\'' -a " + command.name + " -d "));
  }
  check_every_option(
      tree, [&](const cli::Command& command, const cli::Argument&, const std::string& name) {
        const std::string begin = "complete -c waxseal -n '__waxseal_command " + command.name + "'";
        const std::string wanted =
            (name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1)) + " ";
        for (const std::string_view line : base::split(script, '\n'))
          if (line.starts_with(begin) && has(line, wanted)) return true;
        return false;
      });
  CHECK(has(script, " -l tier -x -a 'survey standard audit' -d 'How much is asked'\n"));
  CHECK(has(script, " -s f -l input-file -r -F -d "));
  CHECK(has(script, "'__waxseal_command judge' -F\n"));
  CHECK(has(script, " -l confirm-senders -a '(__fish_append , "));
}
