//! `explain`: the page of a code.

use gatewright_generator::explain;

use super::{Stop, print};

pub fn run(code: Option<&str>) -> Result<(), Stop> {
    let Some(code) = code else {
        let list: String = explain::codes().map(|code| format!("{}\n", code.name)).collect();
        return print(&list);
    };
    match explain::page(code) {
        Ok(page) => print(&format!("{code}\n\n{page}\n")),
        Err(near) => {
            eprintln!("gatewright: there is no code `{code}`; there are:\n  {}", near.join("\n  "));
            Err(Stop)
        }
    }
}
