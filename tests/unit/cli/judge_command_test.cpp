// SPDX-License-Identifier: GPL-3.0-or-later
//
// The command as a whole, from files to files.
#include <fstream>

#include <doctest/doctest.h>

#include "cli/exit_code.hpp"
#include "cli/options.hpp"
#include "model/records_json.hpp"
#include "scan/result_file.hpp"
#include "support/schema_check.hpp"
#include "support/scratch.hpp"

namespace {

std::string stored_line() {
  model::EndpointRecord record;
  record.endpoint = {"mx.example.org", *base::IpAddress::parse("192.0.2.1"), 25};
  record.facts = {
      {"tls1_0", model::Answer::yes, model::Doubt::none, "tls10", "ServerHello TLSv1.0"}};
  return model::endpoint_line(record, "run");
}

std::string stored_domain() {
  model::DomainRecord record;
  record.domain = "example.org";
  record.mx_lookup = "NOERROR";
  record.mx_status = "has_mx";
  record.exchanges.emplace_back().endpoint_ids = {"mx.example.org/192.0.2.1:25"};
  return model::domain_line(record, "run");
}

}  // namespace

// How many lines the file has, each as the schema wants it and with this text in it.
int good_lines(const std::string& file, std::string_view text) {
  std::ifstream out(file);
  std::string line;
  int lines = 0;
  while (std::getline(out, line)) {
    ++lines;
    const auto problem = support::schema_problem(line);
    CHECK_MESSAGE(!problem.has_value(), problem.value_or(""));
    CHECK(line.find(text) != std::string::npos);
  }
  return lines;
}

TEST_CASE("files are judged, plain and compressed, into lines of the schema") {
  const Scratch folder;
  Scratch::write(folder.path("a.jsonl"), stored_line() + "\n");
  auto compressed = scan::ResultFile::open(folder.path("b.jsonl.zst"));
  REQUIRE(compressed.ok());
  (*compressed)->write(stored_line());
  (*compressed)->close();
  cli::JudgeOptions options;
  options.files = {folder.path("a.jsonl"), folder.path("b.jsonl.zst")};
  options.output_file = folder.path("out.jsonl");
  CHECK(cli::judge_command(options) == cli::kSuccess);
  CHECK(good_lines(options.output_file, "rfc8996/no_tls1_0") == 2);
}

TEST_CASE("a bad line and a torn one are passed over, and the exit code tells") {
  const Scratch folder;
  Scratch::write(folder.path("a.jsonl"), "no JSON\n" + stored_line() + "\n{\"type\":");
  cli::JudgeOptions options;
  options.files = {folder.path("a.jsonl")};
  options.output_file = folder.path("out.jsonl");
  CHECK(cli::judge_command(options) == cli::kBadInput);
  CHECK(Scratch::read(options.output_file).find("rfc8996/no_tls1_0") != std::string::npos);
}

TEST_CASE("a file that is not there is said, and the others are judged") {
  const Scratch folder;
  Scratch::write(folder.path("a.jsonl"), stored_line() + "\n");
  cli::JudgeOptions options;
  options.files = {folder.path("missing.jsonl"), folder.path("a.jsonl")};
  options.output_file = folder.path("out.jsonl");
  CHECK(cli::judge_command(options) == cli::kNoInput);
  CHECK_FALSE(Scratch::read(options.output_file).empty());
}

TEST_CASE("with senders each line says what would become of mail") {
  const Scratch folder;
  Scratch::write(folder.path("a.jsonl"), stored_line() + "\n" + stored_domain() + "\n");
  cli::JudgeOptions options;
  options.files = {folder.path("a.jsonl")};
  options.output_file = folder.path("out.jsonl");
  options.senders = true;
  CHECK(cli::judge_command(options) == cli::kSuccess);
  CHECK(good_lines(options.output_file, "\"senders\":[{\"sender\":") == 2);
}

TEST_CASE("a matrix is of domains that are there") {
  const Scratch folder;
  Scratch::write(folder.path("a.jsonl"), stored_line() + "\n" + stored_domain() + "\n");
  cli::JudgeOptions options;
  options.files = {folder.path("a.jsonl")};
  options.output_file = folder.path("out.jsonl");
  options.matrix = "Example.org";
  CHECK(cli::judge_command(options) == cli::kSuccess);
  options.matrix = "example.org,example.net";
  CHECK(cli::judge_command(options) == cli::kBadInput);
  options.matrix = "all";
  CHECK(cli::judge_command(options) == cli::kSuccess);
  CHECK(folder.files() == 1);  // no lines are written
}

TEST_CASE("a sender file that is none ends the command before anything is judged") {
  const Scratch folder;
  Scratch::write(folder.path("a.jsonl"), stored_line() + "\n");
  Scratch::write(folder.path("own.json"), "{}");
  cli::JudgeOptions options;
  options.files = {folder.path("a.jsonl")};
  options.output_file = folder.path("out.jsonl");
  options.sender_files = {folder.path("own.json")};
  CHECK(cli::judge_command(options) == cli::kBadInput);
  options.sender_files = {folder.path("missing.json")};
  CHECK(cli::judge_command(options) == cli::kNoInput);
  CHECK(folder.files() == 2);
}
