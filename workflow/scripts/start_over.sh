#!/usr/bin/env bash
# start_over.sh CHECKPOINT COMMAND...: runs a training. A checkpoint of other settings or data makes it end with exit
# code 6; what is to be trained has changed then, so the command runs once more with --fresh.
set -u
# Who stops the command stops this script too; it waits for the checkpoint, and for the exit code that tells of it.
trap : TERM
checkpoint=$1
shift
"$@"
status=$?
if [[ $status -eq 6 && -e $checkpoint ]]; then
    exec "$@" --fresh
fi
exit $status
