//! Worlds that are small enough for `npm test`; `npm run worlds` searches larger ones.

use drywire_worlds::{Bounds, Faults, Last, Worlds, explore};

const NONE: Faults = Faults { drops: 0, duplicates: 0, reorders: 0, delays: 0 };

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

#[test]
fn a_segment_each_way_and_any_one_fault_however_they_open_and_leave() {
    for faults in ONE {
        let bounds = Bounds { segments: 1, faults, sack: true, timestamps: true };
        search(&bounds, Worlds::new(&bounds));
    }
}

#[test]
fn a_segment_each_way_and_two_losses_however_they_open_and_leave() {
    let bounds = Bounds { segments: 1, faults: Faults { drops: 2, ..NONE }, sack: true, timestamps: false };
    search(&bounds, Worlds::new(&bounds));
}

#[test]
fn two_segments_each_way_and_any_one_fault_where_both_close() {
    for faults in &ONE[..3] {
        let bounds = Bounds { segments: 2, faults: *faults, sack: true, timestamps: false };
        search(&bounds, Worlds::new(&bounds).only(|setup| setup.last == [Last::Close; 2]));
    }
}
