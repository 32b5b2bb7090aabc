//! Ways to do one thing, measured in turns, so that whatever else the machine does meets all of them. It knows nothing of
//! what they do.

use std::alloc::System;
use std::time::Duration;

use cpu_time::ProcessTime;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

/// Counts what is allocated, in every program that links this crate.
#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// How many rounds there are; an odd number has a median.
const ROUNDS: usize = 31;

/// About how long one way takes in one round.
const ROUND: Duration = Duration::from_millis(12);

/// One thing, done in several ways. The first one is what the others are compared with.
#[derive(Default)]
#[allow(missing_debug_implementations, reason = "it holds closures")]
pub struct Race<'a> {
    ways: Vec<Way<'a>>,
}

/// A name, and what is run.
type Way<'a> = (&'static str, Box<dyn FnMut() + 'a>);

/// How one way did.
struct Result {
    name: &'static str,
    micros: f64,
    ratio: f64,
    allocations: usize,
    bytes: usize,
}

impl<'a> Race<'a> {
    /// Adds a way.
    #[must_use]
    pub fn way<T>(mut self, name: &'static str, mut run: impl FnMut() -> T + 'a) -> Self {
        let run = move || {
            std::hint::black_box(run());
        };
        self.ways.push((name, Box::new(run)));
        self
    }

    /// Runs all ways in turns and prints a table: the median processor time of a run, the median over the rounds of the time relative
    /// to the first way in the same round, how much faster that is, and what one run allocates.
    pub fn run(mut self, title: &str) {
        let times = self.times();
        println!("\n{title}");
        println!("  {:<28} {:>11} {:>7} {:>7} {:>9} {:>11}", "", "µs", "ratio", "speed", "allocs", "bytes");
        for result in self.results(&times) {
            let Result { name, micros, ratio, allocations, bytes } = result;
            println!("  {name:<28} {micros:>11.2} {ratio:>7.3} {:>7.2} {allocations:>9} {bytes:>11}", 1.0 / ratio);
        }
    }

    /// Microseconds of a run, by way and round.
    fn times(&mut self) -> Vec<Vec<f64>> {
        let counts: Vec<u32> = self.ways.iter_mut().map(|(_, run)| runs_in_a_round(run)).collect();
        let mut times = vec![Vec::with_capacity(ROUNDS); self.ways.len()];
        for round in 0..ROUNDS {
            for turn in 0..self.ways.len() {
                let at = (turn + round) % self.ways.len();
                if let (Some((_, run)), Some(count), Some(times)) =
                    (self.ways.get_mut(at), counts.get(at), times.get_mut(at))
                {
                    times.push(time(run, *count));
                }
            }
        }
        times
    }

    fn results(&mut self, times: &[Vec<f64>]) -> Vec<Result> {
        let first = times.first().cloned().unwrap_or_default();
        let ways = self.ways.iter_mut().zip(times);
        let result = |((name, run), times): (&mut Way<'a>, &Vec<f64>)| {
            let region = Region::new(ALLOCATOR);
            run();
            let change = region.change();
            let ratios = times.iter().zip(&first).map(|(time, first)| time / first).collect();
            let allocations = change.allocations + change.reallocations;
            Result {
                name,
                micros: median(times.clone()),
                ratio: median(ratios),
                allocations,
                bytes: change.bytes_allocated,
            }
        };
        ways.map(result).collect()
    }
}

/// Microseconds of processor time, which other programs take away from less than from the time on the wall.
fn time(run: &mut dyn FnMut(), count: u32) -> f64 {
    let start = ProcessTime::now();
    for _ in 0..count {
        run();
    }
    start.elapsed().as_secs_f64() * 1e6 / f64::from(count)
}

/// How often to run in a round; warms up as well.
fn runs_in_a_round(run: &mut dyn FnMut()) -> u32 {
    let mut count = 1;
    while count < 1 << 20 {
        let micros = time(run, count) * f64::from(count);
        if micros >= ROUND.as_secs_f64() * 1e6 / 2.0 {
            break;
        }
        count *= 2;
    }
    count
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
