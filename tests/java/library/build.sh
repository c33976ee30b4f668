#!/bin/sh
# Builds the library and its user: build.sh HYD OUTPUT-FOLDER
# And the library again with one signature changed, which the user does not fit.
set -e
source=$(dirname "$0")
hyd=$1
out=$2
mkdir -p "$out/exports/com.example.library"
build() {
    from=$1
    name=$2
    shift 2
    "$hyd" cap build "$from" --package "com.example.$name" --version 1.0 --ijc --int \
        --exports "$out/exports" "$@" >/dev/null
}
changed() {
    file=$2
    rm -rf "$out/$1"
    mkdir -p "$out/$1/com/example"
    cp -r "$source/com/example/library" "$out/$1/com/example"
    chmod -R u+w "$out/$1"
    sed -i "$3" "$out/$1/com/example/library/$file.java"
    test -z "$4" || sed -i "$4" "$out/$1/com/example/library/Doubling.java"
    build "$out/$1" library --aid F0000000C000 -o "$out/$1.cap"
}
build "$source" library --aid F0000000C000 -o "$out/library.cap"
cp "$out/library.exp" "$out/exports/com.example.library/1.0.exp"
build "$source" user --aid F0000000C100 --applet F0000000C1000001=com.example.user.User \
    -o "$out/user.cap"
build "$source" oldkey --aid F0000000C200 --target 2.2.2 -o "$out/oldkey.cap"
mkdir -p "$out/exports/com.example.oldkey"
cp "$out/oldkey.exp" "$out/exports/com.example.oldkey/1.0.exp"
build "$source" newuser --aid F0000000C300 --applet F0000000C3000001=com.example.newuser.NewUser \
    --target 3.0.5 -o "$out/newuser.cap"
changed swapped Shape 's/sum(byte\[\] from, short count)/sum(short count, byte[] from)/'
changed narrow Shape 's/int wide(int value, boolean half)/int wide(short value, boolean half)/'
changed turned Scaling 's/short value, byte\[\] table/byte[] table, short value/' \
    's/short value, byte\[\] table/byte[] table, short value/'
changed silent Shape 's/public int square/public void square/; s/return (int) width \* width;//'
