# Sourced by ./demo and ./check: installs what is missing, times the phases. Debian 12 and later.
# shellcheck shell=sh
# shellcheck disable=SC2034 # the lists are for those who source this
set -eu
cd "$(dirname "$0")"
started=$(date +%s)
phase_started=$started

# What it takes to build and run Hydra.
BUILD_PACKAGES="gcc libc6-dev meson ninja-build pkg-config libssl-dev libzip-dev libjansson-dev libcmocka-dev scdoc
    libpcsclite-dev libseccomp-dev libtss2-dev default-jdk-headless zip"
# What the tests and gates need besides.
CHECK_PACKAGES="clang libclang-rt-14-dev clang-format clang-tidy cppcheck universal-ctags openssl
    pcscd vsmartcard-vpcd opensc pcsc-tools python3-pyscard python3-pycryptodome lcov swtpm swtpm-tools tpm2-tools"

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "$*"
    exit 1
}

# phase TITLE: closes the phase before it with its time.
phase() {
    now=$(date +%s)
    [ -z "${phase_title:-}" ] || say "    $((now - phase_started)) s"
    phase_started=$now
    phase_title=$1
    [ -z "$1" ] || say "== $1"
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# install_missing PACKAGE...: lists what will be installed, then installs it.
install_missing() {
    missing=
    for package in "$@"; do
        status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
        [ "$status" = installed ] || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    command -v apt-get >/dev/null || fail "This is no Debian: there is no apt-get. Install what these packages hold:$missing"
    [ "$(id -u)" -eq 0 ] || command -v sudo >/dev/null ||
        fail "This needs root and there is no sudo. Run as root: apt-get install$missing"
    say "Installing with apt:$missing"
    as_root apt-get update -qq || say "The package lists could not be fetched; trying with those at hand."
    # shellcheck disable=SC2086
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null ||
        fail "apt could not install them. Is the network up? By hand, as root: apt-get install$missing"
}

# Undefined behaviour ends the program that shows it, build-time tools included.
export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1

# configure FOLDER OPTION...: sets up a build folder once. CC may name the compiler.
configure() {
    folder=$1
    shift
    [ -f "$folder/build.ninja" ] || meson setup "$folder" "$@" >"$folder.log" 2>&1 || {
        cat "$folder.log" >&2
        exit 1
    }
    rm -f "$folder.log"
}

# build FOLDER TARGET...
build() {
    folder=$1
    shift
    ninja -C "$folder" "$@" >"$folder/ninja.log" 2>&1 || {
        cat "$folder/ninja.log" >&2
        exit 1
    }
}
