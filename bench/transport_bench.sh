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
    exec taskset -c 0 /usr/sbin/pcscd --foreground --config $folder/conf" >"$folder/log" 2>&1 &
pcscd=$!
trap 'kill $pcscd; wait; rm -r "$folder"' EXIT
export PCSCLITE_CSOCK_NAME="$folder/ipc/pcscd.comm"
while ! [ -S "$PCSCLITE_CSOCK_NAME" ]; do sleep 0.1; done

caps=
for file in "$@"; do caps="$caps --cap $file"; done
# The driver has two slots: the null card in the first, ours in the second, for as long as the run takes. All on
# one processor: where the system puts whom is worth a factor of four, and stays so for a whole run.
taskset -c 0 "$bench" null "$port" &
null=$!
# shellcheck disable=SC2086
taskset -c 0 "$hyd" element run --vpcd="localhost:$((port + 1))" $caps 2>/dev/null &
ours=$!
trap 'kill $null $ours $pcscd; wait; rm -r "$folder"' EXIT
sleep 4
taskset -c 0 "$bench" pair "Bench 00 00" "Bench 00 01"
