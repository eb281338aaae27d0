// SPDX-License-Identifier: GPL-3.0-or-later
//
// The options of each command. Help, manual page and completions are made of these definitions: a
// value's name says what it is (value_names.hpp).
#pragma once

#include <CLI/CLI.hpp>

#include "cli/options.hpp"

namespace cli {

// `options` must outlive `command`, which writes into it as it parses.
void add_scan(CLI::App& command, ScanOptions& options);
void add_audit(CLI::App& command, AuditOptions& options);
void add_probe(CLI::App& command, ProbeOptions& options);
void add_probes(CLI::App& command, ProbesOptions& options);
void add_senders(CLI::App& command, SendersOptions& options);
void add_checks(CLI::App& command, ChecksOptions& options);
void add_judge(CLI::App& command, JudgeOptions& options);
void add_explain(CLI::App& command, ExplainOptions& options);
void add_manual(CLI::App& command, ManualOptions& options);

}  // namespace cli
