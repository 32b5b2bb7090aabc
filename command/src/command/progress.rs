//! A bar on the terminal while something long goes on; nothing where stderr is none.

use std::io::{self, IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

use gatewright_generator::watch::{Progress, Watch};

/// What takes less time shows no bar.
const SHORT: Duration = Duration::from_millis(200);
/// Signs in the bar.
const WIDTH: usize = 20;
/// Longest name that is shown whole.
const NAME: usize = 40;

/// A watch that draws on stderr, if that is a terminal.
pub fn watch() -> Watch {
    let is_dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
    if is_dumb || !io::stderr().is_terminal() {
        return Watch::default();
    }
    let start = Instant::now();
    Watch::new(move |progress| {
        if start.elapsed() >= SHORT {
            // Who cannot see the bar does not miss it.
            let _ = draw(progress);
        }
    })
}

fn draw(progress: Progress<'_>) -> io::Result<()> {
    let mut out = io::stderr().lock();
    // Back to the start of the line, which is emptied.
    out.write_all(b"\r\x1b[2K")?;
    if progress.done < progress.all {
        out.write_all(line(progress).as_bytes())?;
    }
    out.flush()
}

/// `reading okta-management.lap [##########----------] 1 of 4`
fn line(progress: Progress<'_>) -> String {
    let Progress { phase, what, done, all } = progress;
    let filled = (done * WIDTH).checked_div(all).unwrap_or(WIDTH).min(WIDTH);
    let bar: String = (0..WIDTH).map(|at| if at < filled { '#' } else { '-' }).collect();
    let is_shown = |sign: &char| !sign.is_control();
    let name: String = what.chars().filter(is_shown).take(NAME).collect();
    format!("{phase} {name} [{bar}] {} of {all}", done + 1)
}

#[cfg(test)]
mod tests {
    use super::{Progress, line};

    #[test]
    fn phase_file_and_bar() {
        let progress = Progress { phase: "reading", what: "a\u{1b}.lap", done: 1, all: 4 };
        assert_eq!(line(progress), "reading a.lap [#####---------------] 2 of 4");
    }
}
