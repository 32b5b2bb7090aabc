#!/bin/sh
# Generates a crate for every document of a folder, compiles all of them with all features, and runs their tests: whole
# documents of vendors, as they are. Documents with errors go on as the errors say.
#
#     tests/whole.sh [-s] [FOLDER]
#
# FOLDER is `../shared/corpus/whole` by default; where it is absent nothing is done.
#     -s  the short part: generate all, and compile and test the smallest one only
set -eu

cd "$(dirname "$0")/.."
short=no
while getopts s option; do
    case $option in
    s) short=yes ;;
    *) exit 2 ;;
    esac
done
shift $((OPTIND - 1))
folder=${1:-../shared/corpus/whole}
if [ ! -d "$folder" ]; then
    echo "skipped: there are no documents at $folder"
    exit 0
fi
if [ "$short" = no ]; then
    exec tests/corpus.sh -w -t "$folder" "$folder"/*
fi
tests/corpus.sh -g -w "$folder" "$folder"/*
# shellcheck disable=SC2012 # names of documents are plain
exec tests/corpus.sh -w -t "$folder" "$folder/$(ls -S "$folder" | tail -n 1)"
