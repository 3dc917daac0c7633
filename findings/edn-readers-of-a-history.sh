#!/usr/bin/env bash
# npm edn-data 1.2.2 and jsedn 0.4.1, on a history in EDN.
#
# One would guess: a Jepsen history is a file of EDN, one map after another with
# nothing around them, as the format allows. A reader of EDN returns all of them, or
# fails when text is left over, as JSON.parse does.
#
# What happens: both readers return the first map and no error; the rest of the file
# is dropped, even if it breaks off within a map. A history of a thousand operations
# reads as one call, and one call breaks no rule.
#
# Where it matters: viewers and checkers in JavaScript that read the EDN of a lab.
# Wrap the file in brackets first, or read it line by line.
set -euo pipefail

temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT
cd "$temp"

# quietly COMMAND... shows what a command said only when it fails.
quietly() { "$@" >log 2>&1 || { cat log >&2; exit 1; }; }

quietly npm install --no-audit --no-fund --ignore-scripts edn-data@1.2.2 jsedn@0.4.1

cat >history.edn <<'EDN'
{:index 0, :process 0, :type :invoke, :f :write, :value 1}
{:index 1, :process 0, :type :ok, :f :write, :value 1}
{:index 2, :process 1, :type :invoke, :f :read, :value nil}
{:index 3, :process 1, :type :ok, :f :read, :value 2}
EDN
cat >read.js <<'JS'
const { readFileSync } = require('fs');
const { parseEDNString } = require('edn-data');
const jsedn = require('jsedn');

const history = readFileSync('history.edn', 'utf8');
const readers = {
  'edn-data': (text) => parseEDNString(text, { mapAs: 'object', keywordAs: 'string', listAs: 'array' }),
  jsedn: (text) => jsedn.toJS(jsedn.parse(text)),
};
for (const [name, read] of Object.entries(readers)) {
  const say = (what, text) => {
    let got;
    try {
      const value = read(text);
      got = Array.isArray(value) ? `${value.length} maps` : 'one map, index ' + (value.index ?? value[':index']);
    } catch (error) {
      got = 'an error';
    }
    console.log(`${name}, ${what}: ${got}`);
  };
  say('four maps', history);
  say('broken off within the second', history.slice(0, 80));
  say('four maps in brackets', `[${history}]`);
}
JS

want='edn-data, four maps: one map, index 0
edn-data, broken off within the second: one map, index 0
edn-data, four maps in brackets: 4 maps
jsedn, four maps: one map, index 0
jsedn, broken off within the second: one map, index 0
jsedn, four maps in brackets: 4 maps'

saw=$(node read.js)
printf '%s\n' "$saw"
if [ "$saw" != "$want" ]; then
	echo 'changed: a reader of EDN returns more than the first map, or says that text is left over' >&2
	exit 1
fi
