//! Field by field, two views of a packet.

use serde_json::{Map, Value};
use std::fmt;

/// One field of which the two say different things.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The field, with dots: `"tcp.options"`.
    pub field: String,
    /// What the oracle says; null where it says nothing.
    pub expected: Value,
    /// What drywire says; null where it says nothing.
    pub found: Value,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Difference { field, expected, found } = self;
        write!(f, "{field}: the oracle says {expected}, drywire {found}")
    }
}

/// What came of comparing two views.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// How many fields were compared.
    pub fields: usize,
    /// What the oracle says that drywire has no word for.
    pub not_compared: Vec<String>,
    /// The fields that differ.
    pub differences: Vec<Difference>,
}

/// The headers, which must be there in both or in neither.
const HEADERS: [&str; 4] = ["ip", "tcp", "udp", "icmp"];

/// What the oracle's objects hold that is not of the packet itself.
const ABOUT: [&str; 5] = ["frame", "len", "encap", "data", "linktype"];

/// How the oracle's expert information begins where it is about the packet's own bytes. What else it says is about the packet's
/// part in a connection, or an opinion.
const OWN_BYTES: [&str; 3] = ["Bad checksum", "Bad length value", "Bogus IP length"];

/// Compares what the oracle says with what drywire says. Fields that the oracle leaves out are not compared, but for whole
/// headers and for `ip.options`: where `layers` says what there is, their absence says that there are none.
#[must_use]
pub fn compare(expected: &Value, found: &Value) -> Comparison {
    let mut comparison = Comparison::default();
    let (Some(expected), Some(found)) = (expected.as_object(), found.as_object()) else { return comparison };
    for (name, value) in expected {
        match (name.as_str(), value.as_object(), found.get(name).and_then(Value::as_object)) {
            (name, ..) if ABOUT.contains(&name) => {}
            (_, Some(value), Some(found)) => comparison.header(name, value, found),
            _ => comparison.field(name.clone(), value, found.get(name)),
        }
    }
    for name in HEADERS {
        if expected.contains_key("layers") && !expected.contains_key(name) && found.contains_key(name) {
            comparison.field(name.into(), &Value::Null, found.get(name));
        }
    }
    comparison
}

impl Comparison {
    fn header(&mut self, layer: &str, expected: &Map<String, Value>, found: &Map<String, Value>) {
        for (name, value) in expected.iter().filter(|(name, _)| *name != "expert") {
            self.field(format!("{layer}.{name}"), value, found.get(name));
        }
        self.expert(layer, strings(expected.get("expert")), &strings(found.get("expert")));
        if layer == "ip" && !expected.contains_key("options") {
            self.field("ip.options".into(), &Value::Array(Vec::new()), found.get("options"));
        }
    }

    fn field(&mut self, field: String, expected: &Value, found: Option<&Value>) {
        self.fields += 1;
        let found = found.cloned().unwrap_or_default();
        if *expected != found {
            self.differences.push(Difference { field, expected: expected.clone(), found });
        }
    }

    fn expert(&mut self, layer: &str, expected: Vec<String>, found: &[String]) {
        let about_own = |text: &String| OWN_BYTES.iter().any(|start| text.starts_with(start));
        let (own, other): (Vec<String>, Vec<String>) = expected.into_iter().partition(about_own);
        self.not_compared.extend(other.into_iter().map(|text| format!("{layer}.expert: {text}")));
        if !own.is_empty() || !found.is_empty() {
            self.field(format!("{layer}.expert"), &Value::from(own), Some(&Value::from(found.to_vec())));
        }
    }
}

fn strings(list: Option<&Value>) -> Vec<String> {
    let list = list.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    list.iter().filter_map(|text| text.as_str().map(String::from)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn fields(expected: &Value, found: &Value) -> Vec<String> {
        compare(expected, found).differences.into_iter().map(|difference| difference.field).collect()
    }

    #[test]
    fn a_field_that_differs_is_named() {
        let expected =
            json!({ "layers": ["ip", "tcp"], "ip": { "ttl": 64 }, "tcp": { "seq": 1, "options": [{ "kind": 1 }] } });
        assert_eq!(
            fields(
                &expected,
                &json!({ "layers": ["ip", "tcp"], "ip": { "ttl": 64, "options": [] },
            "tcp": { "seq": 1, "options": [{ "kind": 1 }] } })
            ),
            Vec::<String>::new()
        );
        assert_eq!(
            fields(
                &expected,
                &json!({ "layers": ["ip"], "ip": { "ttl": 63, "options": [7] },
            "tcp": { "options": [{ "kind": 0 }] } })
            ),
            ["ip.ttl", "ip.options", "layers", "tcp.options", "tcp.seq"]
        );
    }

    #[test]
    fn a_header_that_only_one_sees_is_a_difference() {
        let with = json!({ "layers": [], "udp": { "length": 8 } });
        assert_eq!(fields(&with, &json!({ "layers": [] })), ["udp"]);
        assert_eq!(fields(&json!({ "layers": [] }), &with), ["udp"]);
    }

    #[test]
    fn a_field_that_drywire_does_not_know_is_not_passed_over() {
        assert_eq!(fields(&json!({ "tcp": { "window_scale": 1 } }), &json!({ "tcp": {} })), ["tcp.window_scale"]);
    }

    #[test]
    fn a_bad_checksum_is_compared_and_an_analysis_is_not() {
        let found = json!({ "tcp": { "expert": ["Bad checksum [should be 0x0002]"] } });
        let expected = json!({ "tcp": { "expert": ["Bad checksum [should be 0x0001]", "D-SACK Sequence"] } });
        let Comparison { differences, not_compared, .. } = compare(&expected, &found);
        assert_eq!((differences.len(), &not_compared[..]), (1, &["tcp.expert: D-SACK Sequence".to_string()][..]));
    }
}
