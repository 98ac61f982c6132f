#pragma once

#include "tools/trawl/command_line.h"

namespace trawl {

/// The commands. Each does what its name says, prints to standard output or error, and returns the exit code.
int run_command(const CommandLine& command_line);
int run_scan(const CommandLine& command_line);  ///< scan, staged, range, stdin
int install_hook_command(const CommandLine& command_line);
int uninstall_hook_command(const CommandLine& command_line);
int run_hook(const CommandLine& command_line);
int check_dependencies(const CommandLine& command_line);  ///< deps
int write_sbom(const CommandLine& command_line);
int build_vulndb(const CommandLine& command_line);
int show_vulndb(const CommandLine& command_line);
int run_gate(const CommandLine& command_line);
int run_report(const CommandLine& command_line);
int attest(const CommandLine& command_line);
int verify_log(const CommandLine& command_line);
int prune_log(const CommandLine& command_line);
int list_rules(const CommandLine& command_line);
int check_rules(const CommandLine& command_line);
int test_rules(const CommandLine& command_line);
int bench_rules(const CommandLine& command_line);
int import_rules(const CommandLine& command_line);
int explain(const CommandLine& command_line);
int create_baseline(const CommandLine& command_line);
int update_baseline_file(const CommandLine& command_line);
int prune_baseline_file(const CommandLine& command_line);
int import_baseline(const CommandLine& command_line);
int show_config(const CommandLine& command_line);
int doctor(const CommandLine& command_line);
int print_completion(const CommandLine& command_line);
int print_manual(const CommandLine& command_line);

}  // namespace trawl
