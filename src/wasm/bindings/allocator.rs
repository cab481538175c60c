//! The allocator of the modules that need one. The standard library's would be four times as large.

#[cfg(not(feature = "wasm-inspect"))]
use talc::wasm::{WasmDynamicTalc, new_wasm_dynamic_allocator};

#[cfg(not(feature = "wasm-inspect"))]
#[global_allocator]
static ALLOCATOR: WasmDynamicTalc = new_wasm_dynamic_allocator();

/// Little is allocated there, and kept for the next text or file: memory that is not put together with what it had before is
/// worth the bytes.
#[cfg(feature = "wasm-inspect")]
#[global_allocator]
static ALLOCATOR: talc::cell::TalcSyncCell<talc::wasm::WasmGrowAndClaim, talc::wasm::WasmBinning> =
    talc::cell::TalcSyncCell::new_wasm(talc::wasm::WasmGrowAndClaim);
