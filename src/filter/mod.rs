//! Display filters as Wireshark's: which frames of a capture are wanted.
//!
//! ```text
//! expression  = all { ("or" | "||") all }
//! all         = one { ("and" | "&&") one }
//! one         = ("not" | "!") one | "(" expression ")" | test
//! test        = name [slice] [ ("==" | "eq" | "!=" | "ne" | "===" | "~=" | "!==" | ">" | "gt" | "<" | "lt" | ">=" | "ge" | "<=" |
//!               "le" | "contains" | "&") value | "in" "{" value { "," value } "}" ]
//! slice       = "[" first [":" [length] | "-" last] "]" | "[" ":" length "]"
//! value       = number | number ".." number | address ["/" bits] | bytes "aa:bb" | text | "'" or '"' text quoted
//! ```
//!
//! As in Wireshark, a name alone asks whether it is there, also where it names a flag: `tcp.flags.syn` is in every segment, and
//! `tcp.flags.syn == 1` in a SYN. A name may stand several times in a frame: `==`, `<` and the like hold where any does, `!=` where
//! none is equal, `~=` where any differs. Regular expressions, functions, arithmetic, a name on the right and what needs other
//! frames (streams, relative numbers) are not read; the error says where.

mod evaluate;
mod fields;
mod grammar;
mod value;

use crate::dissect::{self, Sheet};
use crate::wire::{Checksums, LinkType, Outline};
use alloc::vec::Vec;
use core::fmt;
use evaluate::{Evaluation, TEXT};
use fields::Kind;
use value::Value;

/// An expression, read once, to be asked of any number of frames.
#[derive(Clone, Debug)]
pub struct Filter {
    /// What is asked, each under its number in `program`.
    tests: Vec<Test>,
    /// The answers put together, operands before operators.
    program: Vec<Step>,
}

/// Why an expression is none, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FilterError {
    /// Where what is wrong begins, in bytes from the start of the text.
    pub offset: usize,
    /// How many bytes of the text it takes; 0 where something is missing.
    pub length: usize,
    /// What is wrong.
    pub kind: FilterErrorKind,
}

/// What is wrong with an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilterErrorKind {
    /// There is neither a name, nor a parenthesis, nor `not`.
    ExpectedTest,
    /// After a test there is no `and`, `or` or end.
    ExpectedConnective,
    /// A parenthesis is not closed.
    ExpectedParenthesis,
    /// There is no value to compare with.
    ExpectedValue,
    /// A set has no brace, or no comma between its values.
    ExpectedSet,
    /// A slice is not `[first]`, `[first:length]` or `[first-last]`.
    ExpectedSlice,
    /// A quoted text does not end.
    ExpectedQuote,
    /// No field and no protocol has this name, or it is one that needs other frames.
    UnknownName,
    /// The field is a number up to 4,294,967,295 or a flag, and the value is none.
    ExpectedNumber,
    /// The field is an IPv4 address, and the value is none.
    ExpectedIpv4,
    /// The field is an IPv6 address, and the value is none.
    ExpectedIpv6,
    /// The field is bytes, and the value is none: `aa:bb:cc`, or a quoted text.
    ExpectedBytes,
    /// The field cannot be compared in this way.
    WrongComparison,
    /// `matches`: regular expressions are not read.
    Matches,
    /// More than 64 tests, or parentheses and `not` more than 64 deep.
    TooLarge,
}

impl FilterErrorKind {
    /// A stable name in kebab-case.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.texts().0
    }

    /// What was expected, or what is wrong.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        self.texts().1
    }

    const fn texts(self) -> (&'static str, &'static str) {
        match self {
            Self::ExpectedTest => ("expected-test", "expected a name, `not` or a parenthesis"),
            Self::ExpectedConnective => ("expected-connective", "expected a comparison, `and`, `or` or the end"),
            Self::ExpectedParenthesis => ("expected-parenthesis", "expected a closing parenthesis"),
            Self::ExpectedValue => ("expected-value", "expected a value"),
            Self::ExpectedSet => ("expected-set", "expected values within braces, with commas between them"),
            Self::ExpectedSlice => ("expected-slice", "expected [first], [first:length] or [first-last]"),
            Self::ExpectedQuote => ("expected-quote", "expected a closing quotation mark"),
            Self::UnknownName => ("unknown-name", "no field or protocol that is read here has this name"),
            Self::ExpectedNumber => ("expected-number", "expected a number up to 4294967295"),
            Self::ExpectedIpv4 => ("expected-ipv4", "expected an IPv4 address, or a network such as 10.0.0.0/8"),
            Self::ExpectedIpv6 => ("expected-ipv6", "expected an IPv6 address, or a network such as fe80::/10"),
            Self::ExpectedBytes => ("expected-bytes", "expected bytes such as aa:bb:cc, or a quoted text"),
            Self::WrongComparison => ("wrong-comparison", "the field cannot be compared in this way"),
            Self::Matches => ("matches", "regular expressions are not read here: `contains` looks for a text"),
            Self::TooLarge => ("too-large", "at most 64 tests, and parentheses at most 64 deep"),
        }
    }
}

impl fmt::Display for FilterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at character {}: {}", self.offset + 1, self.kind.sentence())
    }
}

impl core::error::Error for FilterError {}

/// One question to a frame.
#[derive(Clone, Debug)]
struct Test {
    /// The rows that it is about.
    names: [&'static str; 2],
    kind: Kind,
    slice: Option<Slice>,
    compare: Compare,
    values: Vec<Value>,
}

/// Some bytes of a field: the first, and how many; to the end where nothing says.
#[derive(Clone, Copy, Debug)]
struct Slice {
    first: usize,
    length: Option<usize>,
}

/// How a field is compared with a test's values, and which of several fields count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Compare {
    /// It is there.
    Exists,
    /// Any is equal to any of the values.
    Equal,
    /// There is one, and none is equal.
    AllDiffer,
    /// Any is not equal.
    AnyDiffers,
    /// There is one, and all are equal.
    AllEqual,
    /// Any is so.
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    /// Any has the value within it.
    Contains,
    /// Any has a bit of the value's.
    Bits,
}

/// A step of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Test(u8),
    And,
    Or,
    Not,
}

impl Filter {
    /// Reads an expression.
    ///
    /// # Errors
    /// Where it is none, and what was expected there.
    ///
    /// ```
    /// use drywire::filter::{Filter, FilterErrorKind};
    /// use drywire::wire::LinkType;
    /// let filter = Filter::parse("tcp.flags.syn == 1 && ip.src == 10.0.0.0/8").unwrap();
    /// let segment = [
    ///     0x45, 0, 0, 40, 0, 1, 0, 0, 64, 6, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2, // IPv4
    ///     0, 99, 0, 98, 0, 0, 9, 0, 0, 0, 0, 0, 0x50, 2, 0, 9, 0, 0, 0, 0, // TCP
    /// ];
    /// assert!(filter.matches(&segment, LinkType::Raw, 40));
    ///
    /// let error = Filter::parse("tcp.port == http").unwrap_err();
    /// assert_eq!((error.offset, error.kind), (12, FilterErrorKind::ExpectedNumber));
    /// ```
    pub fn parse(text: &str) -> Result<Filter, FilterError> {
        grammar::parse(text)
    }

    /// Whether a frame, which had `length` bytes on the wire, is wanted. Allocates nothing.
    #[must_use]
    pub fn matches(&self, frame: &[u8], link_type: LinkType, length: usize) -> bool {
        let outline = Outline::parse_lax(frame, link_type, |_| {});
        let mut evaluation = Evaluation::new(self, frame, &outline, length);
        let mut text = [0; TEXT];
        let mut sheet = Sheet::new(&mut text, &mut evaluation);
        dissect::show(frame, &outline, Checksums::default(), outline.quoted(frame).as_ref(), &mut sheet);
        evaluation.result()
    }
}

#[cfg(test)]
mod tests;
