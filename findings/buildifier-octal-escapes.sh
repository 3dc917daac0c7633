#!/usr/bin/env bash
# buildifier of github.com/bazelbuild/buildtools 20260904073137-eaa4d125b423 and
# go.starlark.net 20260908191801-89a6a09411d5: a formatted script.
#
# One would guess: the standard formatter of Starlark changes how a script looks and
# not what it says, so an interpreter of Starlark that ran the script still runs it.
#
# What happens: buildifier turns single quotes into double ones and, when it does,
# writes each byte beyond ASCII as an octal escape. go.starlark.net refuses such
# escapes in strings. The same word in double quotes is left alone. buildifier finds
# nothing wrong with its own text afterwards.
#
# Where it matters: scripts with names or messages in other languages than English,
# formatted in an editor or a hook: they stop working.
set -euo pipefail

temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT
cd "$temp"
export GOFLAGS=-mod=mod GOWORK=off

# quietly COMMAND... shows what a command said only when it fails.
quietly() { "$@" >log 2>&1 || { cat log >&2; exit 1; }; }

quietly go mod init finding
quietly go get github.com/bazelbuild/buildtools/buildifier@v0.0.0-20260904073137-eaa4d125b423 \
	go.starlark.net/cmd/starlark@v0.0.0-20260908191801-89a6a09411d5
quietly go build -o buildifier github.com/bazelbuild/buildtools/buildifier
quietly go build -o starlark go.starlark.net/cmd/starlark

cat >script.star <<'STAR'
print('élection', "élection")
STAR

want='before: élection élection
formatted: print("\303\251lection", "élection")
formatted again: the same
after: script.star:1:7: non-ASCII octal escape \303 (use \u00C3 for the UTF-8 encoding of U+00C3)'

saw=$(
	printf 'before: %s\n' "$(./starlark script.star 2>&1)"
	./buildifier script.star
	printf 'formatted: %s\n' "$(cat script.star)"
	./buildifier -mode=check script.star >/dev/null && echo 'formatted again: the same'
	printf 'after: %s\n' "$(./starlark script.star 2>&1 || true)"
)
printf '%s\n' "$saw"
if [ "$saw" != "$want" ]; then
	echo 'changed: the interpreter runs what buildifier makes of a word in single quotes' >&2
	exit 1
fi
