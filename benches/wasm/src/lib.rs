//! What the benchmarks in Node call that is not the package itself. Built with the flags of the package's own module, and with
//! its allocator.

pub mod checksum;
pub mod live;

#[cfg(target_arch = "wasm32")]
use talc::wasm::{WasmDynamicTalc, new_wasm_dynamic_allocator};

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: WasmDynamicTalc = new_wasm_dynamic_allocator();
