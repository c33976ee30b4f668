#!/bin/sh
# The transport's figures: sockets, then pcscd with its virtual reader against a card that does nothing.
# transport_bench.sh BENCH HYD LOAD_FILE… (root, for a /run of pcscd's own)
set -eu
bench=$1 hyd=$2
shift 2
"$bench" sockets "$hyd" "$@"

folder=$(mktemp -d)
port=$((40000 + $$ % 20000))
mkdir "$folder/ipc" "$folder/conf"
printf 'FRIENDLYNAME "Bench"\nDEVICENAME /dev/null:%d\nLIBPATH %s\nCHANNELID %d\n' "$port" \
    /usr/lib/pcsc/drivers/serial/libifdvpcd.so "$port" >"$folder/conf/reader"
unshare -m sh -c "mount -t tmpfs none /run && mkdir /run/pcscd && mount --bind $folder/ipc /run/pcscd &&
    exec /usr/sbin/pcscd --foreground --config $folder/conf" >"$folder/log" 2>&1 &
pcscd=$!
trap 'kill $pcscd; wait; rm -r "$folder"' EXIT
export PCSCLITE_CSOCK_NAME="$folder/ipc/pcscd.comm"
while ! [ -S "$PCSCLITE_CSOCK_NAME" ]; do sleep 0.1; done

caps=
for file in "$@"; do caps="$caps --cap $file"; done
for round in 1 2 3; do
    "$bench" null "$port" &
    card=$!
    sleep 2
    null=$("$bench" reader-null Bench)
    kill $card
    wait $card || true
    sleep 2
    # shellcheck disable=SC2086
    "$hyd" element run --vpcd="localhost:$port" $caps 2>/dev/null &
    card=$!
    sleep 2
    ours=$("$bench" reader Bench)
    kill $card
    wait $card || true
    sleep 2
    echo "through pcscd, commands a second: null card $null, echo $ours, ratio $(echo "scale=2; $ours / $null" | bc)"
done
