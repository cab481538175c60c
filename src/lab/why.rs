//! Why a connection went from one state to another.

use crate::tcp::State::{
    self, CloseWait, Closed, Closing, Established, FinWait1, FinWait2, LastAck, Listen, SynReceived, SynSent, TimeWait,
};

/// The cause of a transition, and where RFC 9293 has it.
pub(super) const fn why(from: State, to: State) -> (&'static str, &'static str) {
    match (from, to) {
        (Closed, Listen) => ("the user waits for a connection", "3.10.1"),
        (Closed, SynSent) => ("the user asks for a connection: a SYN goes out", "3.10.1"),
        (Listen, SynSent) => ("the user sends: the open becomes an active one", "3.10.2"),
        (Listen, SynReceived) => ("a SYN came: ours goes out with its acknowledgment", "3.10.7.2"),
        (SynSent, SynReceived) => ("a SYN came that acknowledges nothing: both sides opened at once", "3.10.7.3"),
        (SynSent, Established) => ("the peer's SYN came and acknowledges ours", "3.10.7.3"),
        (SynReceived, Established) => ("our SYN is acknowledged", "3.10.7.4, fifth"),
        (SynReceived, Listen) => ("the peer took its SYN back: waiting again", "3.10.7.4, second"),
        (SynReceived | Established, FinWait1) => ("the user has nothing more to send: a FIN goes out", "3.10.4"),
        (SynReceived | Established, CloseWait) => {
            ("the peer has nothing more to send: its FIN came", "3.10.7.4, eighth")
        }
        (FinWait1, FinWait2) => ("our FIN is acknowledged", "3.10.7.4, fifth"),
        (FinWait1, Closing) => ("the peer's FIN came before the acknowledgment of ours", "3.10.7.4, eighth"),
        (FinWait1 | FinWait2, TimeWait) => {
            ("the peer's FIN came: it may ask for our last acknowledgment again", "3.10.7.4, eighth")
        }
        (Closing, TimeWait) => ("our FIN is acknowledged", "3.10.7.4, fifth"),
        (CloseWait, LastAck) => ("the user has nothing more to send either: a FIN goes out", "3.10.4"),
        (LastAck, Closed) => ("our FIN is acknowledged: both sides are done", "3.10.7.4, fifth"),
        (TimeWait, Closed) => ("twice the longest life of a segment has passed", "3.10.8"),
        (_, Closed) => ("the connection was reset, given up or timed out", "3.10.5, 3.10.7.4, 3.10.8"),
        _ => ("more than one step in one moment", "3.3.2"),
    }
}
