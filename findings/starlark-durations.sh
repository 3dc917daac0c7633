#!/usr/bin/env bash
# go.starlark.net 20260908191801-89a6a09411d5: durations of the time module.
#
# One would guess: whole numbers of Starlark have no limit, // rounds down, and an
# operation that cannot give its answer is an error. Durations follow, at least by
# failing when one does not fit.
#
# What happens: a duration is 64 bits of nanoseconds, about 292 years, and + and *
# wrap around without an error. // of two durations rounds towards zero. So a wait
# that doubles from one second is below zero after 34 doublings, and zero later on.
#
# Where it matters: backoff in scenarios on a virtual clock, where centuries cost
# nothing: a test such as "wait < limit" goes on being true. Buckets of a time
# relative to an event: the two on either side of zero fall together.
set -euo pipefail

temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT
cd "$temp"
export GOFLAGS=-mod=mod GOWORK=off

# quietly COMMAND... shows what a command said only when it fails.
quietly() { "$@" >log 2>&1 || { cat log >&2; exit 1; }; }

quietly go mod init finding
quietly go get go.starlark.net/cmd/starlark@v0.0.0-20260908191801-89a6a09411d5
quietly go build -o starlark go.starlark.net/cmd/starlark

cat >durations.star <<'STAR'
def doubled(wait, times):
    for _ in range(times):
        wait = wait * 2
    return wait

print("33 doublings:", doubled(time.second, 33), doubled(1000000000, 33))
print("34 doublings:", doubled(time.second, 34), doubled(1000000000, 34))
print("64 doublings:", doubled(time.second, 64), doubled(1000000000, 64))
print("292 years and an hour:", 2562047 * time.hour + time.hour)
print("one second ago in buckets of two:", (0 * time.second - time.second) // (2 * time.second), (0 - 1) // 2)
STAR

want='33 doublings: 2386092h56m32s 8589934592000000000
34 doublings: -351909h41m29.709551616s 17179869184000000000
64 doublings: 0s 18446744073709551616000000000
292 years and an hour: -2562047h34m33.709551616s
one second ago in buckets of two: 0 -1'

saw=$(./starlark durations.star 2>&1)
printf '%s\n' "$saw"
if [ "$saw" != "$want" ]; then
	echo 'changed: durations no longer wrap around, or // of durations rounds down' >&2
	exit 1
fi
