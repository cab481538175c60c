//! A frame's line, in memory that both sides see. Nothing is allocated: the connections that relative numbers need have a table
//! for all summarizers together.

use crate::dissect::Sheet;
use crate::dissect::summary::{self, Flows, NONE, SETS, Set};

/// The connections. They are all zeros at first, so that they take no room in the module.
pub(crate) struct Connections {
    sets: [Set; SETS],
}

impl Connections {
    pub(crate) const fn new() -> Self {
        Connections { sets: [NONE; SETS] }
    }

    /// Summarises a frame that had `length` bytes on the wire, with numbers relative to those that `owner` has seen, or as they
    /// are where that is 0. The line's length in bytes, or -1 for a link type that is not known.
    pub(crate) fn summarize(&mut self, text: &mut [u8], frame: &[u8], link: u32, length: usize, owner: u32) -> i32 {
        let Some(link_type) = super::link_type(link, frame) else { return -1 };
        let flows = Flows { sets: &mut self.sets, owner };
        let mut rows = ();
        summary::show(frame, link_type, length, flows, Sheet::new(text, &mut rows)) as i32
    }
}

#[cfg(test)]
mod tests {
    extern crate std;

    use super::*;
    use crate::dissect::summary::TEXT;
    use crate::dissect::{Summarizer, summarize};
    use crate::wire::LinkType;
    use alloc::boxed::Box;

    const SEGMENT: [u8; 40] = [
        0x45, 0, 0, 40, 0, 1, 0, 0, 64, 6, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2, // IPv4
        0, 99, 0, 98, 0, 0, 9, 0, 0, 0, 8, 0, 0x50, 0x10, 0, 9, 0, 0, 0, 0, // TCP
    ];

    #[test]
    fn lines_are_those_that_rust_programs_get() {
        static ROOM: std::sync::Mutex<Connections> = std::sync::Mutex::new(Connections::new());
        let mut connections = ROOM.lock().unwrap();
        let mut text = [0; TEXT];
        let mut others = [Box::new(Summarizer::new()), Box::new(Summarizer::new())];
        for _ in 0..3 {
            let length = connections.summarize(&mut text, &SEGMENT, 101, 40, 0);
            assert_eq!(&text[..length as usize], summarize(&SEGMENT, LinkType::Raw, 40).as_bytes());
            for (owner, other) in others.iter_mut().enumerate() {
                // Each summarizer counts for itself, though they share a table.
                let length = connections.summarize(&mut text, &SEGMENT, 101, 40, owner as u32 + 1);
                assert_eq!(&text[..length as usize], other.line(&SEGMENT, LinkType::Raw, 40).as_bytes());
            }
        }
        assert_eq!(connections.summarize(&mut text, &SEGMENT, 9999, 40, 0), -1);
    }
}
