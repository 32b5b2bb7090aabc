//! CPU time of all threads of the process, and tables of it.

use std::hint::black_box;

use rustix::time::{ClockId, clock_gettime};

/// Seconds of CPU that the process has used.
pub fn cpu() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9
}

/// Times by what they were spent on, in the order of the first.
#[derive(Default)]
pub struct Table(Vec<(&'static str, Vec<f64>)>);

impl Table {
    /// Does something and notes its time.
    pub fn time<T>(&mut self, name: &'static str, work: impl FnOnce() -> T) -> T {
        let start = cpu();
        let done = black_box(work());
        self.add(name, cpu() - start);
        done
    }

    /// Notes a time.
    pub fn add(&mut self, name: &'static str, seconds: f64) {
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, times)) => times.push(seconds),
            None => self.0.push((name, vec![seconds])),
        }
    }

    /// The time that was noted last.
    pub fn last(&self, name: &str) -> f64 {
        self.times(name).last().copied().unwrap_or_default()
    }

    /// The middle of all times.
    pub fn median(&self, name: &str) -> f64 {
        let mut times = self.times(name).to_vec();
        times.sort_by(f64::total_cmp);
        times.get(times.len() / 2).copied().unwrap_or_default()
    }

    fn times(&self, name: &str) -> &[f64] {
        self.0.iter().find(|(known, _)| *known == name).map_or(&[], |(_, times)| times)
    }

    /// A line for each, in milliseconds and relative to one of them.
    pub fn print(&self, reference: &str) {
        let unit = self.median(reference);
        for (name, _) in &self.0 {
            let median = self.median(name);
            println!("  {name:32} {:9.2} ms {:8.2}", median * 1e3, median / unit);
        }
    }
}
