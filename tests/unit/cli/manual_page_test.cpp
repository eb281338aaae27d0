// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/manual_page.hpp"

#include <doctest/doctest.h>

#include "sample_tree.hpp"
#include "support/printed.hpp"

using printed::count;
using printed::has;

TEST_CASE("roff takes nothing for a request, an escape or a typographic sign") {
  CHECK(cli::roff("a-b") == "a\\-b");
  CHECK(cli::roff(".x") == "\\&.x");
  CHECK(cli::roff("'x'") == "\\&'x'");
  CHECK(cli::roff("a.b") == "a.b");
  CHECK(cli::roff("C:\\n") == "C:\\en");
  CHECK(cli::roff("\"^~`") == "\\(dq\\(ha\\(ti\\(ga");
  CHECK(cli::roff("a\n.b") == "a .b");
  CHECK(cli::roff("") == "");
}

TEST_CASE("a page of a command: usage, purpose, options with what holds for them") {
  cli::CommandTree tree = sample::tree();
  cli::Argument& option = tree.commands[0].options[0];
  option.words = {"a", "b"};
  option.range = "1 to 2";
  option.default_value = "-";
  cli::Argument file;
  file.value_name = "FILE";
  file.description = "What (it is)";
  file.many = true;
  tree.commands[0].positionals.push_back(file);
  const std::string page = cli::manual_page(tree);
  CHECK(
      page.starts_with(".TH WS 1 \"\" \"ws 1\" \"User Commands\"\n.SH NAME\nws \\- does things\n"));
  CHECK(count(page, "\\fBws do\\fR [\\fIOPTION\\fR]... [\\fIFILE\\fR...]\n") == 2);
  CHECK(has(page, ".SS ws do\n"));
  CHECK(has(page, "\nDo what's \\(dqmeant\\(dq: [it].\n.TP\n\\fIFILE\\fR\nWhat (it is).\n"));
  CHECK(has(page,
            ".TP\n\\fB\\-o\\fR \\fIWORD\\fR, \\fB\\-\\-own\\-word\\fR=\\fIWORD\\fR\n"
            "\\&.that isn't a\\eb, $HOME \\(gax\\(ga [y].\nOne of: a, b.\nRange: 1 to 2.\n"
            "Default: \\fB\\-\\fR.\n"));
  CHECK(has(page, ".TP\n\\fB\\-\\-some\\fR\nSome of it; not all.\nNot with \\-\\-own\\-word.\n"));
}

TEST_CASE("a value that may be left out stands in brackets") {
  cli::CommandTree tree = sample::tree();
  tree.commands[0].options[0].value_optional = true;
  tree.commands[0].options[0].short_names.clear();
  tree.commands[0].options[0].needs = {"--some"};
  const std::string page = cli::manual_page(tree);
  CHECK(has(page, ".TP\n\\fB\\-\\-own\\-word\\fR[=\\fIWORD\\fR]\n"));
  CHECK(has(page, "\nOnly with \\-\\-some.\n"));
}

TEST_CASE("the page has every section, command, option and exit status of the program") {
  const cli::CommandTree tree = sample::whole();
  const std::string page = cli::manual_page(tree);
  for (const char* section : {"NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "COMMANDS",
                              "\"EXIT STATUS\"", "FILES", "EXAMPLES", "\"SEE ALSO\""}) {
    CAPTURE(section);
    CHECK(count(page, std::string(".SH ") + section + "\n") == 1);
  }
  for (const cli::Command& command : tree.commands) {
    CAPTURE(command.name);
    const std::size_t begin = page.find("\n.SS waxseal " + command.name + "\n");
    REQUIRE(begin != std::string::npos);
    const std::string part = page.substr(begin, page.find("\n.S", begin + 4) - begin);
    for (const cli::Argument& option : command.options) {
      for (const std::string& name : option.long_names) {
        CAPTURE(name);
        CHECK(has(part, "\\fB" + cli::roff("--" + name) + "\\fR") == (name != "help"));
      }
    }
  }
  CHECK(has(page, ".TP\n\\fB68\\fR\nour own network closes the port.\n"));
}
