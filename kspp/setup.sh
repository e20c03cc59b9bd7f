#!/bin/sh
# Prepares this folder: a Python, .venv with the locked packages, the system libraries. Does nothing twice.
#   sh kspp/setup.sh run    what the portal needs
#   sh kspp/setup.sh check  also what the checks need
#   sh kspp/setup.sh test   also what the tests need; servers and browser only where we may install them
set -eu
cd "$(dirname "$0")/.."

WHAT=${1:-run}
PY=.venv/bin/python
LIBRARIES="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"

stop() {
    printf '\n%s\n' "$1" >&2
    exit 1
}

is_root() { [ "$(id -u)" -eq 0 ]; }
has_apt() { command -v apt-get >/dev/null 2>&1; }

apt_install() {
    echo "Memasang paket sistem: $*"
    export DEBIAN_FRONTEND=noninteractive
    apt-get -qq -o DPkg::Lock::Timeout=300 update >/dev/null &&
        apt-get -qq -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "$@" >/dev/null
}

# A python on PATH may be a shim that answers nothing, so each candidate has to prove itself.
find_python() {
    for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11 /usr/bin/python3 /usr/local/bin/python3; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            echo "$candidate"
            return
        fi
    done
}

make_venv() {
    "$PY" -m pip --version >/dev/null 2>&1 && return
    python=$(find_python)
    [ -n "$python" ] || stop "Python 3.11 atau lebih baru tidak ditemukan; minta administrator menjalankan: apt-get install python3 python3-venv"
    if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
        version=$("$python" -c 'import sys; print("python3.%d-venv" % sys.version_info[1])')
        if is_root && has_apt; then
            apt_install "$version" || apt_install python3-venv
        fi
        "$python" -c 'import ensurepip, venv' >/dev/null 2>&1 ||
            stop "Modul venv belum ada; minta administrator menjalankan: sudo apt-get install $version"
    fi
    echo "Membuat .venv dengan $("$python" --version) …"
    "$python" -m venv --clear .venv
}

fingerprint() { "$PY" -c 'import hashlib, sys; print(hashlib.sha256(open(sys.argv[1], "rb").read()).hexdigest())' "$1"; }

# The test lock contains the portal's lock, so either stamp of the right content will do for the portal.
install_packages() {
    lock=$1 stamp=.venv/.installed-$1
    now=$(fingerprint "$lock")
    [ "$(cat "$stamp" 2>/dev/null || true)" = "$now" ] && return
    echo "Memasang paket dari $lock …"
    "$PY" -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r "$lock" ||
        stop "Paket dari $lock gagal dipasang; periksa sambungan internet atau alamat indeks pip, lalu ulangi."
    echo "$now" >"$stamp"
    if [ "$lock" = requirements-dev.txt ]; then fingerprint requirements.txt >.venv/.installed-requirements.txt; fi
}

draws_pdf() {
    case $(uname -s) in
    Linux) "$PY" -c 'import ctypes
for name in ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0"): ctypes.CDLL(name)' >/dev/null 2>&1 ;;
    *) "$PY" -c 'import weasyprint' >/dev/null 2>&1 ;;
    esac
}

install_libraries() {
    draws_pdf && return
    # shellcheck disable=SC2086
    if is_root && has_apt; then apt_install $LIBRARIES || true; fi
    draws_pdf && return
    if has_apt; then
        stop "Pustaka pembuat PDF belum ada; minta administrator menjalankan: sudo apt-get install -y $LIBRARIES"
    fi
    stop "Pustaka pembuat PDF belum ada; minta administrator memasang Pango dan HarfBuzz (paket pango dan harfbuzz)."
}

# Only what is missing, and only where we may; the tests say aloud what they could not prove without it.
install_servers() {
    is_root && has_apt || return 0
    wanted=""
    command -v chromium >/dev/null 2>&1 || wanted="$wanted chromium"
    command -v redis-server >/dev/null 2>&1 || wanted="$wanted redis-server"
    command -v pdftotext >/dev/null 2>&1 || wanted="$wanted poppler-utils"
    ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null 2>&1 || wanted="$wanted postgresql"
    for package in $wanted; do
        apt_install "$package" || echo "Paket $package tidak dapat dipasang di sini." >&2
    done
}

# Without any settings this is somebody trying it out on their own machine.
write_settings() {
    if [ ! -e .env ] && [ -z "${SECRET_KEY:-}${DEMO:-}${DEBUG:-}" ]; then cp .env.example .env; fi
}

make_venv
case $WHAT in
run)
    install_packages requirements.txt
    install_libraries
    write_settings
    ;;
test)
    install_packages requirements-dev.txt
    install_libraries
    install_servers
    ;;
check) install_packages requirements-dev.txt ;;
*) stop "Pakai: sh kspp/setup.sh run|test|check" ;;
esac
