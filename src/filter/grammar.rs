//! The grammar: words by nom, and the levels of precedence by a function each, which append to the program as they go.

use super::fields::{self, Kind};
use super::value::Value;
use super::{Compare, Filter, FilterError, FilterErrorKind as Kinds, Slice, Step, Test};
use alloc::vec;
use alloc::vec::Vec;
use nom::branch::alt;
use nom::bytes::complete::{tag, take_while, take_while1};
use nom::character::complete::{char, multispace0};
use nom::combinator::{not, opt, value};
use nom::error::{ErrorKind, ParseError};
use nom::sequence::{preceded, terminated};
use nom::{IResult, Parser};

/// Tests, and parentheses and `not` within each other.
const MOST: usize = 64;
/// The longest expression in bytes.
const LONGEST: usize = 4096;

pub(super) fn parse(text: &str) -> Result<Filter, FilterError> {
    let mut reader = Reader { filter: Filter { tests: Vec::new(), program: Vec::new() }, depth: 0 };
    let read = match text.len() > LONGEST {
        true => Err(Fault::new("", 0, Kinds::TooLarge)),
        false => reader.whole(text),
    };
    match read {
        Ok(()) => Ok(reader.filter),
        Err(Fault { left, length, kind }) => Err(FilterError { offset: text.len() - left, length, kind }),
    }
}

/// What is wrong: how much of the text was left there.
struct Fault {
    left: usize,
    length: usize,
    kind: Kinds,
}

impl Fault {
    fn new(at: &str, length: usize, kind: Kinds) -> Self {
        Fault { left: at.len(), length, kind }
    }

    /// At the next thing that is no space.
    fn next(at: &str, kind: Kinds) -> Self {
        let at = at.trim_start();
        let length = at.chars().next().map_or(0, char::len_utf8);
        Fault::new(at, word(at).map_or(length, |(_, word)| word.len()), kind)
    }
}

/// What nom's parsers give: only whether there was what they look for.
struct Missing;

impl ParseError<&str> for Missing {
    fn from_error_kind(_: &str, _: ErrorKind) -> Self {
        Missing
    }

    fn append(_: &str, _: ErrorKind, _: Self) -> Self {
        Missing
    }
}

type Read<'a, T> = IResult<&'a str, T, Missing>;

/// What is left after something was read.
type Rest<'a> = Result<&'a str, Fault>;

struct Reader {
    filter: Filter,
    depth: usize,
}

impl Reader {
    fn whole(&mut self, input: &str) -> Result<(), Fault> {
        let rest = self.any(input)?.trim_start();
        match rest {
            "" => Ok(()),
            _ => Err(Fault::next(rest, Kinds::ExpectedConnective)),
        }
    }

    /// One of several.
    fn any<'a>(&mut self, input: &'a str) -> Rest<'a> {
        let mut rest = self.all(input)?;
        while let Ok((next, ())) = operator(rest, "or", "||") {
            rest = self.all(next)?;
            self.filter.program.push(Step::Or);
        }
        Ok(rest)
    }

    /// All of several.
    fn all<'a>(&mut self, input: &'a str) -> Rest<'a> {
        let mut rest = self.one(input)?;
        while let Ok((next, ())) = operator(rest, "and", "&&") {
            rest = self.one(next)?;
            self.filter.program.push(Step::And);
        }
        Ok(rest)
    }

    fn one<'a>(&mut self, input: &'a str) -> Rest<'a> {
        if self.depth == MOST {
            return Err(Fault::next(input, Kinds::TooLarge));
        }
        self.depth += 1;
        let rest = self.inner(input);
        self.depth -= 1;
        rest
    }

    fn inner<'a>(&mut self, input: &'a str) -> Rest<'a> {
        if let Ok((rest, ())) = operator(input, "not", "!") {
            let rest = self.one(rest)?;
            self.filter.program.push(Step::Not);
            return Ok(rest);
        }
        match mark(input, '(') {
            Some(rest) => {
                let rest = self.any(rest)?;
                mark(rest, ')').ok_or_else(|| Fault::next(rest, Kinds::ExpectedParenthesis))
            }
            None => self.test(input),
        }
    }

    fn test<'a>(&mut self, input: &'a str) -> Rest<'a> {
        let input = input.trim_start();
        let Ok((rest, name)) = word(input) else { return Err(Fault::next(input, Kinds::ExpectedTest)) };
        let Some((names, kind)) = fields::find(name) else {
            return Err(Fault::new(input, name.len(), Kinds::UnknownName));
        };
        let (rest, slice) = slice(rest)?;
        let at = rest.trim_start();
        let (rest, compare, values) = match comparison(rest) {
            Ok((_, Operator::Matches)) => return Err(Fault::new(at, "matches".len(), Kinds::Matches)),
            Ok((rest, Operator::In)) => {
                let (rest, values) = set(rest, kind, slice.is_some())?;
                (rest, Compare::Equal, values)
            }
            Ok((rest, Operator::Compare(compare))) => {
                let (rest, value) = operand(rest, kind, slice.is_some())?;
                (rest, compare, vec![value])
            }
            Err(_) => (rest, Compare::Exists, Vec::new()),
        };
        if !allowed(kind, slice.is_some(), compare) {
            return Err(Fault::next(at, Kinds::WrongComparison));
        }
        if self.filter.tests.len() == MOST {
            return Err(Fault::new(input, name.len(), Kinds::TooLarge));
        }
        self.filter.program.push(Step::Test(self.filter.tests.len() as u8));
        self.filter.tests.push(Test { names, kind, slice, compare, values });
        Ok(rest)
    }
}

/// Whether a field of a kind, or a slice of one, can be compared so.
fn allowed(kind: Kind, sliced: bool, compare: Compare) -> bool {
    match (kind, compare) {
        (_, Compare::Exists) => true,
        (_, Compare::Bits) => sliced || matches!(kind, Kind::Number | Kind::Flag),
        (_, Compare::Contains) => sliced || matches!(kind, Kind::Bytes | Kind::Text | Kind::Protocol),
        (Kind::Protocol, _) => sliced,
        _ => true,
    }
}

/// `and` or `&&` and the like.
fn operator<'a>(input: &'a str, name: &'static str, sign: &'static str) -> Read<'a, ()> {
    value((), preceded(multispace0, alt((tag(sign), terminated(tag(name), not(letters)))))).parse(input)
}

fn letters(input: &str) -> Read<'_, &str> {
    take_while1(|letter: char| letter.is_ascii_alphanumeric() || "_.-".contains(letter)).parse(input)
}

/// A name, or a value without quotes.
fn word(input: &str) -> Read<'_, &str> {
    letters(input)
}

fn bare(input: &str) -> Read<'_, &str> {
    take_while1(|letter: char| letter.is_ascii_alphanumeric() || "_.-:/*@+".contains(letter)).parse(input)
}

/// What follows a sign, and spaces before it.
fn mark(input: &str, sign: char) -> Option<&str> {
    let read: Read<'_, char> = preceded(multispace0, char(sign)).parse(input);
    read.ok().map(|(rest, _)| rest)
}

#[derive(Clone, Copy)]
enum Operator {
    Compare(Compare),
    In,
    Matches,
}

/// Signs and words; of those that begin alike the longer first.
const OPERATORS: &[(&str, Operator)] = &[
    ("===", Operator::Compare(Compare::AllEqual)),
    ("!==", Operator::Compare(Compare::AnyDiffers)),
    ("==", Operator::Compare(Compare::Equal)),
    ("!=", Operator::Compare(Compare::AllDiffer)),
    ("~=", Operator::Compare(Compare::AnyDiffers)),
    (">=", Operator::Compare(Compare::GreaterOrEqual)),
    ("<=", Operator::Compare(Compare::LessOrEqual)),
    (">", Operator::Compare(Compare::Greater)),
    ("<", Operator::Compare(Compare::Less)),
    ("&", Operator::Compare(Compare::Bits)),
    ("~", Operator::Matches),
    ("eq", Operator::Compare(Compare::Equal)),
    ("ne", Operator::Compare(Compare::AllDiffer)),
    ("gt", Operator::Compare(Compare::Greater)),
    ("lt", Operator::Compare(Compare::Less)),
    ("ge", Operator::Compare(Compare::GreaterOrEqual)),
    ("le", Operator::Compare(Compare::LessOrEqual)),
    ("contains", Operator::Compare(Compare::Contains)),
    ("matches", Operator::Matches),
    ("in", Operator::In),
];

fn comparison(input: &str) -> Read<'_, Operator> {
    let (input, _) = multispace0(input)?;
    let found = OPERATORS.iter().find_map(|(text, operator)| {
        let rest = input.strip_prefix(text)?;
        let is_word = text.starts_with(|letter: char| letter.is_ascii_alphabetic());
        // `&&` joins tests.
        let other = is_word && letters(rest).is_ok() || *text == "&" && rest.starts_with('&');
        (!other).then_some((rest, *operator))
    });
    found.ok_or(nom::Err::Error(Missing))
}

/// A value, quoted or not.
fn operand(input: &str, kind: Kind, sliced: bool) -> Result<(&str, Value), Fault> {
    let input = input.trim_start();
    let (rest, text, quoted) = match input.chars().next() {
        Some(quote @ ('"' | '\'')) => {
            let body = input.get(1..).unwrap_or_default();
            let read: Read<'_, &str> = terminated(take_while(|letter| letter != quote), char(quote)).parse(body);
            let Ok((rest, text)) = read else { return Err(Fault::new(input, input.len(), Kinds::ExpectedQuote)) };
            (rest, text, true)
        }
        _ => match bare(input) {
            Ok((rest, text)) => (rest, text, false),
            Err(_) => return Err(Fault::next(input, Kinds::ExpectedValue)),
        },
    };
    let read = if sliced { Value::of_slice(text, quoted) } else { Value::parse(kind, text, quoted) };
    let value = read.map_err(|kind| Fault::new(input, input.len() - rest.len(), kind))?;
    Ok((rest, value))
}

/// Values within braces, with commas between them.
fn set(input: &str, kind: Kind, sliced: bool) -> Result<(&str, Vec<Value>), Fault> {
    let fault = |at: &str| Fault::next(at, Kinds::ExpectedSet);
    let mut rest = mark(input, '{').ok_or_else(|| fault(input))?;
    let mut values = Vec::new();
    loop {
        let (after, value) = operand(rest, kind, sliced)?;
        values.push(value);
        rest = match (mark(after, ','), mark(after, '}')) {
            (Some(next), _) => next,
            (_, Some(end)) => return Ok((end, values)),
            _ => return Err(fault(after)),
        };
    }
}

/// Brackets after a name.
fn slice(input: &str) -> Result<(&str, Option<Slice>), Fault> {
    let Some(body) = input.strip_prefix('[') else { return Ok((input, None)) };
    let read: Read<'_, _> = (
        opt(nom::character::complete::u16),
        opt((alt((char(':'), char('-'))), opt(nom::character::complete::u16))),
        char(']'),
    )
        .parse(body);
    let slice = read.ok().and_then(|(rest, (first, second, _))| {
        let start = usize::from(first.unwrap_or(0));
        let length = match (first, second) {
            (Some(_), None) => Some(1),
            (Some(_), Some((':', None))) => None,
            (_, Some((':', Some(length)))) if length > 0 => Some(length.into()),
            (Some(_), Some(('-', Some(last)))) => {
                Some((usize::from(last) + 1).checked_sub(start).filter(|length| *length > 0)?)
            }
            _ => return None,
        };
        Some((rest, Some(Slice { first: start, length })))
    });
    slice.ok_or_else(|| Fault::new(input, input.find(']').map_or(input.len(), |at| at + 1), Kinds::ExpectedSlice))
}
