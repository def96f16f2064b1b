import { family } from './entries.ts';

/** Text, regular expressions, encodings and paths. */
export const TEXT_FAMILIES = [
  family(
    'Text',
    `
hello > string: a greeting, to try templates with
trim text > string: without white space at both ends
upper text > string: in capitals
lower text > string: in small letters
title text > string: the first letter of each word raised
untitle text > string: the first letter of each word lowered
swapcase text > string: capitals lowered, small letters raised
camelcase text > string: words joined, each raised: \`http_server\` to \`HttpServer\`
snakecase text > string: words joined by underscores: \`HttpServer\` to \`http_server\`
kebabcase text > string: words joined by dashes
substr start end text > string: the bytes from start up to, without, end; to the end of the text when end is negative
trunc count text > string: the first bytes, or the last ones when count is negative
repeat count text > string: the text so many times
trimAll/trimall characters text > string: without any of these characters at both ends
trimSuffix suffix text > string: without that end, if it is there
trimPrefix prefix text > string: without that start, if it is there
nospace text > string: without any white space
initials text > string: the first character of each word
abbrev width text > string: cut to so many bytes, three of them dots
abbrevboth left right text > string: cut at both sides, with dots
wrap width text > string: lines broken at spaces
wrapWith width separator text > string: broken with another separator, also inside of long words
contains part text > bool: whether the text has that part
hasPrefix prefix text > bool: whether the text starts so
hasSuffix suffix text > bool: whether the text ends so
quote values > string: each in double quotes, escaped as in Go
squote values > string: each in single quotes
cat values > string: joined by spaces
indent spaces text > string: each line moved in
nindent spaces text > string: the same, after a line break
replace old new text > string: every occurrence replaced
plural one many count > string: the first text when count is 1, else the second
toString value > string: any value as text
toStrings list > list: all elements as texts
join separator list > string: elements as texts, joined
split separator text > dict: parts under the keys \`_0\`, \`_1\` and so on
splitn separator limit text > dict: the same, so many parts at most
splitList separator text > list: parts as a list
print values > string: as Go's fmt.Sprint
printf format values > string: as Go's fmt.Sprintf
println values > string: as Go's fmt.Sprintln
html values > string: escaped for HTML
js values > string: escaped for JavaScript
urlquery values > string: escaped for the query of a URL
`,
  ),
  family(
    'Regular expressions',
    `
regexMatch/mustRegexMatch pattern text > bool: whether the pattern matches; a bad pattern matches nothing, or fails with \`must\`
regexFind/mustRegexFind pattern text > string: the first match, or nothing
regexFindAll/mustRegexFindAll pattern text limit > list: all matches, or so many at most
regexReplaceAll/mustRegexReplaceAll pattern text replacement > string: every match replaced; \`\${1}\` stands for a group
regexReplaceAllLiteral/mustRegexReplaceAllLiteral pattern text replacement > string: every match replaced, with the replacement as it is
regexSplit/mustRegexSplit pattern text limit > list: the texts between matches
regexQuoteMeta text > string: escaped so that it matches itself
`,
  ),
  family(
    'Encodings and digests',
    `
b64enc/encodeBase64 text > string: in base 64
b64dec text > bytes: out of base 64; for a bad text, what is wrong with it
decodeBase64ToBytes text > bytes: out of base 64; fails for a bad text
b32enc text > string: in base 32
b32dec text > bytes: out of base 32; for a bad text, what is wrong with it
sha1sum text > string: SHA-1 in hexadecimal
sha256sum text > string: SHA-256 in hexadecimal
sha512sum text > string: SHA-512 in hexadecimal
adler32sum text > string: Adler-32 as a decimal number
decryptAES password text > bytes: what sprig's encryptAES made
`,
  ),
  family(
    'JSON and YAML',
    `
toJson/mustToJson value > string: in JSON; a value that has none is an empty text, or fails with \`must\`
toPrettyJson/mustToPrettyJson value > string: in JSON, indented
toRawJson/mustToRawJson value > string: in JSON, without escapes for HTML
fromJson/mustFromJson text > any: out of JSON, numbers as float64; a bad text is nil, or fails with \`must\`
toYaml value > string: in YAML, without the line break at its end; empty for a value that has none
fromYaml text > dict: out of YAML 1.1; a bad text gives a dict with the key \`Error\`
`,
  ),
  family(
    'Paths and URLs',
    `
base/osBase path > string: the last element
dir/osDir path > string: all but the last element
clean/osClean path > string: the shortest form
ext/osExt path > string: from the last dot on
isAbs/osIsAbs path > bool: whether it starts with a slash
urlParse text > dict: \`scheme\`, \`userinfo\`, \`host\`, \`hostname\`, \`path\`, \`query\`, \`fragment\` and \`opaque\`
urlJoin parts > string: a URL out of such a dict
`,
  ),
];
