#!/bin/sh
# Builds the packages of the firewall's tests: build.sh HYD OUTPUT-FOLDER
# The library first: the applets are converted with its export file.
set -e
source=$(dirname "$0")
build() {
    name=$1
    shift
    "$hyd" cap build "$source" --package "com.example.$name" --version 1.0 --ijc \
        --exports "$out/exports" -o "$out/$name.cap" "$@" >/dev/null
}
hyd=$1
out=$2
mkdir -p "$out/exports/com.example.shared"
build shared --aid F0000000A000
cp "$out/shared.exp" "$out/exports/com.example.shared/1.0.exp"
build server --aid F0000000A100 --applet F0000000A1000001=com.example.server.Server
build client --aid F0000000A200 --applet F0000000A2000001=com.example.client.Client
