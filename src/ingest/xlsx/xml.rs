//! Walks the XML of a workbook's parts.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::broken;
use crate::ingest::Unreadable;

/// One thing that an XML text has.
pub(super) enum Node<'a> {
    Start(BytesStart<'a>),
    End(Vec<u8>),
    Text(Cow<'a, str>),
}

/// Walks an XML text. Elements without content start and end; references are text.
pub(super) fn walk(xml: &[u8], mut each: impl FnMut(Node<'_>) -> Result<(), Unreadable>) -> Result<(), Unreadable> {
    let mut reader = Reader::from_reader(xml);
    reader.config_mut().expand_empty_elements = true;
    let mut buffer = Vec::new();
    loop {
        let event = reader.read_event_into(&mut buffer).map_err(|cause| broken(&cause.to_string()))?;
        match event {
            Event::Eof => return Ok(()),
            Event::Start(start) => each(Node::Start(start))?,
            Event::End(end) => each(Node::End(end.local_name().as_ref().as_bytes().to_vec()))?,
            Event::Text(text) => each(Node::Text(text.xml10_content()))?,
            Event::CData(text) => each(Node::Text(text.xml10_content()))?,
            Event::GeneralRef(reference) => {
                let letter = reference.resolve_char_ref().map_err(|cause| broken(&cause.to_string()))?;
                let text = match letter {
                    Some(letter) => letter.to_string(),
                    None => quick_xml::escape::resolve_predefined_entity(&reference)
                        .ok_or_else(|| broken("its XML has an unknown entity"))?
                        .to_owned(),
                };
                each(Node::Text(Cow::Owned(text)))?;
            }
            _ => {}
        }
        buffer.clear();
    }
}

/// The value of an attribute, whatever its prefix.
pub(super) fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = start.attributes().flatten().find(|it| it.key.local_name().as_ref() == name)?;
    Some(found.normalized_value(quick_xml::XmlVersion::Explicit1_0).ok()?.into_owned())
}

pub(super) fn is_named(start: &BytesStart<'_>, name: &str) -> bool {
    start.local_name().as_ref() == name
}
