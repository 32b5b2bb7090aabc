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
    assert_eq!(fs::read_to_string(home.path().join("precious.txt")).expect("untouched"), "mine");
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

/// What a killed run leaves beside the output: its staging folder, whose lock nobody holds.
fn left_over(output: &Path, name: &str) -> std::path::PathBuf {
    let staging = output.with_file_name(name);
    fs::create_dir_all(staging.join("new/src")).expect("made");
    fs::write(staging.join("new/src/a.rs"), "half a file").expect("written");
    fs::write(staging.join("lock"), output.file_name().expect("a name").as_encoded_bytes()).expect("written");
    staging
}

#[test]
fn what_killed_runs_left_is_removed() {
    let home = folder();
    let out = home.path().join("out");
    tree(&[("a.rs", "a")]).write(&out).expect("written");
    let staging = left_over(&out, ".gatewright-aB3xYz");
    assert!(!tree(&[("a.rs", "a")]).write(&out).expect("left alone"));
    assert!(!staging.exists());
}

#[test]
fn what_living_runs_and_others_have_there_stays() {
    let home = folder();
    let out = home.path().join("out");
    let living = left_over(&out, ".gatewright-living");
    let lock = fs::File::options().write(true).open(living.join("lock")).expect("a lock");
    lock.lock().expect("locked");
    let of_another = left_over(&home.path().join("another"), ".gatewright-anothr");
    let mine = [home.path().join(".gatewright-notes"), home.path().join(".gatewright-abcdef")];
    mine.iter().for_each(|folder| fs::create_dir(folder).expect("made"));
    tree(&[("a.rs", "a")]).write(&out).expect("written");
    assert!(living.exists() && of_another.exists() && mine.iter().all(|folder| folder.exists()));
}

#[test]
fn lock_file_and_target_of_a_killed_run_come_back() {
    let home = folder();
    let out = home.path().join("out");
    tree(&[("a.rs", "a")]).write(&out).expect("written");
    let staging = left_over(&out, ".gatewright-aB3xYz");
    fs::write(staging.join("new/Cargo.lock"), "lock").expect("written");
    fs::create_dir(staging.join("new/target")).expect("made");
    tree(&[("a.rs", "b")]).write(&out).expect("written");
    assert_eq!(fs::read_to_string(out.join("Cargo.lock")).expect("kept"), "lock");
    assert!(out.join("target").is_dir() && !staging.exists());
}

#[cfg(unix)]
#[test]
fn output_that_is_a_link_stays_one() {
    let home = folder();
    let (out, real) = (home.path().join("out"), home.path().join("elsewhere/real"));
    fs::create_dir_all(&real).expect("made");
    std::os::unix::fs::symlink("elsewhere/real", &out).expect("a link");
    tree(&[("a.rs", "a")]).write(&out).expect("written");
    assert!(fs::symlink_metadata(&out).expect("there").is_symlink());
    assert_eq!(names(&real), [MARKER, "a.rs"]);
    std::os::unix::fs::symlink("nowhere", home.path().join("dangling")).expect("a link");
    let refused = tree(&[("a.rs", "a")]).write(&home.path().join("dangling"));
    assert!(matches!(refused, Err(TreeError::Write { .. })), "{refused:?}");
}

/// Opening a pipe waits for ever, and a device has no end; none of it was written by us.
#[cfg(unix)]
#[test]
fn folders_of_others_are_refused_unread() {
    let home = folder();
    let pipe = std::process::Command::new("mkfifo").arg(home.path().join("pipe")).status().expect("mkfifo runs");
    assert!(pipe.success());
    std::os::unix::fs::symlink("/dev/zero", home.path().join("zero")).expect("a link");
    fs::File::create(home.path().join("huge")).and_then(|file| file.set_len(1 << 40)).expect("a large file");
    let tree = tree(&[("a.rs", "a")]);
    assert!(matches!(tree.write(home.path()), Err(TreeError::NotOurs { .. })));
    assert!(matches!(tree.difference(home.path()), Err(TreeError::NotOurs { .. })));
    std::os::unix::fs::symlink("/dev/zero", home.path().join(MARKER)).expect("a link");
    assert!(matches!(tree.write(home.path()), Err(TreeError::NotOurs { .. })));
}

/// The same in a folder of ours, in the place of files that we wrote.
#[cfg(unix)]
#[test]
fn what_is_no_plain_file_is_replaced_unread() {
    let home = folder();
    let out = home.path().join("out");
    let tree = tree(&[("a.rs", "a"), ("b.rs", "b"), ("c.rs", "c")]);
    tree.write(&out).expect("written");
    fs::remove_file(out.join("a.rs")).expect("removed");
    let pipe = std::process::Command::new("mkfifo").arg(out.join("a.rs")).status().expect("mkfifo runs");
    assert!(pipe.success());
    fs::remove_file(out.join("b.rs")).expect("removed");
    std::os::unix::fs::symlink("/dev/zero", out.join("b.rs")).expect("a link");
    fs::File::create(out.join("c.rs")).and_then(|file| file.set_len(1 << 40)).expect("a large file");
    assert_eq!(tree.difference(&out).expect("compared").changes.len(), 3);
    assert!(tree.write(&out).expect("written"));
    assert!(tree.difference(&out).expect("compared").is_empty());
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
