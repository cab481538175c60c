//! The fuzz targets of TCP: bytes are read as settings and as a course of events, for one connection or for two.

mod input;
mod one;
mod two;
mod watched;

pub use one::{states, tcp_one};
pub use two::tcp_two;
