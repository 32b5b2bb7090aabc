//! Trees and folders: what `regenerate` may touch, and how.

use std::fs;
use std::path::Path;

use gatewright_generator::tree::{MARKER, Tree, TreeError};

fn tree(files: &[(&str, &str)]) -> Tree {
    let mut tree = Tree::default();
    for (path, text) in files {
        tree.insert(*path, *text);
    }
    tree.marked()
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

fn names(folder: &Path) -> Vec<String> {
    Tree::read(folder).expect("a readable folder").iter().map(|(path, _)| path.to_owned()).collect()
}

#[test]
fn written_folder_does_not_differ() {
    let home = folder();
    let out = home.path().join("out");
    let tree = tree(&[("a.rs", "a"), ("b/c.rs", "c")]);
    assert!(tree.write(&out).expect("written"));
    assert!(tree.difference(&out).expect("compared").is_empty());
    assert!(!tree.write(&out).expect("left alone"), "an equal folder is not written again");
}

#[test]
fn files_no_longer_produced_are_removed() {
    let home = folder();
    let out = home.path().join("out");
    tree(&[("a.rs", "a"), ("old/gone.rs", "x")]).write(&out).expect("written");
    tree(&[("a.rs", "b")]).write(&out).expect("written again");
    assert_eq!(names(&out), [MARKER, "a.rs"]);
    assert_eq!(fs::read_dir(home.path()).expect("listed").count(), 1, "nothing is left beside the folder");
}

#[test]
fn files_that_stay_as_they_are_are_not_made_again() {
    let folder = folder();
    let out = folder.path().join("out");
    tree(&[("a.rs", "a"), ("src/b.rs", "b")]).write(&out).expect("written");
    let long_ago = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1);
    for name in ["a.rs", "src/b.rs"] {
        let file = fs::File::options().write(true).open(out.join(name)).expect("a file");
        file.set_modified(long_ago).expect("a time");
    }
    tree(&[("a.rs", "a"), ("src/b.rs", "changed"), ("c.rs", "c")]).write(&out).expect("written");
    let is_old =
        |name: &str| fs::metadata(out.join(name)).and_then(|found| found.modified()).expect("a time") == long_ago;
    assert_eq!((is_old("a.rs"), is_old("src/b.rs")), (true, false));
    assert_eq!(fs::read_to_string(out.join("a.rs")).expect("a text"), "a");
    assert_eq!(fs::read_to_string(out.join("src/b.rs")).expect("a text"), "changed");
    assert_eq!(names(&out), [MARKER, "a.rs", "c.rs", "src/b.rs"]);
}

#[cfg(unix)]
#[test]
fn links_become_files() {
    let folder = folder();
    let out = folder.path().join("out");
    tree(&[("a.rs", "a")]).write(&out).expect("written");
    fs::rename(out.join("a.rs"), folder.path().join("elsewhere")).expect("moved");
    std::os::unix::fs::symlink("../elsewhere", out.join("a.rs")).expect("a link");
    tree(&[("a.rs", "a"), ("b.rs", "b")]).write(&out).expect("written");
    assert!(fs::symlink_metadata(out.join("a.rs")).expect("a file").is_file());
}

#[test]
fn folder_without_marker_is_refused() {
    let home = folder();
    fs::write(home.path().join("precious.txt"), "mine").expect("written");
    let refused = tree(&[("a.rs", "a")]).write(home.path());
    assert!(matches!(refused, Err(TreeError::NotOurs { .. })), "{refused:?}");
    assert_eq!(names(home.path()), ["precious.txt"]);
}

#[test]
fn file_of_somebody_else_is_refused_by_name() {
    let home = folder();
    let out = home.path().join("out");
    tree(&[("a.rs", "a")]).write(&out).expect("written");
    fs::write(out.join("mine.rs"), "mine").expect("written");
    let refused = tree(&[("a.rs", "b")]).write(&out);
    assert!(matches!(&refused, Err(TreeError::Foreign { files, .. }) if *files == ["mine.rs"]), "{refused:?}");
}

#[test]
fn lock_file_and_target_survive() {
    let home = folder();
    let out = home.path().join("out");
    tree(&[("a.rs", "a")]).write(&out).expect("written");
    fs::create_dir(out.join("target")).expect("made");
    fs::write(out.join("target/x"), "x").expect("written");
    fs::write(out.join("Cargo.lock"), "lock").expect("written");
    tree(&[("a.rs", "b")]).write(&out).expect("written again");
    assert_eq!(fs::read_to_string(out.join("Cargo.lock")).expect("kept"), "lock");
    assert!(out.join("target/x").exists());
}

#[test]
fn crash_between_two_steps_is_recovered() {
    let home = folder();
    let out = home.path().join("out");
    let tree = tree(&[("a.rs", "a")]);
    tree.write(&out).expect("written");
    fs::rename(&out, home.path().join(".gatewright-old-out")).expect("as a crash would leave it");
    assert!(!tree.write(&out).expect("recovered"));
    assert_eq!(names(&out), [MARKER, "a.rs"]);
}

#[test]
fn difference_says_what_is_missing_stale_and_different() {
    let home = folder();
    let out = home.path().join("out");
    tree(&[("changed.rs", "1\n2\n"), ("stale.rs", "")]).write(&out).expect("written");
    let wanted = tree(&[("changed.rs", "1\n3\n"), ("missing.rs", "")]);
    let difference = wanted.difference(&out).expect("compared");
    let text: Vec<String> = difference.changes.iter().skip(1).map(ToString::to_string).collect();
    assert_eq!(text[0], "different  changed.rs\n    @@ -1,2 +1,2 @@\n     1\n    -2\n    +3");
    assert_eq!(text[1..], ["missing    missing.rs", "stale      stale.rs"]);
}

#[test]
#[should_panic(expected = "not plain")]
fn path_out_of_the_tree_is_our_own_bug() {
    tree(&[("../escape.rs", "")]);
}
