//! `drywire-linux-bench [linux-cubic] [linux-bbr] [--quick] [--seeds N] [--only LINK]`: the kernel's own TCP and drywire's, each
//! sending to the same kernel through the same link of [`drywire::sim`] in real time. `npm run bench -- linux` builds and
//! calls it; benches/README.md says what is measured.

#[cfg(target_os = "linux")]
mod linux;

#[cfg(target_os = "linux")]
fn main() -> std::process::ExitCode {
    linux::main()
}

#[cfg(not(target_os = "linux"))]
fn main() {
    eprintln!("linux: skipped, this is not Linux");
}
