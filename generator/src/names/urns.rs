//! Names that are URNs, such as those of SCIM schemas (RFC 7643) and OAuth grants: what of them a person would say.

use super::words::Words;

/// A URN as the name of a member: what an extension is called, else its last two parts, versions aside.
/// `urn:ietf:params:scim:schemas:extension:enterprise:2.0:User` is enterprise, user, extension.
pub(super) fn member(wire: &str) -> Option<Words> {
    let parts = parts(wire)?;
    let kept: Vec<&str> = parts.into_iter().filter(|part| !is_version(part)).collect();
    let extension = kept.iter().position(|part| part.eq_ignore_ascii_case("extension"));
    let own = extension.and_then(|at| kept.get(at + 1..)).filter(|own| !own.is_empty());
    let last = kept.get(kept.len().saturating_sub(2)..).unwrap_or_default();
    let words = joined(own.unwrap_or(last));
    let words = if own.is_some() { words.and("extension") } else { words };
    (!words.is_empty()).then_some(words)
}

/// A URN as a value: its last part, with the one before where that is a number.
/// `urn:ietf:params:oauth:grant-type:device_code` is device, code.
pub(super) fn value(wire: &str) -> Option<Words> {
    let parts = parts(wire)?;
    let is_number = |part: &&str| part.starts_with(|first: char| first.is_ascii_digit());
    let count = if parts.last().is_some_and(is_number) { 2 } else { 1 };
    let words = joined(parts.get(parts.len().saturating_sub(count)..).unwrap_or_default());
    (!words.is_empty()).then_some(words)
}

/// The parts after `urn` and who says what they mean.
fn parts(wire: &str) -> Option<Vec<&str>> {
    let (scheme, rest) = wire.split_once(':')?;
    let parts: Vec<&str> = rest.split(':').skip(1).filter(|part| !part.is_empty()).collect();
    (scheme.eq_ignore_ascii_case("urn") && !parts.is_empty()).then_some(parts)
}

fn is_version(part: &str) -> bool {
    part.trim_start_matches('v').bytes().all(|sign| sign.is_ascii_digit() || sign == b'.')
}

fn joined(parts: &[&str]) -> Words {
    parts.iter().fold(Words::default(), |words, part| words.then(&Words::of(part)))
}

#[cfg(test)]
mod tests {
    use super::{member, value};

    #[test]
    fn members_are_called_after_the_extension() {
        let check = |urn: &str, name: &str| assert_eq!(member(urn).map(|words| words.snake()).as_deref(), Some(name));
        check("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", "enterprise_user_extension");
        check("urn:ietf:params:scim:schemas:oracle:idcs:extension:radiusApp:App", "radius_app_extension");
        check("urn:example:params:schemas:core:1.0:Robot", "core_robot");
        assert_eq!(member("user:name"), None);
    }

    #[test]
    fn values_are_called_after_their_last_part() {
        let check =
            |urn: &str, name: &str| assert_eq!(value(urn).map(|words| words.pascal('V')).as_deref(), Some(name));
        check("urn:ietf:params:oauth:grant-type:device_code", "DeviceCode");
        check("urn:ietf:rfc:8935", "Rfc8935");
        check("URN:ietf:params:scim:api:messages:2.0:PatchOp", "PatchOp");
        assert_eq!(value("urn:"), None);
    }
}
