// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cli {

// What all commands that talk to mail servers share.
struct CommonOptions {
  std::string ehlo_name;
  std::vector<std::string> nameservers;
  double dns_rate =
      -1;  // queries a second in all; 0: no limit; negative: 2000, and no limit on the loopback
  std::string ca_file;
  std::string source_ip;
  std::uint16_t port = 25;
  double target_timeout = 180;  // seconds
  double connect_timeout = 10;  // seconds
  std::string allow_private;    // "all", or networks, comma-separated; empty: none
  bool authorized = false;      // the targets are ours
};

struct ScanOptions {
  CommonOptions common;
  std::vector<std::string> domains;
  std::string input_file;
  std::string output_file = "-";
  std::string metadata_file;
  std::string blocklist_file;
  std::size_t senders = 1000;
  std::string tier = "survey";
  bool enumerate = false;
  // Conversations begun in a second; 0: no limit; negative: the default, no limit where the targets
  // are ours.
  double rate = -1;
  double per_address = -1;
  double per_network = -1;
  double per_operator = -1;
  std::size_t loops = 0;  // 0: one for each core
  std::optional<std::uint64_t> seed;
  bool in_order = false;
  bool resume = false;
  bool judge = false;
  unsigned shards = 1;
  unsigned shard = 0;
  std::string status_file;  // CSV; empty: none
  std::string prometheus;   // ADDRESS:PORT or PORT; empty: none
  std::size_t second_looks = 1;
  std::vector<std::string> controls;  // mail servers known to be up
  bool quiet = false;
  std::vector<std::string> arguments;  // the command line as given
};

struct ProbeOptions {
  CommonOptions common;
  std::string host;
  std::string probe = "starttls";
  std::string probe_file;
  std::string tier;  // a visit instead of one probe; empty: none
  std::string domain;
  std::vector<std::string> sender_files;  // of senders of the user's own
  // Whose own hello is sent, too: "all", or ids, comma-separated; empty: nobody's.
  std::string confirm_senders;
  bool enumerate = false;
  bool json = false;
};

struct AuditOptions {
  CommonOptions common;
  std::vector<std::string> targets;  // domains or, with is_host, mail servers
  bool is_host = false;
  std::string format = "text";
  std::string output_file = "-";
  std::string lines_file;   // of what was found, as a scan writes it; empty: none
  std::string expect_file;  // a wanted state; empty: none
  std::string fail_on = "verdict";
  std::vector<std::string> sender_files;  // of senders of the user's own
  double per_address = -1;                // conversations a second; 0: no limit; negative: 1
  bool enumerate = false;
  bool trust_ad = false;  // the AD flags of a resolver that is not on this machine count
  bool quiet = false;
};

struct ProbesOptions {
  bool json = false;
};

struct SendersOptions {
  std::string id;                  // empty: all
  std::vector<std::string> files;  // of senders of the user's own
  bool json = false;
};

struct ChecksOptions {
  bool json = false;
};

struct JudgeOptions {
  std::vector<std::string> files;  // of lines, plain or zstd; "-": standard input
  std::string output_file = "-";
  bool summary = false;                   // a table of the checks instead of lines
  bool senders = false;                   // what would become of mail, too
  std::vector<std::string> sender_files;  // of senders of the user's own
  std::string matrix;  // of which domains that is printed as text instead of lines: "all", or their
                       // names, comma-separated; empty: none
};

struct ExplainOptions {
  std::string code;       // an outcome's or a check's; empty: all outcomes
  bool markdown = false;  // all, as results-schema/outcomes.md
};

struct ManualOptions {
  std::string completion;  // whose script instead of the manual page; empty: nobody's
};

int checks_command(const ChecksOptions& options);
int judge_command(const JudgeOptions& options);
int explain_command(const ExplainOptions& options);
int scan_command(const ScanOptions& options);
int audit_command(const AuditOptions& options);
int probe_command(const ProbeOptions& options);
int probes_command(const ProbesOptions& options);
int senders_command(const SendersOptions& options);
int manual_command(const ManualOptions& options);

}  // namespace cli
