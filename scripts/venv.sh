# Finds a Python of 3.11 or newer and makes .venv with it once. Sourced by the other scripts; sets $venv.
python=""
for candidate in "${PYTHON:-python3}" python3.13 python3.12 python3.11 python3.14 python; do
    if command -v "$candidate" >/dev/null 2>&1 && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python="$candidate"
        break
    fi
done
if [ -z "$python" ]; then
    echo "Khronika needs Python 3.11 or newer; none was found. Name one with PYTHON=/path/to/python." >&2
    exit 2
fi
venv="${KHRONIKA_VENV:-.venv}"
if [ ! -x "$venv/bin/pip" ]; then
    "$python" -m venv "$venv" || {
        echo "A virtual environment could not be made; on Debian install python3-venv first." >&2
        exit 2
    }
fi
