//! The requirements of RFC 9293, appendix B: each test bears the ids of those that it holds. `npm run ledger` counts them.

mod acks;
mod checksum;
mod closing;
mod failures;
mod icmp;
mod ip_options;
mod keep_alive;
mod opening;
mod options;
mod push;
mod retransmission;
mod rfc2018;
mod rfc5961;
mod rfc6298;
mod rfc6675;
mod rfc7323;
mod segment_size;
mod sending;
mod services;
mod urgent;
mod window;
