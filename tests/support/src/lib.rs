//! What drywire's tests, its fuzz targets and `npm run diff` share.
//!
//! [`invariants`] holds the rules that stand for any bytes whatever; [`layout`] says which bits every field of a header takes,
//! written down a second time; [`oracle`] compares drywire with what another dissector says of the same packets, [`spans`]
//! where it finds each field; [`program`] tells what came of either; [`samples`]
//! lists the real captures.

pub mod capture;
pub mod invariants;
pub mod layout;
pub mod oracle;
pub mod program;
pub mod samples;
pub mod spans;
