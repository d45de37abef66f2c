#!/bin/sh
# Installs what the tests need (native libraries, a broker, a database, a browser), then runs them all.
cd "$(dirname "$0")" || exit
as_root=""
[ "$(id -u)" -eq 0 ] || as_root="sudo"
packages="libsndfile1 libsamplerate0 libmosquitto1 mosquitto mosquitto-clients influxdb postgresql"

missing=""
for package in $packages; do
    dpkg -s "$package" >/dev/null 2>&1 || missing="$missing $package"
done
if [ -n "$missing" ]; then
    if ! command -v apt-get >/dev/null; then
        echo "test.sh: install these with your system's package manager, then run it again:$missing" >&2
        exit 1
    fi
    $as_root apt-get update -qq && $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $missing >/dev/null || exit
fi

# Not every distribution packs Chromium; without it the page's tests are skipped, and say so.
if ! command -v chromium >/dev/null && command -v apt-get >/dev/null; then
    ($as_root apt-get update -qq && $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null) || echo "test.sh: Chromium can't be installed; the page's tests are skipped" >&2
fi

dotnet test Esp32Aed.sln -c Release --nologo --logger "console;verbosity=minimal" "$@"
