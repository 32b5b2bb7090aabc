//! Which of the media types that the documents list a body is of.

#[cfg(feature = "server")]
use crate::media::MediaKind;
use crate::media::MediaType;

/// The media type without parameters, in lower case.
#[must_use]
pub fn essence(media_type: &str) -> String {
    MediaType::new(media_type).essence().to_ascii_lowercase()
}

/// Whether a declared media type is one that the documents list (`*/*` and `image/*` included).
#[must_use]
pub fn accepts(listed: &str, declared: &str) -> bool {
    MediaType::new(listed).covers(MediaType::new(declared))
}

/// Which of the media types that the documents list a declared one is: the one that says most of it, as OpenAPI has it, and
/// of several such the first. Octets of an unknown kind may be of any kind that is listed as a range. Where parameters tell
/// several of them apart, one that contradicts all of these is none of them.
#[must_use]
pub fn listed(listed: &[&str], declared: &str) -> Option<usize> {
    let declared = MediaType::new(declared);
    let same = listed.iter().filter(|listed| accepts(listed, declared.essence()) && !listed.contains('*')).count();
    let least = if same > 1 { 4 } else { 0 };
    let fits = listed.iter().map(|listed| MediaType::new(listed).fit(declared)).enumerate();
    let fits = fits.filter(|(_, fit)| *fit > 0 && *fit != least);
    fits.rev().max_by_key(|(_, fit)| *fit).map(|(index, _)| index)
}

/// Octets of which only the kind is known, `image/*`, are of an unknown kind, unless that would make another of the listed
/// media types of them: servers tell bodies by it.
pub(crate) fn told_apart(listed: &[&str], row: usize, content_type: String) -> String {
    let kind = listed.get(row).and_then(|media| media.strip_suffix("/*")).filter(|kind| !["*", "text"].contains(kind));
    match kind {
        Some(kind) if self::listed(listed, &content_type) != Some(row) => format!("{kind}/octet-stream"),
        _ => content_type,
    }
}

/// Whether a media type is read as JSON.
#[must_use]
pub fn is_json(media_type: &str) -> bool {
    MediaType::new(media_type).is_json()
}

/// Whether a body of this media type is a form, whose fields are members.
#[cfg(feature = "server")]
pub(crate) fn is_form(media_type: &str) -> bool {
    matches!(MediaType::new(media_type).kind(), MediaKind::UrlEncoded | MediaKind::FormData | MediaKind::Parts)
}
