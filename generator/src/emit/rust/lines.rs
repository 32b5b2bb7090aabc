//! Words into lines, after Oppen: boxes that stand in one line where they fit, and are broken at their breaks where they
//! do not. Knows no Rust; it breaks as prettyplease does, so that files may be printed by both.

/// Columns of a line.
const WIDTH: isize = 89;
/// Columns that a line has at least, however deep it stands.
const LEAST: isize = 60;
/// More than any line holds.
const ENDLESS: isize = 0xffff;
/// Columns of a level.
pub(super) const INDENT: isize = 4;

/// Words, breaks and boxes in order.
#[derive(Default)]
pub(super) struct Lines {
    words: String,
    marks: Vec<Mark>,
    /// Columns so far, if everything stood in one line.
    total: isize,
    /// Where the open boxes start, in such columns.
    open: Vec<isize>,
}

#[derive(Clone, Copy)]
enum Mark {
    /// The next so many bytes of the words.
    Word(usize),
    Break(Break),
    Open(isize, Breaks),
    Close,
    /// Something that fits no line.
    Endless,
}

/// Whether the breaks of a box that does not fit are all broken, or only those that must be.
#[derive(Clone, Copy, PartialEq)]
enum Breaks {
    All,
    Some,
}

/// A place where a line may end.
#[derive(Clone, Copy, Default)]
struct Break {
    /// Columns if it does not.
    blank: isize,
    /// Columns that the next line stands further right than its box.
    offset: isize,
    /// What stands at the end of the line if it does.
    before: &'static str,
    /// What stands there if it does not.
    otherwise: &'static str,
    /// What the next line starts with if it does.
    after: &'static str,
    /// It never does.
    never: bool,
    /// It counts only where something follows in its box.
    if_nonempty: bool,
}

impl Lines {
    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        self.words.clear();
        self.marks.clear();
        self.open.clear();
        self.total = 0;
    }

    pub(super) fn word(&mut self, word: &str) {
        if !word.is_empty() {
            self.words.push_str(word);
            self.marks.push(Mark::Word(word.len()));
            self.total += word.len() as isize;
        }
    }

    /// A box of which all breaks are broken or none.
    pub(super) fn open(&mut self, indent: isize) {
        self.open_box(indent, Breaks::All);
    }

    /// A box of which only those breaks are broken after which the next word does not fit.
    pub(super) fn open_filled(&mut self, indent: isize) {
        self.open_box(indent, Breaks::Some);
    }

    fn open_box(&mut self, indent: isize, breaks: Breaks) {
        self.marks.push(Mark::Open(indent, breaks));
        self.open.push(self.total);
    }

    /// Closes a box. One that holds nothing but a break was none.
    pub(super) fn close(&mut self) {
        self.open.pop();
        if let [.., before, Mark::Break(last)] = self.marks.as_slice() {
            let (is_empty, blank, is_void) = (matches!(before, Mark::Open(..)), last.blank, last.if_nonempty);
            if is_empty || is_void {
                self.marks.pop();
                self.total -= blank;
            }
            if is_empty {
                self.marks.pop();
                return;
            }
        }
        self.marks.push(Mark::Close);
    }

    /// Closes a box that stands in one line only where it is not wider than this.
    pub(super) fn close_within(&mut self, width: isize) {
        if self.open.last().is_some_and(|start| self.total - start > width) {
            self.marks.push(Mark::Endless);
            self.total += ENDLESS;
        }
        self.close();
    }

    fn push_break(&mut self, mark: Break) {
        self.total += mark.blank;
        self.marks.push(Mark::Break(mark));
    }

    /// Nothing, or the end of the line.
    pub(super) fn zero(&mut self) {
        self.push_break(Break::default());
    }

    /// A blank, or the end of the line.
    pub(super) fn space(&mut self) {
        self.push_break(Break { blank: 1, ..Break::default() });
    }

    /// A blank or the end of the line, unless the box ends.
    pub(super) fn space_if_nonempty(&mut self) {
        self.push_break(Break { blank: 1, if_nonempty: true, ..Break::default() });
    }

    /// The end of the line.
    pub(super) fn line(&mut self) {
        self.push_break(Break { blank: ENDLESS, ..Break::default() });
    }

    /// The end of the line, unless the box ends.
    pub(super) fn line_if_nonempty(&mut self) {
        self.push_break(Break { blank: ENDLESS, if_nonempty: true, ..Break::default() });
    }

    /// No end of the line, but the end of what must fit.
    pub(super) fn never(&mut self) {
        self.push_break(Break { never: true, ..Break::default() });
    }

    /// A comma between entries; after the last one only at the end of a line.
    pub(super) fn comma(&mut self, is_last: bool) {
        self.comma_and(is_last, 0);
    }

    /// A comma between entries; after the last one a blank, or a comma at the end of a line.
    pub(super) fn comma_or_space(&mut self, is_last: bool) {
        self.comma_and(is_last, 1);
    }

    fn comma_and(&mut self, is_last: bool, blank: isize) {
        if is_last {
            self.push_break(Break { blank, before: ",", ..Break::default() });
        } else {
            self.word(",");
            self.space();
        }
    }

    /// The start of a body that stands in braces if it is not in this line.
    pub(super) fn brace(&mut self) {
        self.push_break(Break { before: "{", ..Break::default() });
    }

    /// Its end.
    pub(super) fn unbrace(&mut self) {
        self.push_break(Break { offset: -INDENT, after: "}", ..Break::default() });
    }

    /// Its end, or a comma where it needed no braces.
    pub(super) fn unbrace_or_comma(&mut self) {
        self.push_break(Break { offset: -INDENT, after: "}", otherwise: ",", ..Break::default() });
    }

    /// Moves what follows the break that was just made to the left by a level.
    pub(super) fn back(&mut self) {
        if let Some(Mark::Break(mark)) = self.marks.last_mut() {
            mark.offset -= INDENT;
        }
    }

    /// All of it as text.
    pub(super) fn print(&self) -> String {
        let sizes = self.sizes();
        let out = String::with_capacity(self.words.len() * 3 / 2);
        let mut page = Page { out, space: WIDTH, indent: 0, pending: 0, boxes: Vec::new() };
        let mut words = self.words.as_str();
        for (mark, size) in self.marks.iter().zip(sizes) {
            match mark {
                Mark::Word(length) => {
                    let (word, rest) = words.split_at_checked(*length).unwrap_or_default();
                    page.word(word);
                    words = rest;
                }
                Mark::Break(mark) => page.end_line(*mark, size),
                Mark::Open(indent, breaks) => page.open(*indent, *breaks, size),
                Mark::Close => page.close(),
                Mark::Endless => page.space -= ENDLESS,
            }
        }
        page.out
    }

    /// Of every break and box the columns up to the next place where the line may end, at its level or further out.
    fn sizes(&self) -> Vec<isize> {
        let mut sizes = vec![0; self.marks.len()];
        let mut waiting: Vec<(usize, usize)> = Vec::new();
        let (mut level, mut total) = (0_usize, 0_isize);
        for (at, mark) in self.marks.iter().enumerate() {
            match mark {
                Mark::Word(length) => total += *length as isize,
                Mark::Endless => total += ENDLESS,
                Mark::Close => level = level.saturating_sub(1),
                Mark::Open(..) => {
                    waiting.push((at, level));
                    set(&mut sizes, at, -total);
                    level += 1;
                }
                Mark::Break(mark) => {
                    while let Some((known, _)) = waiting.pop_if(|(_, deep)| *deep >= level) {
                        set(&mut sizes, known, total);
                    }
                    waiting.push((at, level));
                    set(&mut sizes, at, -total);
                    total += mark.blank;
                }
            }
        }
        waiting.iter().for_each(|(at, _)| set(&mut sizes, *at, total));
        sizes
    }
}

fn set(sizes: &mut [isize], at: usize, add: isize) {
    if let Some(size) = sizes.get_mut(at) {
        *size += add;
    }
}

/// What has been written, and where the next word goes.
struct Page {
    out: String,
    /// Columns left in the line.
    space: isize,
    indent: isize,
    /// Blanks before the next word.
    pending: isize,
    /// The open boxes: what the indent was outside, and how they are broken, if they are.
    boxes: Vec<(isize, Option<Breaks>)>,
}

impl Page {
    fn word(&mut self, word: &str) {
        for _ in 0..std::mem::take(&mut self.pending) {
            self.out.push(' ');
        }
        self.out.push_str(word);
        self.space -= word.len() as isize;
    }

    fn open(&mut self, indent: isize, breaks: Breaks, size: isize) {
        let is_broken = size > self.space;
        self.boxes.push((self.indent, is_broken.then_some(breaks)));
        if is_broken {
            self.indent += indent;
        }
    }

    fn close(&mut self) {
        if let Some((indent, _)) = self.boxes.pop() {
            self.indent = indent;
        }
    }

    fn end_line(&mut self, mark: Break, size: isize) {
        let fits = match self.boxes.last() {
            _ if mark.never => true,
            Some((_, None)) => true,
            Some((_, Some(Breaks::All))) => false,
            Some((_, Some(Breaks::Some))) | None => size <= self.space,
        };
        if fits {
            self.pending += mark.blank;
            self.space -= mark.blank;
            if !mark.otherwise.is_empty() {
                self.word(mark.otherwise);
            }
            return;
        }
        if !mark.before.is_empty() {
            self.word(mark.before);
        }
        self.out.push('\n');
        self.pending = self.indent + mark.offset;
        self.space = (WIDTH - self.pending).max(LEAST);
        if !mark.after.is_empty() {
            self.word(mark.after);
        }
    }
}
