// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/cli.hpp"

#include <cstdlib>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "cli/exit_code.hpp"
#include "cli/options.hpp"

namespace cli {
namespace {

// CLI::Range lets "nan" through.
CLI::Validator seconds(double least, double most) {
  return CLI::Validator(
      [least, most](std::string& text) {
        char* end = nullptr;
        const double value = std::strtod(text.c_str(), &end);
        const bool whole = !text.empty() && end == text.c_str() + text.size();
        return whole && value >= least && value <= most
                   ? std::string()
                   : fmt::format("{} is no number of seconds from {} to {}", text, least, most);
      },
      fmt::format("SECONDS in [{} - {}]", least, most));
}

void add_common(CLI::App& command, CommonOptions& options) {
  command.add_option("--ehlo-name", options.ehlo_name,
                     "The name in EHLO: a fully-qualified name that resolves to this machine "
                     "(default: the machine's own)");
  command
      .add_option("--nameservers", options.nameservers,
                  "Recursive resolvers, ADDRESS or ADDRESS:PORT, comma-separated (default: "
                  "/etc/resolv.conf)")
      ->delimiter(',');
  command
      .add_option("--dns-rate", options.dns_rate,
                  "DNS queries a second, 0: no limit (default: 2000, and no limit for a resolver "
                  "on this machine)")
      ->check(CLI::Range(0, 1'000'000));
  command.add_option("--ca-file", options.ca_file, "Trusted roots, PEM (default: the system's)");
  command.add_option("--source-ip", options.source_ip, "Local address to connect from");
  command.add_option("-p,--port", options.port, "TCP port")
      ->check(CLI::Range(1, 65535))
      ->capture_default_str();
  command
      .add_option("-t,--target-timeout", options.target_timeout,
                  "Seconds for one conversation, from SYN to QUIT")
      ->check(seconds(0.1, 3600.0))
      ->capture_default_str();
  command.add_option("--connect-timeout", options.connect_timeout, "Seconds for the TCP handshake")
      ->check(seconds(0.1, 300.0))
      ->capture_default_str();
  command.add_flag(
      "--allow-private{all}", options.allow_private,
      "Also connect to private, loopback and reserved addresses; with =NETWORKS only to those");
  command.add_flag("--authorized", options.authorized,
                   "The targets are yours: several conversations with one at a time, and as many "
                   "failed handshakes in its log as it takes");
}

// CLI::Range lets "nan" through.
CLI::Validator per_second() {
  return CLI::Validator(
      [](std::string& text) {
        char* end = nullptr;
        const double value = std::strtod(text.c_str(), &end);
        const bool whole = !text.empty() && end == text.c_str() + text.size();
        return whole && (value == 0 || value >= 0.001) && value <= 1'000'000
                   ? std::string()
                   : fmt::format(
                         "{} is no number per second from 0.001 to 1000000, nor 0 (no limit)",
                         text);
      },
      "PER-SECOND");
}

void add_pace(CLI::App& command, ScanOptions& options) {
  command
      .add_option("-r,--rate", options.rate,
                  "Conversations begun in a second, 0: no limit (default: 50; with --authorized no "
                  "limit, here and in the next three)")
      ->check(per_second());
  command
      .add_option(
          "--per-address", options.per_address,
          "The same with one address, counted from the end of the one before (default: 0.2)")
      ->check(per_second());
  command
      .add_option("--per-network", options.per_network, "The same with one /24 or /48 (default: 1)")
      ->check(per_second());
  command
      .add_option("--per-operator", options.per_operator,
                  "The same with one operator, the registrable domain of the MX host (default: 5)")
      ->check(per_second());
}

void add_run(CLI::App& command, ScanOptions& options) {
  command.add_option("--loops", options.loops, "Threads (default: one for each core)")
      ->check(CLI::Range(1, 256));
  command
      .add_option(
          "-e,--seed", options.seed,
          "Of the order in which the list is taken, from 1 (default: another one each time)")
      ->check(CLI::PositiveNumber);
  command.add_flag("--in-order", options.in_order, "Takes the list in its own order");
  command.add_flag("--resume", options.resume,
                   "Goes on with an output file: what it has is not done again");
  command.add_flag("--judge", options.judge,
                   "Also writes into each line what the conformance checks make of its facts");
  command.add_option("--shards", options.shards, "Into how many parts the run is divided")
      ->check(CLI::Range(1, 100'000));
  command.add_option("--shard", options.shard,
                     "Which part this is, from 0; by address, so that each is one machine's");
  command.add_option("-u,--status-updates-file", options.status_file,
                     "CSV, a row a second; - is standard error");
  command.add_option("--prometheus", options.prometheus,
                     "Loopback PORT or ADDRESS:PORT where the run's metrics are to be read");
}

void add_scan(CLI::App& command, ScanOptions& options) {
  command.add_option("domain", options.domains, "Domains, when they are few");
  command.add_option("-f,--input-file", options.input_file,
                     "List of domains, one a line, or CSV with the domain in the second column; - "
                     "is standard input (the default)");
  command
      .add_option("-o,--output-file", options.output_file,
                  "JSON lines; - is standard output; NAME.zst is compressed")
      ->capture_default_str();
  command.add_option("-m,--metadata-file", options.metadata_file, "JSON document about the run");
  command.add_option(
      "-b,--blocklist-file", options.blocklist_file,
      "Addresses, CIDR blocks and names (with all below them) that are never contacted");
  command.add_option("-s,--senders", options.senders, "Conversations at once")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  command.add_option("--tier", options.tier, "How much is asked: survey, standard or audit")
      ->check(CLI::IsMember({"survey", "standard", "audit"}))
      ->capture_default_str();
  command.add_flag("--enumerate", options.enumerate,
                   "Also every cipher suite and group; a connection for each");
  add_pace(command, options);
  add_run(command, options);
  command
      .add_option("--control", options.controls,
                  "Mail servers that are known to be up, HOST or HOST:PORT, comma-separated: when "
                  "none takes a connection, our own network closes the port and the run does not "
                  "begin")
      ->delimiter(',');
  command
      .add_option("--second-looks", options.second_looks,
                  "How often an endpoint that put us off (greylisting, load, a timeout) is asked "
                  "again, minutes later")
      ->check(CLI::Range(0, 3))
      ->capture_default_str();
  command.add_flag("-q,--quiet", options.quiet, "No status line and no summary");
  add_common(command, options.common);
}

// Repeated, not comma-separated: a file's name may have a comma.
CLI::Option* add_sender_files(CLI::App& command, std::vector<std::string>& files) {
  return command
      .add_option("--sender-file", files,
                  "A sender from a file of yours, beside those that are built in; may be repeated")
      ->allow_extra_args(false);
}

void add_probe(CLI::App& command, ProbeOptions& options) {
  command
      .add_option("host", options.host, "Mail server: HOST, HOST:PORT, ADDRESS or [ADDRESS]:PORT")
      ->required();
  auto* id = command.add_option("--probe", options.probe, "The probe's id")->capture_default_str();
  command.add_option("--probe-file", options.probe_file, "A probe from a file of yours")
      ->excludes(id);
  auto* tier =
      command
          .add_option("--tier", options.tier,
                      "A whole visit instead of one probe, what it shows, and what would become of "
                      "mail: survey, standard, audit")
          ->check(CLI::IsMember({"survey", "standard", "audit"}))
          ->excludes(id);
  add_sender_files(command, options.sender_files)->needs(tier);
  command
      .add_flag("--confirm-senders{all}", options.confirm_senders,
                "With --tier audit: sends the own hello of each kind of sender too, and says whose "
                "answer is not what was predicted; with =IDS, comma-separated, of these; more than "
                "four want --authorized")
      ->needs(tier);
  command.add_flag("--enumerate", options.enumerate,
                   "With --tier: also every cipher suite and group; a connection for each");
  command.add_option("--domain", options.domain,
                     "The mail domain, for probes that name it in server_name");
  command.add_flag("--json", options.json, "The endpoint line instead of the conversation");
  add_common(command, options.common);
}

void add_judge(CLI::App& command, JudgeOptions& options) {
  command
      .add_option(
          "file", options.files,
          "Lines of a scan, plain or zstd, endpoints before the domains that share them, as "
          "a scan writes them; - is standard input")
      ->required();
  command
      .add_option("-o,--output-file", options.output_file,
                  "JSON lines; - is standard output; NAME.zst is compressed")
      ->capture_default_str();
  command.add_flag(
      "--summary", options.summary,
      "Instead of lines a table: how often each check came out how, and with --senders "
      "how the mail of the domains did");
  command.add_flag(
      "--senders", options.senders,
      "Also what would become of mail of each kind of sender (waxseal senders), there and here");
  add_sender_files(command, options.sender_files);
  command
      .add_flag("--matrix{all}", options.matrix,
                "Instead of lines, for people: what would become of mail to each domain; with "
                "=DOMAINS, comma-separated, to these")
      ->excludes("--summary");
}

void add_senders(CLI::App& command, SendersOptions& options) {
  command.add_option("id", options.id,
                     "The sender to describe in full; without one, all in a table");
  add_sender_files(command, options.files);
  command.add_flag("--json", options.json, "As a JSON array, with all that there is to say");
}

constexpr const char* kFooter =
    "Exit codes: 0 it ran; 64 wrong command line; 65 bad input; 66 input cannot be read; 68 our "
    "own\n"
    "network closes the port; 69 no name server; 74 output cannot be written; 77 refused for\n"
    "politeness; 130 interrupted.";

}  // namespace

int run(int argc, char** argv) {
  CLI::App app{"waxseal: looks at mail servers the way the world's sending servers do", "waxseal"};
  app.set_version_flag("--version", "waxseal " WAXSEAL_VERSION);
  app.require_subcommand(1);
  app.footer(kFooter);

  ScanOptions scan;
  scan.arguments.assign(argv, argv + argc);
  CLI::App* scan_app =
      app.add_subcommand("scan", "Visit the mail servers of many domains, write JSON lines");
  add_scan(*scan_app, scan);
  ProbeOptions probe;
  CLI::App* probe_app =
      app.add_subcommand("probe", "Play one probe on one mail server, print the conversation");
  add_probe(*probe_app, probe);
  ProbesOptions probes;
  CLI::App* probes_app = app.add_subcommand("probes", "List the probes that are built in");
  probes_app->add_flag("--json", probes.json, "As a JSON array");

  SendersOptions senders;
  CLI::App* senders_app = app.add_subcommand(
      "senders", "List the sending mail servers that are known, and what each does");
  add_senders(*senders_app, senders);
  ChecksOptions checks;
  CLI::App* checks_app =
      app.add_subcommand("checks", "List the conformance checks, with their sources");
  checks_app->add_flag("--json", checks.json, "As a JSON array, with all that explain says");
  JudgeOptions judge;
  CLI::App* judge_app = app.add_subcommand(
      "judge", "Judge stored lines by the checks of today, write a line of verdicts for each");
  add_judge(*judge_app, judge);

  ExplainOptions explain;
  CLI::App* explain_app = app.add_subcommand(
      "explain", "Say what an outcome or a check means, for whom, and what to do");
  auto* explained_code = explain_app->add_option(
      "code", explain.code,
      "An outcome's code or the part before its dot, a check's id or the part before its slash; "
      "without one, all outcomes");
  explain_app->add_flag("--markdown", explain.markdown, "As results-schema/outcomes.md")
      ->excludes(explained_code);

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kSuccess : kUsage;
  }
  if (probes_app->parsed()) return probes_command(probes);
  if (senders_app->parsed()) return senders_command(senders);
  if (checks_app->parsed()) return checks_command(checks);
  if (judge_app->parsed()) return judge_command(judge);
  if (explain_app->parsed()) return explain_command(explain);
  return scan_app->parsed() ? scan_command(scan) : probe_command(probe);
}

}  // namespace cli
