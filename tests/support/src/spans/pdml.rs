//! tshark's PDML: a packet as a tree of fields, each with the bytes and bits that it stands in.

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};

/// A field as tshark has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) name: String,
    /// Its first bit and how many it has, counted from the start of the frame. Whole bytes, where tshark draws no mask.
    pub(super) bits: (usize, usize),
    /// Its value, as tshark's own filters have it.
    pub(super) show: String,
}

/// The fields of each packet in their order, those within others among them.
pub(super) fn read(text: &str) -> Result<Vec<Vec<Field>>, String> {
    let mut reader = Reader::from_str(text);
    let mut packets: Vec<Vec<Field>> = Vec::new();
    loop {
        match reader.read_event().map_err(|error| format!("PDML at byte {}: {error}", reader.buffer_position()))? {
            Event::Eof => return Ok(packets),
            Event::Start(element) if element.name().as_ref() == "packet" => packets.push(Vec::new()),
            Event::Start(element) | Event::Empty(element) if element.name().as_ref() == "field" => {
                if let Some(packet) = packets.last_mut() {
                    packet.push(field(&element)?);
                }
            }
            _ => {}
        }
    }
}

fn field(element: &BytesStart<'_>) -> Result<Field, String> {
    let mut field = Field::default();
    let (mut position, mut size, mut shown) = (0, 0, String::new());
    for attribute in element.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let raw = unescape(&attribute.value).map_err(|error| error.to_string())?.into_owned();
        let number = || raw.parse::<usize>().unwrap_or(0);
        match attribute.key.as_ref() {
            "pos" => position = number(),
            "size" => size = number(),
            "name" => field.name = raw,
            "show" => field.show = raw,
            "showname" => shown = raw,
            _ => {}
        }
    }
    field.bits = mask(&shown, size).map_or((position * 8, size * 8), |(start, count)| (position * 8 + start, count));
    Ok(field)
}

/// The bits that are drawn before a field's name, as in `..01 .... = Flags: 1`: the first that is its own, and how many are.
fn mask(shown: &str, size: usize) -> Option<(usize, usize)> {
    let (drawn, _) = shown.split_once(" = ")?;
    let bits: Vec<char> = drawn.chars().filter(|bit| *bit != ' ').collect();
    if bits.len() != size * 8 || bits.iter().any(|bit| !matches!(bit, '.' | '0' | '1')) {
        return None;
    }
    let first = bits.iter().position(|bit| *bit != '.')?;
    let count = bits[first..].iter().take_while(|bit| **bit != '.').count();
    Some((first, count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_has_its_bits() {
        let text = r#"<pdml><packet><proto name="x" pos="0" size="2">
            <field name="a" showname="A: 1 &lt; 2" size="1" pos="14" show="1" value="01"/>
            <field name="b" showname="...1 01.. = B: 5" size="1" pos="15" show="5" value="5"><field name="c" size="0" pos="3"/></field>
            </proto></packet><packet></packet></pdml>"#;
        let packets = read(text).unwrap();
        let fields: Vec<_> =
            packets[0].iter().map(|field| (field.name.as_str(), field.bits, field.show.as_str())).collect();
        assert_eq!(fields, [("a", (112, 8), "1"), ("b", (123, 3), "5"), ("c", (24, 0), "")]);
        assert_eq!(packets.len(), 2);
    }
}
