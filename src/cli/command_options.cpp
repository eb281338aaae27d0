// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/command_options.hpp"

#include <cstdlib>

#include <fmt/core.h>

#include "cli/value_names.hpp"

namespace cli {
namespace {

// A number in a range, ends included; the range is said in help and manual.
template <typename Number>
CLI::Validator between(Number least, Number most) {
  return CLI::Range(least, most).description(fmt::format("{} to {}", least, most));
}

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
      fmt::format("{} to {}", least, most));
}

void add_common(CLI::App& command, CommonOptions& options) {
  command
      .add_option("--ehlo-name", options.ehlo_name,
                  "The name in EHLO: a fully-qualified name that resolves to this machine "
                  "(default: the machine's own)")
      ->type_name("NAME");
  command
      .add_option("--nameservers", options.nameservers,
                  "Recursive resolvers, ADDRESS or ADDRESS:PORT, comma-separated (default: "
                  "/etc/resolv.conf)")
      ->type_name("ADDRESS")
      ->delimiter(',');
  command
      .add_option("--dns-rate", options.dns_rate,
                  "DNS queries a second; 0: no limit (default: 2000, and no limit for a resolver "
                  "on this machine)")
      ->type_name("PER-SECOND")
      ->check(between(0, 1'000'000));
  command.add_option("--ca-file", options.ca_file, "Trusted roots, PEM (default: the system's)")
      ->type_name(kFile);
  command.add_option("--source-ip", options.source_ip, "Local address to connect from")
      ->type_name("ADDRESS");
  command.add_option("-p,--port", options.port, "TCP port")
      ->type_name("PORT")
      ->check(between(1, 65535))
      ->capture_default_str();
  command
      .add_option("-t,--target-timeout", options.target_timeout,
                  "Seconds for one conversation, from SYN to QUIT")
      ->type_name("SECONDS")
      ->check(seconds(0.1, 3600.0))
      ->capture_default_str();
  command.add_option("--connect-timeout", options.connect_timeout, "Seconds for the TCP handshake")
      ->type_name("SECONDS")
      ->check(seconds(0.1, 300.0))
      ->capture_default_str();
  command
      .add_flag(
          "--allow-private{all}", options.allow_private,
          "Also connect to private, loopback and reserved addresses; with =NETWORKS only to those")
      ->type_name("NETWORKS");
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
      "0, or 0.001 to 1000000");
}

void add_pace(CLI::App& command, ScanOptions& options) {
  command
      .add_option("-r,--rate", options.rate,
                  "Conversations begun in a second; 0: no limit (default: 50; with --authorized no "
                  "limit, here and in the next three)")
      ->type_name("PER-SECOND")
      ->check(per_second());
  command
      .add_option(
          "--per-address", options.per_address,
          "The same with one address, counted from the end of the one before (default: 0.2)")
      ->type_name("PER-SECOND")
      ->check(per_second());
  command
      .add_option("--per-network", options.per_network, "The same with one /24 or /48 (default: 1)")
      ->type_name("PER-SECOND")
      ->check(per_second());
  command
      .add_option("--per-operator", options.per_operator,
                  "The same with one operator, the registrable domain of the MX host (default: 5)")
      ->type_name("PER-SECOND")
      ->check(per_second());
}

void add_run(CLI::App& command, ScanOptions& options) {
  command.add_option("--loops", options.loops, "Threads (default: one for each core)")
      ->type_name("COUNT")
      ->check(between(1, 256));
  command
      .add_option(
          "-e,--seed", options.seed,
          "Of the order in which the list is taken, from 1 (default: another one each time)")
      ->type_name("NUMBER")
      ->check(CLI::PositiveNumber.description("1 and above"));
  command.add_flag("--in-order", options.in_order, "Takes the list in its own order");
  command.add_flag("--resume", options.resume,
                   "Goes on with an output file: what it has is not done again");
  command.add_flag("--judge", options.judge,
                   "Also writes into each line what the conformance checks make of its facts");
  command.add_option("--shards", options.shards, "Into how many parts the run is divided")
      ->type_name("COUNT")
      ->check(between(1, 100'000));
  command
      .add_option("--shard", options.shard,
                  "Which part this is, from 0; by address, so that each is one machine's")
      ->type_name("NUMBER");
  command
      .add_option("-u,--status-updates-file", options.status_file,
                  "CSV, a row a second; - is standard error")
      ->type_name(kFile);
  command
      .add_option("--prometheus", options.prometheus,
                  "Loopback PORT or ADDRESS:PORT where the run's metrics are to be read")
      ->type_name("PORT");
}

// Repeated, not comma-separated: a file's name may have a comma.
CLI::Option* add_sender_files(CLI::App& command, std::vector<std::string>& files) {
  return command
      .add_option("--sender-file", files,
                  "A sender from a file of yours, beside those that are built in; may be repeated")
      ->type_name(kFile)
      ->allow_extra_args(false);
}

}  // namespace

void add_scan(CLI::App& command, ScanOptions& options) {
  command.add_option("domain", options.domains, "Domains, when they are few")->type_name("DOMAIN");
  command
      .add_option("-f,--input-file", options.input_file,
                  "List of domains, one a line, or CSV with the domain in the second column; - "
                  "is standard input (the default)")
      ->type_name(kFile);
  command
      .add_option("-o,--output-file", options.output_file,
                  "JSON lines; - is standard output; NAME.zst is compressed")
      ->type_name(kFile)
      ->capture_default_str();
  command.add_option("-m,--metadata-file", options.metadata_file, "JSON document about the run")
      ->type_name(kFile);
  command
      .add_option(
          "-b,--blocklist-file", options.blocklist_file,
          "Addresses, CIDR blocks and names that are never contacted (names with all below them)")
      ->type_name(kFile);
  command.add_option("-s,--senders", options.senders, "Conversations at once")
      ->type_name("COUNT")
      ->check(between(1, 100'000))
      ->capture_default_str();
  command.add_option("--tier", options.tier, "How much is asked")
      ->type_name("TIER")
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
      ->type_name("HOST")
      ->delimiter(',');
  command
      .add_option("--second-looks", options.second_looks,
                  "How often an endpoint that put us off is asked again, minutes later "
                  "(greylisting, load, a timeout)")
      ->type_name("COUNT")
      ->check(between(0, 3))
      ->capture_default_str();
  command.add_flag("-q,--quiet", options.quiet, "No status line and no summary");
  add_common(command, options.common);
}

void add_probe(CLI::App& command, ProbeOptions& options) {
  command
      .add_option("host", options.host, "Mail server: HOST, HOST:PORT, ADDRESS or [ADDRESS]:PORT")
      ->type_name("HOST")
      ->required();
  auto* id = command.add_option("--probe", options.probe, "The probe's id")
                 ->type_name(kProbe)
                 ->capture_default_str();
  command.add_option("--probe-file", options.probe_file, "A probe from a file of yours")
      ->type_name(kFile)
      ->excludes(id);
  auto* tier =
      command
          .add_option(
              "--tier", options.tier,
              "A whole visit instead of one probe, what it shows, and what would become of mail")
          ->type_name("TIER")
          ->check(CLI::IsMember({"survey", "standard", "audit"}))
          ->excludes(id);
  add_sender_files(command, options.sender_files)->needs(tier);
  command
      .add_flag("--confirm-senders{all}", options.confirm_senders,
                "Sends the own hello of each kind of sender too, and says whose answer is not what "
                "was predicted (--tier audit only); with =SENDERS, comma-separated, of these; more "
                "than four want --authorized")
      ->type_name(kSenders)
      ->needs(tier);
  command.add_flag("--enumerate", options.enumerate,
                   "Also every cipher suite and group; a connection for each (with --tier)");
  command
      .add_option("--domain", options.domain,
                  "The mail domain, for probes that name it in server_name")
      ->type_name("DOMAIN");
  command.add_flag("--json", options.json, "The endpoint line instead of the conversation");
  add_common(command, options.common);
}

void add_audit(CLI::App& command, AuditOptions& options) {
  command
      .add_option("domain", options.targets,
                  "Mail domains, whose MX hosts are looked at; with --host mail servers")
      ->type_name("DOMAIN")
      ->required();
  command.add_flag("--host", options.is_host,
                   "What is named are mail servers, by name or address, and no domains; --port 465 "
                   "and 587 are where users hand in mail");
  command.add_option("--format", options.format, "What to write")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"text", "json", "html", "sarif", "junit"}))
      ->capture_default_str();
  command.add_option("-o,--output-file", options.output_file, "The report; - is standard output")
      ->type_name(kFile)
      ->capture_default_str();
  command
      .add_option("--lines-file", options.lines_file,
                  "Also the lines behind the report, as a scan writes them (waxseal judge)")
      ->type_name(kFile);
  command
      .add_option("--fail-on", options.fail_on,
                  "What gives the exit code 1: a verdict of not yet, a check that fails too, one "
                  "that warns too; 2 where that could not be told")
      ->type_name("WHAT")
      ->check(CLI::IsMember({"verdict", "fail", "warn", "never"}))
      ->capture_default_str();
  command
      .add_option("--expect", options.expect_file,
                  "A wanted state, JSON: what is otherwise is said, and gives the exit code 1, "
                  "what is not known 2")
      ->type_name(kFile);
  add_sender_files(command, options.sender_files);
  command
      .add_option("--per-address", options.per_address,
                  "Conversations a second with one address; 0: no limit (default: 1; with "
                  "--authorized 4, each of four at once)")
      ->type_name("PER-SECOND")
      ->check(per_second());
  command.add_flag("--enumerate", options.enumerate,
                   "Also every cipher suite and group; a connection for each");
  command.add_flag("--trust-ad", options.trust_ad,
                   "Believe what the resolver says of DNSSEC, wherever it is: it validates, and "
                   "nobody can meddle on the way to it");
  command.add_flag("-q,--quiet", options.quiet, "No progress on standard error");
  add_common(command, options.common);
}

void add_judge(CLI::App& command, JudgeOptions& options) {
  command
      .add_option(
          "file", options.files,
          "Lines of a scan, plain or zstd, endpoints before the domains that share them, as "
          "a scan writes them; - is standard input")
      ->type_name(kFile)
      ->required();
  command
      .add_option("-o,--output-file", options.output_file,
                  "JSON lines; - is standard output; NAME.zst is compressed")
      ->type_name(kFile)
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
      ->type_name("DOMAINS")
      ->excludes("--summary");
}

void add_senders(CLI::App& command, SendersOptions& options) {
  command
      .add_option("id", options.id, "The sender to describe in full; without one, all in a table")
      ->type_name(kSender);
  add_sender_files(command, options.files);
  command.add_flag("--json", options.json, "As a JSON array, with all that there is to say");
}

void add_probes(CLI::App& command, ProbesOptions& options) {
  command.add_flag("--json", options.json, "As a JSON array");
}

void add_checks(CLI::App& command, ChecksOptions& options) {
  command.add_flag("--json", options.json, "As a JSON array, with all that explain says");
}

void add_explain(CLI::App& command, ExplainOptions& options) {
  auto* code = command
                   .add_option("code", options.code,
                               "An outcome's code or the part before its dot, a check's id or the "
                               "part before its slash; without one, all outcomes")
                   ->type_name(kCode);
  command.add_flag("--markdown", options.markdown, "As results-schema/outcomes.md")->excludes(code);
}

void add_manual(CLI::App& command, ManualOptions& options) {
  command
      .add_option("--completion", options.completion,
                  "Instead of the manual page the completion script of a shell")
      ->type_name("SHELL")
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
}

}  // namespace cli
