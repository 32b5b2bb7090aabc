//! Whether what generating costs grows as the document does: 1, 2, 4 and 8 times the operations, each with types of its
//! own.

use std::fmt::Write as _;
use std::fs;

use gatewright_generator::Builder;

use super::measure::{Table, cpu};

const SIZES: [(usize, &str); 4] = [(1, "1"), (2, "2"), (4, "4"), (8, "8")];
/// Operations of the smallest document.
const UNIT: usize = 250;
const ROUNDS: usize = 5;

/// Prints the time of an operation in documents of each size.
pub fn growing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut table = Table::default();
    for _ in 0..ROUNDS {
        for (times, name) in SIZES {
            let path = folder.path().join(format!("{times}.yaml"));
            fs::write(&path, document(UNIT * times)).expect("a file that can be written");
            let start = cpu();
            let generated = Builder::new().document("library", &path).generate();
            assert!(generated.is_ok(), "the document is sound");
            table.add(name, (cpu() - start) / times as f64);
        }
    }
    println!("\ntimes the operations, CPU time for each {UNIT} of them");
    table.print("1");
}

/// An OpenAPI document with so many operations, ten in a group.
fn document(operations: usize) -> String {
    let mut paths = String::new();
    let mut schemas = String::new();
    for number in 0..operations {
        let group = number / 10;
        let _ = write!(
            paths,
            "
  /shelves{group}/{{shelf}}/books{number}:
    post:
      operationId: addBook{number}
      summary: Add a book of kind {number}
      tags: [Shelves {group}]
      parameters:
        - {{name: shelf, in: path, required: true, schema: {{type: string}}}}
        - {{name: dryRun{number}, in: query, schema: {{type: boolean}}}}
      requestBody: {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/Book{number}'}}}}}}}}
      responses:
        '200': {{description: Added, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Book{number}'}}}}}}}}
        '404': {{description: No such shelf}}"
        );
        let _ = write!(
            schemas,
            "
    Book{number}:
      type: object
      required: [title]
      properties:
        title: {{type: string, maxLength: {}}}
        pages: {{type: integer}}
        kind: {{type: string, enum: [novel, poem{number}]}}
        author: {{type: object, properties: {{name{number}: {{type: string}}, born: {{type: string, format: date}}}}}}",
            100 + number
        );
    }
    format!("openapi: 3.0.3\ninfo: {{title: Library, version: '1'}}\npaths:{paths}\ncomponents:\n  schemas:{schemas}\n")
}
