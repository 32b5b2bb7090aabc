//! A resource in several media types: callers give and get the JSON, and can still have the others.

use crate::emitted;

const ALBUM: &str = r##"
openapi: 3.1.0
info: {title: Albums, version: "1"}
paths:
  /albums/{id}:
    put:
      operationId: replaceAlbum
      tags: [albums]
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      requestBody:
        required: true
        content:
          application/xml: {schema: {$ref: "#/components/schemas/Album"}}
          application/vnd.albums+json: {schema: {$ref: "#/components/schemas/Album"}}
          text/csv: {schema: {type: array, items: {type: string}}}
      responses:
        "200":
          description: The album.
          content:
            application/xml: {schema: {$ref: "#/components/schemas/Album"}}
            application/vnd.albums+json: {schema: {$ref: "#/components/schemas/Album"}}
            text/csv: {schema: {type: string}}
components:
  schemas:
    Album: {type: object, properties: {title: {type: string}}}
"##;

fn emitted(document: &str, path: &str) -> String {
    emitted::file("albums", &[("albums.yaml", document)], path)
}

#[test]
fn calls_return_the_json() {
    let client = emitted(ALBUM, "albums/client/albums.rs");
    let call = "pub type ReplaceAlbum = super::Call<operations::albums::ReplaceAlbum, types::Album>;";
    assert!(client.contains(call), "{client}");
}

#[test]
fn json_becomes_the_body_by_itself() {
    let operations = emitted(ALBUM, "albums/operations/albums.rs");
    assert!(operations.contains("impl From<types::Album> for ReplaceAlbumBody"), "{operations}");
    assert!(operations.contains("(Box::new(body))"), "{operations}");
    assert!(!operations.contains("impl From<String> for ReplaceAlbumBody"), "{operations}");
}

#[test]
fn handlers_answer_with_the_json_and_may_answer_with_the_others() {
    let server = emitted(ALBUM, "albums/server/albums.rs");
    assert!(server.contains("impl From<types::Album> for ReplaceAlbumResponse"), "{server}");
    assert!(server.contains("OkCsv("), "{server}");
}

const PICTURES: &str = r##"
openapi: 3.1.0
info: {title: Pictures, version: "1"}
paths:
  /pictures/{id}:
    put:
      operationId: replacePicture
      tags: [pictures]
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      requestBody:
        required: true
        content:
          image/*: {schema: {type: string, format: binary}}
      responses: {"204": {description: Done.}}
"##;

#[test]
fn calls_that_take_any_picture_tell_how_to_say_which() {
    let client = emitted(PICTURES, "albums/client/pictures.rs");
    let hint = "/// The document takes `image/*`: `.media_type(\"image/png\")` says what is sent, which is else \
                `application/octet-stream`.";
    assert!(client.contains(hint), "{client}");
}
