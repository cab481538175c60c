//! The Linux kernel as a peer: network namespaces with a TUN device each, and streams of bytes that can be told apart.
//!
//! Elsewhere than on Linux there is nothing here.
#![cfg(target_os = "linux")]

pub mod bytes;
pub mod namespace;
