#!/usr/bin/env bash
# go.starlark.net 20260908191801-89a6a09411d5: json.encode of the json module.
#
# One would guess: what json.encode writes is JSON, so json.decode reads it back, and
# a character is written the same way wherever it stands.
#
# What happens: U+007F becomes \x7f if the rest of the string is printable ASCII. That
# is no escape of JSON: json.decode refuses it, and json.encode_indent fails on its own
# text. Beside an accented letter the same character is written as it is, and "<" as
# \u003c; in a string of ASCII "<" stays as it is.
#
# Where it matters: traces and states that scripts save as JSON (U+007F is what a
# terminal sends for backspace), and goldens that compare such text to the byte.
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

cat >written.star <<'STAR'
print(json.encode("a\u007f"))
print(json.encode("<"))
written = json.encode("é<\u007f")
print(written.replace("\u007f", "(U+007F)"))
print("read back:", json.decode(written) == "é<\u007f")
STAR
cat >decode.star <<'STAR'
json.decode(json.encode("a\u007f"))
STAR
cat >indent.star <<'STAR'
json.encode_indent("a\u007f")
STAR

want='"a\x7f"
"<"
"é\u003c(U+007F)"
read back: True
Error in json.decode: json.decode: at offset 7, invalid character '\''x'\'' in string escape code
Error in json.encode_indent: json.encode_indent: invalid character '\''x'\'' in string escape code'

# said FILE runs a script and returns the message that it ends with.
said() { { ./starlark "$1" 2>&1 || true; } | tail -n 1; }

saw=$(
	./starlark written.star 2>&1
	said decode.star
	said indent.star
)
printf '%s\n' "$saw"
if [ "$saw" != "$want" ]; then
	echo 'changed: json.encode writes U+007F, or "<" beside other letters, otherwise' >&2
	exit 1
fi
