//! For Rust programs that are compiled to WebAssembly themselves: results as JavaScript values. The npm package's own bindings
//! are faster and smaller, and need none of this.

use crate::dissect::dissect;
use crate::wire::LinkType;
use js_sys::{Reflect, Uint8Array};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

/// Takes a frame apart as [`dissect`] does, into plain data: `layers`, each with `fields`; `problems`; and `bytes`, a copy of
/// the frame. Names are those of the npm package, in camel case. A field's `problems` are indices, and the value of a field of
/// bytes is absent: `offset` and `length` say where they are.
///
/// # Errors
/// What JavaScript threw, which takes a page that changed `Object` itself.
///
/// ```no_run
/// use drywire::wasm::values::dissection;
/// use drywire::wire::LinkType;
/// let value = dissection(&[0x45, 0, 0, 20], LinkType::Raw)?;
/// assert!(value.is_object());
/// # Ok::<(), wasm_bindgen::JsValue>(())
/// ```
pub fn dissection(frame: &[u8], link_type: LinkType) -> Result<JsValue, JsValue> {
    let value = dissect(frame, link_type).serialize(&Serializer::new())?;
    Reflect::set(&value, &JsValue::from_str("bytes"), &Uint8Array::from(frame))?;
    Ok(value)
}
