#!/bin/sh
# Sets up Khronika in .venv and makes a chronicle of the shipped sample reports. Needs Python 3.11 or newer.
set -eu
cd "$(dirname "$0")/.."
. scripts/venv.sh
echo "Setting up in .venv …"
"$venv/bin/pip" install --quiet --disable-pip-version-check '.[careful]'
out="${1:-chronicle}"
"$venv/bin/khronika" chronicle src/khronika/samples/reports --out "$out"
echo
echo "Open $out/chronicle.html in a browser. Tables: $out/events.csv, $out/events.geojson, $out/events.jsonl."
