//! What JavaScript calls: scalars only. Bytes and words are exchanged through memory that both sides see.
//!
//! Each group is a feature, so that the npm package can give each a module of its own, and an app takes those that it uses.

#[cfg(any(
    feature = "wasm-codec",
    feature = "wasm-tcp",
    feature = "wasm-dump-read",
    feature = "wasm-capture",
    feature = "wasm-capture-write",
    feature = "wasm-flow",
    feature = "wasm-filter",
    all(feature = "wasm-alone", not(feature = "wasm-lab"))
))]
mod allocator;
#[cfg(feature = "wasm-capture")]
pub mod capture;
#[cfg(feature = "wasm-capture-write")]
pub mod capture_write;
#[cfg(feature = "wasm-codec")]
pub mod codec;
#[cfg(feature = "wasm-decode")]
pub mod decode;
#[cfg(feature = "wasm-dissect")]
pub mod dissect;
#[cfg(feature = "wasm-dump-read")]
pub mod dump;
#[cfg(feature = "wasm-dump")]
pub mod dump_write;
#[cfg(any(feature = "wasm-decode", feature = "wasm-dissect"))]
mod exchange;
#[cfg(feature = "wasm-filter")]
pub mod filter;
#[cfg(feature = "wasm-flow")]
pub mod flow;
#[cfg(feature = "wasm-lab")]
pub mod lab;
#[cfg(feature = "wasm-tcp")]
pub mod tcp;

#[cfg(any(feature = "wasm-decode", feature = "wasm-dissect"))]
pub use exchange::record_pointer;

use spin::Mutex;

/// Nothing is called from within a call, so what is exchanged is always there; were it not, `otherwise` says so without a panic.
#[inline(always)]
fn with<E, T>(exchange: &'static Mutex<E>, otherwise: T, call: impl FnOnce(&mut E) -> T) -> T {
    match exchange.try_lock() {
        Some(mut exchange) => call(&mut exchange),
        None => otherwise,
    }
}

/// Nobody reads what a panic says: the module stops. Without a handler of its own a module has the standard library's.
#[cfg(all(feature = "wasm-alone", not(feature = "wasm-lab"), not(feature = "wasm-values"), not(test)))]
#[panic_handler]
fn stop(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
