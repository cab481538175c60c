//! Worlds that are small enough for `npm test`; `npm run worlds` searches larger ones.

use drywire_worlds::{Bounds, Faults, Last, Opening, Setup, Worlds, explore};

const NONE: Faults = Faults { drops: 0, duplicates: 0, reorders: 0, delays: 0, pauses: 0 };

/// One fault of each kind.
const ONE: [Faults; 4] = [
    Faults { drops: 1, ..NONE },
    Faults { duplicates: 1, ..NONE },
    Faults { reorders: 1, ..NONE },
    Faults { delays: 1, ..NONE },
];

fn search(bounds: &Bounds, worlds: Worlds) {
    let found = explore(worlds, false, |_, _| {});
    println!("{bounds:?}\n{found}");
    assert!(found.broken.is_empty(), "{found}");
    assert!(found.states > 10_000, "{found}");
}

fn both_close(setup: &Setup) -> bool {
    setup.last == [Last::Close; 2]
}

fn one_opens_and_both_close(setup: &Setup) -> bool {
    setup.opening == Opening::ActivePassive && both_close(setup)
}

#[test]
fn a_segment_each_way_and_any_one_fault_however_they_open_and_leave() {
    for faults in ONE {
        let bounds = Bounds { segments: 1, faults, window: 0, sack: true, timestamps: true };
        search(&bounds, Worlds::new(&bounds));
    }
}

#[test]
fn a_segment_each_way_and_two_losses_where_both_close() {
    let bounds = Bounds { segments: 1, faults: Faults { drops: 2, ..NONE }, window: 0, sack: true, timestamps: false };
    search(&bounds, Worlds::new(&bounds).only(both_close));
}

#[test]
fn two_segments_each_way_and_a_loss_or_an_overtaking_where_one_opens_and_both_close() {
    for faults in &[ONE[0], ONE[2]] {
        let bounds = Bounds { segments: 2, faults: *faults, window: 0, sack: true, timestamps: false };
        search(&bounds, Worlds::new(&bounds).only(one_opens_and_both_close));
    }
}

#[test]
fn a_window_of_one_byte_that_is_read_now_or_later() {
    for (segments, faults) in [(2, Faults { pauses: 1, ..NONE }), (1, Faults { pauses: 2, ..NONE })] {
        let bounds = Bounds { segments, faults, window: 1, sack: false, timestamps: false };
        search(&bounds, Worlds::new(&bounds).only(one_opens_and_both_close));
    }
}
