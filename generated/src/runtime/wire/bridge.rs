//! The bridge to serde: emitted values as parts of other programs' data, in any self-describing format. One walk over JSON
//! serves all types, so that a type costs two short impls.
//!
//! Secrets are written as they are: who serialises a value asks for all of it. Numbers beyond 64 bits, and
//! decimal fractions, pass as floating point.

use std::fmt;

use serde::de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};
use serde::ser::{Error as _, SerializeMap, SerializeSeq};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Date, DateTime, Decimal, Json, Kind, Mode, Reader, Secret, Value, Writer};

/// Writes any value by serde: for `#[serde(serialize_with = …)]`, and for what emitted types do.
///
/// # Errors
/// Those of the serializer.
pub fn serialize<S: Serializer>(value: &dyn Value, serializer: S) -> Result<S::Ok, S::Error> {
    Part(&super::write(value)).serialize(serializer)
}

/// Reads any value by serde: for `#[serde(deserialize_with = …)]`, and for what emitted types do. It is as lenient as
/// reading a reply: what does not fit is kept where the type can keep it.
///
/// # Errors
/// Those of the deserializer, and when the value is of another type.
pub fn deserialize<'de, T: Value, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut writer = Writer::lenient();
    Into(&mut writer).deserialize(deserializer)?;
    super::read(writer.as_text().as_bytes(), Mode::Lenient).map_err(D::Error::custom)
}

/// A text of JSON that is known to be well-formed.
struct Part<'a>(&'a str);

impl Serialize for Part<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut reader = Reader::new(self.0, Mode::Lenient);
        match reader.kind().map_err(S::Error::custom)? {
            Kind::Null => serializer.serialize_unit(),
            Kind::Boolean => serializer.serialize_bool(reader.boolean().map_err(S::Error::custom)?),
            Kind::Number => number(self.0, serializer),
            Kind::String => serializer.serialize_str(&reader.string_or_lossy().map_err(S::Error::custom)?),
            Kind::Array => list(&mut reader, serializer),
            Kind::Object => object(&mut reader, serializer),
        }
    }
}

fn number<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    if let Ok(number) = text.parse::<u64>() {
        return serializer.serialize_u64(number);
    }
    if let Ok(number) = text.parse::<i64>() {
        return serializer.serialize_i64(number);
    }
    serializer.serialize_f64(text.parse().map_err(S::Error::custom)?)
}

fn list<S: Serializer>(reader: &mut Reader<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    let mut list = serializer.serialize_seq(None)?;
    let mut more = reader.open_list().map_err(S::Error::custom)?;
    while more {
        list.serialize_element(&Part(reader.raw().map_err(S::Error::custom)?))?;
        more = reader.next_item().map_err(S::Error::custom)?;
    }
    list.end()
}

fn object<S: Serializer>(reader: &mut Reader<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    let mut object = serializer.serialize_map(None)?;
    let mut more = reader.open_object().map_err(S::Error::custom)?;
    while more {
        let name = reader.name_lossy().map_err(S::Error::custom)?;
        object.serialize_entry(&*name, &Part(reader.raw().map_err(S::Error::custom)?))?;
        more = reader.next_member().map_err(S::Error::custom)?;
    }
    object.end()
}

/// Writes whatever comes as JSON.
struct Into<'w>(&'w mut Writer);

impl<'de> DeserializeSeed<'de> for Into<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Into<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("what JSON can say")
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.0.boolean(value);
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.0.integer(value);
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.0.unsigned(value);
        Ok(())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        self.0.number(value);
        Ok(())
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        self.0.string(value);
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.0.null();
        Ok(())
    }

    fn visit_none<E>(self) -> Result<(), E> {
        self.0.null();
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        self.0.open_list();
        while items.next_element_seed(Item(self.0))?.is_some() {}
        self.0.close_list();
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        self.0.open_object();
        while let Some(name) = members.next_key::<String>()? {
            self.0.name(&name);
            members.next_value_seed(Into(self.0))?;
        }
        self.0.close_object();
        Ok(())
    }
}

/// An item of a list.
struct Item<'w>(&'w mut Writer);

impl<'de> DeserializeSeed<'de> for Item<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.0.item();
        deserializer.deserialize_any(Into(self.0))
    }
}

macro_rules! of_runtime {
    ($($name:ident)*) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serialize(self, serializer)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserialize(deserializer)
            }
        }
    )*};
}

of_runtime!(Json Date DateTime Decimal Secret);
