//! Any packets followed as conversations.

use drywire::flow::{Captured, Content, FlowConfig, Flows, Follow, Streams};
use drywire::wire::LinkType;

/// Any packets, at any times: nothing panics, numbers are those of conversations that there are, every packet counts once, what
/// was said is no more than what came, and memory stays within the limits. The first byte chooses the link type; then each
/// packet is a length, a time in units of 8 ms since the one before, and its bytes.
pub fn flow(input: &[u8]) {
    let Some((choice, mut rest)) = input.split_first() else { return };
    let link = LinkType::ALL[usize::from(*choice) % LinkType::ALL.len()];
    let config = FlowConfig {
        streams: Streams::All,
        stream_limit: 4000,
        streams_limit: 10_000,
        open_limit: 5,
        table_limit: 9,
        ..FlowConfig::default()
    };
    let (mut flows, mut time) = (Flows::new(config), 0);
    while let [length, wait, data @ ..] = rest {
        let (data, others) = data.split_at(data.len().min((*length).into()));
        (rest, time) = (others, time + u64::from(*wait) * 8_000_000);
        let verdict = flows.push(&Captured { time, length: data.len() as u32, data, link });
        let number = verdict.conversation;
        assert!(number.is_none_or(|number| flows.conversation(number).is_some()), "{verdict:?}");
        assert!(flows.open() <= 5 && flows.len() - flows.forgotten() <= 9, "the limits hold");
    }
    let rows = (flows.forgotten()..flows.len()).filter_map(|number| flows.conversation(number));
    let packets: u64 = rows.flat_map(|row| row.sent).map(|sent| sent.packets).sum();
    assert!(packets <= flows.packets(), "each packet counts once");
    let follows: Vec<_> = (0..flows.len()).filter_map(|number| flows.follow(number)).collect();
    assert!(follows.iter().copied().map(Follow::memory).sum::<usize>() <= 10_000, "memory is bounded");
    let said = follows.iter().flat_map(|follow| follow.chunks()).map(|chunk| match chunk.content {
        Content::Data(data) => data.len(),
        Content::Gap(_) => 0,
    });
    assert!(said.sum::<usize>() <= input.len(), "nothing is said twice");
}
