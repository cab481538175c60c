//! Bytes that arrive in any order, put in order: on linear 64-bit offsets, so that nothing here wraps.

mod blocks;
mod fragments;
mod pieces;
mod range_set;
mod stream;

pub use blocks::Blocks;
pub use fragments::{Fragment, FragmentLimits, Fragments, Reassembled};
pub use pieces::Pieces;
pub use range_set::RangeSet;
pub use stream::Stream;
