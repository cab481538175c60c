//! `npm run diff -- FILE.jsonl …`: compares drywire with an oracle, field by field. `tests/README.md` describes the format.

use drywire_test_support::oracle::{Report, TSHARK, compare_file};
use drywire_test_support::program::{Findings, run};
use std::process::ExitCode;

fn main() -> ExitCode {
    run("FILE.jsonl", |path| compare_file(path).map(findings))
}

fn findings(report: Report) -> Findings {
    let Report { packets, skipped, fields, not_compared, allowed, differences } = report;
    let reason = |name| TSHARK.iter().find(|allowance| allowance.name == name).map_or("", |allowance| allowance.reason);
    Findings {
        packets,
        skipped,
        fields,
        differences: differences.iter().map(|(frame, difference)| format!("frame {frame}: {difference}")).collect(),
        explained: allowed.into_iter().map(|(name, count)| (count, name, reason(name))).collect(),
        remarks: not_compared.into_iter().map(|(remark, count)| format!("not compared {count}: {remark}")).collect(),
    }
}
