//! The few nom parsers that every header is made of, and our own one-word error.

use super::error::{Layer, Report, truncated};
use nom::IResult;
use nom::error::{ErrorKind, ParseError};

/// What a parser inside `wire` gives: what is left, and what was read.
pub(crate) type Read<'a, T> = IResult<&'a [u8], T, Short>;

/// The bytes ended too early. Who needed how many is known where the parser is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Short;

impl ParseError<&[u8]> for Short {
    fn from_error_kind(_: &[u8], _: ErrorKind) -> Self {
        Short
    }

    fn append(_: &[u8], _: ErrorKind, _: Self) -> Self {
        Short
    }
}

/// A fixed header as one array, so that one length check serves all of its fields.
#[inline(always)]
pub(crate) fn array<const N: usize>(input: &[u8]) -> Read<'_, &[u8; N]> {
    match input.split_first_chunk() {
        Some((head, rest)) => Ok((rest, head)),
        None => Err(nom::Err::Error(Short)),
    }
}

/// The fixed part of a header, and what follows it.
pub(crate) type Fixed<'a, const N: usize> = (&'a [u8; N], &'a [u8]);

/// The fixed part of a header that begins `offset` bytes into the frame, and what follows it. Nothing where it is not wholly there.
#[inline(always)]
pub(crate) fn fixed<'a, const N: usize, R: Report>(
    layer: Layer,
    input: &'a [u8],
    offset: u32,
    report: &mut R,
) -> Result<Option<Fixed<'a, N>>, R::Stop> {
    match array(input) {
        Ok((rest, fixed)) => Ok(Some((fixed, rest))),
        Err(_) => {
            truncated(report, layer, offset, N, input)?;
            Ok(None)
        }
    }
}

/// A header in its parts: the fixed one, that of any length, and what follows the header.
pub(crate) type Split<'a, const N: usize> = (&'a [u8; N], &'a [u8], &'a [u8]);

/// So many bytes. nom's parser of this name does the same, but the compiler can't see that it never panics, and a panic's path
/// is a tenth of the small wasm module.
#[inline(always)]
pub(crate) fn take<'a>(count: usize) -> impl Fn(&'a [u8]) -> Read<'a, &'a [u8]> {
    move |input| match input.split_at_checked(count) {
        Some((taken, rest)) => Ok((rest, taken)),
        None => Err(nom::Err::Error(Short)),
    }
}

/// Splits at `length`, or at the end where that is earlier.
#[inline(always)]
pub(crate) fn split_within(input: &[u8], length: usize) -> (&[u8], &[u8]) {
    input.split_at_checked(length).unwrap_or((input, &[]))
}
