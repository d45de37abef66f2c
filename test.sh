#!/bin/sh
# Installs what the tests need (native libraries, a broker, a database), then runs them all.
cd "$(dirname "$0")" || exit
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
    as_root=""
    [ "$(id -u)" -eq 0 ] || as_root="sudo"
    $as_root apt-get update -qq && $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $missing >/dev/null || exit
fi

dotnet test Esp32Aed.sln -c Release --nologo --logger "console;verbosity=minimal" "$@"
