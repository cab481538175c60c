//! Scenarios of the lab as plain objects: cold, so that serde carries them.

use crate::lab::{Preset, Scenario};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsError, JsValue};

/// Plain data: nothing is `undefined`, and bytes are one array.
const PLAIN: Serializer = Serializer::new().serialize_missing_as_null(true).serialize_maps_as_objects(true);

/// Runs a scenario.
///
/// # Errors
/// It is none: the message says what is wrong where.
#[wasm_bindgen]
pub fn simulate(scenario: JsValue) -> Result<JsValue, JsError> {
    let scenario: Scenario = serde_wasm_bindgen::from_value(scenario)?;
    Ok(scenario.run().serialize(&PLAIN)?)
}

/// The scenario of a preset; nothing where no preset has this number.
///
/// # Errors
/// What JavaScript threw, which takes a page that changed `Object` itself.
#[wasm_bindgen]
pub fn preset(number: usize) -> Result<JsValue, JsError> {
    let scenario = Preset::ALL.get(number).map(|preset| preset.scenario());
    Ok(scenario.serialize(&PLAIN)?)
}
