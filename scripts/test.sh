#!/bin/sh
# Sets up everything in .venv and runs all checks: style, types, walls between rooms, tests. Needs Python 3.11 or newer.
# As root on Debian it also installs the browser and fonts that the page tests look with, and gdal-bin, which loads a release.
set -eu
cd "$(dirname "$0")/.."
. scripts/venv.sh
if ! command -v chromium >/dev/null 2>&1; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk fonts-noto-core >/dev/null
    else
        echo "The page tests need the program chromium; install it first (Debian: apt-get install chromium)." >&2
        exit 2
    fi
fi
if ! command -v ogrinfo >/dev/null 2>&1 && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends gdal-bin >/dev/null ||
        echo "gdal-bin could not be installed; the test that loads a release with ogrinfo is skipped." >&2
fi
echo "Setting up in .venv …"
"$venv/bin/pip" install --quiet --disable-pip-version-check --editable '.[dev]'
"$venv/bin/ruff" check .
"$venv/bin/ruff" format --check --quiet .
"$venv/bin/mypy"
PATH="$PWD/$venv/bin:$PATH" "$venv/bin/lint-imports" --no-logo 2>/dev/null || "$venv/bin/lint-imports"
"$venv/bin/pytest" -p no:cacheprovider "$@"
