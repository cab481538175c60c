//! `cargo xtask bindgen ARGS…` and `cargo xtask test-runner ARGS…`.
//!
//! wasm-bindgen's command line must be of exactly the version that the crate was compiled with. As a workspace member
//! it is pinned by `Cargo.lock` and built by cargo, so nobody has to install anything, and no wrong version on
//! somebody's `PATH` is ever used.

use std::env;
use std::ffi::OsString;
use std::process::ExitCode;

use wasm_bindgen_cli::{wasm_bindgen, wasm_bindgen_test_runner};

const USAGE: &str = "usage: cargo xtask <bindgen | test-runner> ARGS…
  bindgen      wasm-bindgen: JavaScript and wasm out of the compiled crate; takes wasm-bindgen's arguments
  test-runner  runs a compiled wasm test in Node or in a browser; takes wasm-bindgen-test-runner's arguments";

fn main() -> ExitCode {
    let mut args = env::args_os().skip(1);
    let tool = args.next().unwrap_or_default();
    let outcome = match tool.to_str() {
        Some("bindgen") => wasm_bindgen::run_cli_with_args(with_name("wasm-bindgen", args)),
        Some("test-runner") => wasm_bindgen_test_runner::run_cli_with_args(with_name("wasm-bindgen-test-runner", args)),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask {}: {error:?}", tool.display());
            ExitCode::FAILURE
        }
    }
}

/// The arguments as a program of this name would see them: both tools expect their own name first.
fn with_name(name: &'static str, args: impl Iterator<Item = OsString>) -> impl Iterator<Item = OsString> {
    std::iter::once(OsString::from(name)).chain(args)
}
