//! A short run of every target: the inputs of its corpus, and so many that are made from them, the same in every run. What
//! a longer run finds (tests/fuzz.sh) is put into the corpus, and tried here for ever. `FUZZ_RUNS=100000` makes more of them.

use std::path::Path;

use fuzz::{ALL, Target};

/// How many inputs are made for a target; what emits takes longest.
const MADE: usize = 1000;
const MADE_TO_EMIT: usize = 80;

fn check(name: &str) {
    let target = ALL.iter().find(|target| target.name == name).unwrap_or_else(|| panic!("no target {name}"));
    let seeds = seeds(target);
    assert!(!seeds.is_empty(), "{name} has no corpus");
    for (file, seed) in &seeds {
        run(target, file, seed);
    }
    let mut chance = Chance(0x9E37_79B9_7F4A_7C15);
    let usual = if name == "emit" { MADE_TO_EMIT } else { MADE };
    let made = std::env::var("FUZZ_RUNS").ok().and_then(|runs| runs.parse().ok()).unwrap_or(usual);
    for number in 0..made {
        let input = mutant(&seeds, &mut chance);
        run(target, &format!("mutant {number}"), &input);
    }
}

fn seeds(target: &Target) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target.name);
    let files = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut seeds: Vec<(String, Vec<u8>)> = files
        .map(|file| {
            let file = file.expect("the folder can be read");
            (file.file_name().to_string_lossy().into_owned(), std::fs::read(file.path()).expect("the file can be read"))
        })
        .collect();
    seeds.sort();
    seeds
}

/// Says which input it was when something panics.
fn run(target: &Target, what: &str, input: &[u8]) {
    let outcome = std::panic::catch_unwind(|| (target.run)(input));
    assert!(outcome.is_ok(), "{}: {what}:\n{}", target.name, String::from_utf8_lossy(input));
}

/// Numbers that look like chance and are the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound.max(1) as u64) as usize
    }
}

/// What breaks readers often.
const WORDS: [&str; 24] = [
    "\0",
    "\"",
    "\\",
    "{",
    "}",
    "[",
    "]",
    "null",
    "true",
    "-",
    "1e999",
    "99999999999999999999",
    "\u{feff}",
    "\u{202e}",
    "\r",
    "\t",
    "$ref",
    "#/",
    "..",
    "%2e",
    "*/",
    "```",
    "é",
    "😀",
];

fn mutant(seeds: &[(String, Vec<u8>)], chance: &mut Chance) -> Vec<u8> {
    let mut input = seeds[chance.below(seeds.len())].1.clone();
    for _ in 0..=chance.below(4) {
        let at = chance.below(input.len() + 1);
        let most = 1 << chance.below(8);
        let until = (at + chance.below(most)).min(input.len());
        match chance.below(6) {
            0 => drop(input.drain(at..until)),
            1 => {
                let piece = input[at..until].to_vec();
                input.splice(at..at, piece);
            }
            2 => {
                let other = &seeds[chance.below(seeds.len())].1;
                let start = chance.below(other.len());
                let piece = other[start..(start + chance.below(64)).min(other.len())].to_vec();
                input.splice(at..until, piece);
            }
            3 => drop(input.splice(at..at, WORDS[chance.below(WORDS.len())].bytes())),
            4 => input.truncate(at),
            _ => input.iter_mut().skip(at).take(1).for_each(|byte| *byte = byte.wrapping_add(chance.below(255) as u8)),
        }
    }
    match chance.below(4) {
        0 => input,
        _ => String::from_utf8_lossy(&input).into_owned().into_bytes(),
    }
}

macro_rules! targets {
    ($($name:ident)*) => {$(
        #[test]
        fn $name() {
            check(stringify!($name));
        }
    )*};
}

targets!(
    lap node markdown entitlements catalogue postman openapi emit codec path jwt jwks sources printed difference converted
);
