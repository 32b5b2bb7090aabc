//! The tests of the command, in one program.

mod attacks;
mod command;
