//! Every operation of every document is called by its client and answered by its server over a socket, and every example
//! is read and written back.

include!(concat!(env!("OUT_DIR"), "/tests.rs"));
