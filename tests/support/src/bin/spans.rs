//! `npm run diff:spans -- FILE.pcap …`: compares where drywire and tshark find each field.

use drywire_test_support::program::{Findings, run};
use drywire_test_support::spans::{RULES, Report, compare_file, tshark};
use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(version) = tshark() else {
        eprintln!("skipped: there is no tshark here; on Debian, `apt-get install tshark`");
        return ExitCode::SUCCESS;
    };
    println!("{version}");
    run("FILE.pcap", |path| compare_file(path).map(findings))
}

fn findings(report: Report) -> Findings {
    let Report { packets, skipped, fields, explained, unknown, differences } = report;
    let reason = |name| RULES.iter().find(|rule| rule.name == name).map_or("", |rule| rule.reason);
    Findings {
        packets,
        skipped,
        fields,
        differences: differences.iter().map(ToString::to_string).collect(),
        explained: explained.into_iter().map(|(name, count)| (count, name, reason(name))).collect(),
        remarks: if unknown.is_empty() { Vec::new() } else { vec![format!("names that tshark has not: {unknown:?}")] },
    }
}
