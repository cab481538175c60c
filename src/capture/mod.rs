//! Capture files.

pub(crate) mod pcapng;
