#!/bin/sh
# Rebuild src/khronika/publish/vendor/ from the versions in package.json. Needs node 18 or newer and npm.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=$here/../../src/khronika/publish/vendor
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here/package.json" "$here/bundle.mjs" "$here/bundle-entry.mjs" "$work"
cd "$work"
npm install --no-package-lock --no-audit --no-fund --silent
mkdir -p "$out"
node bundle.mjs bundle-entry.mjs "$out"
