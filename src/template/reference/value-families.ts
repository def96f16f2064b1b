import { family } from './entries.ts';

/** Logic, numbers, lists, dicts, dates and versions. */
export const VALUE_FAMILIES = [
  family(
    'Logic and comparison',
    `
and first others > any: the first that is empty, else the last
or first others > any: the first that is not empty, else the last
not value > bool: whether it is empty
eq first others > bool: whether the first equals any of the others
ne left right > bool: whether they differ
lt left right > bool: less
le left right > bool: less or equal
gt left right > bool: greater
ge left right > bool: greater or equal
deepEqual left right > bool: same type and same contents
default otherwise value > any: the value, unless it is empty
empty value > bool: whether it is zero, an empty text, list or dict, false or nil
coalesce values > any: the first that is not empty
all values > bool: whether none is empty
any values > bool: whether one is not empty
ternary yes no condition > any: one of two by a condition
fail message > nothing: fails; the message is not shown, as it may hold a value
call function arguments > nothing: there are no functions to call, so it always fails
`,
  ),
  family(
    'Types',
    `
kindOf value > string: the kind in Go, such as \`map\`
kindIs kind value > bool: whether it is of that kind
typeOf value > string: the type in Go, such as \`[]interface {}\`
typeIs type value > bool: whether it is of that type
typeIsLike type value > bool: the same, also for a pointer to it
len value > int: bytes of a text, elements of a list or dict
index value keys > any: an element, by as many indexes or keys as it takes
`,
  ),
  family(
    'Numbers',
    `
atoi text > int: a text as a number, 0 for a bad one
int value > int: as an int
int64 value > int64: as an int64
float64 value > float64: as a float64
toDecimal value > int64: an octal text as a number
add values > int64: the sum
add1 value > int64: one more
sub left right > int64: the difference
mul first others > int64: the product
div left right > int64: the quotient, cut
mod left right > int64: the remainder
max/biggest first others > int64: the largest
min first others > int64: the smallest
addf values > float64: the sum, reckoned in decimals
add1f value > float64: one more
subf first others > float64: the difference
mulf first others > float64: the product
divf first others > float64: the quotient
maxf first others > float64: the largest
minf first others > float64: the smallest
ceil value > float64: rounded up
floor value > float64: rounded down
round value places on > float64: rounded to so many places, up from a fraction of 0.5 or another one
until count > list: 0 up to, without, count
untilStep start stop step > list: start up to, without, stop
seq numbers > string: numbers with spaces between, as the program of that name
`,
  ),
  family(
    'Lists',
    `
list/tuple values > list: a list of these
append/mustAppend/push/mustPush list value > list: with one more at the end
prepend/mustPrepend list value > list: with one more at the start
concat lists > list: all in one
first/mustFirst list > any: the first element
last/mustLast list > any: the last element
rest/mustRest list > list: all but the first
initial/mustInitial list > list: all but the last
reverse/mustReverse list > list: the other way round
compact/mustCompact list > list: without empty elements
uniq/mustUniq list > list: each element once
without/mustWithout list values > list: without these
has/mustHas value list > bool: whether it is an element
slice/mustSlice list positions > list: from a position up to, without, another
chunk/mustChunk size list > list: lists of so many elements
sortAlpha list > list: elements as texts, sorted
`,
  ),
  family(
    'Dicts',
    `
dict pairs > dict: keys and values in turn
get dict key > any: a value, an empty text when it is not there
set dict key value > dict: changes it
unset dict key > dict: takes a key away
hasKey dict key > bool: whether the key is there
keys dicts > list: all keys, sorted
values dict > list: all values, in the order of the keys
pluck key dicts > list: the values under a key
pick dict keys > dict: with these keys only
omit dict keys > dict: without these keys
dig path > any: the value below several keys; the last two arguments are a default and the dict
merge/mustMerge into others > dict: what is missing or empty is filled in, in place
mergeOverwrite/mustMergeOverwrite into others > dict: later ones win, in place
deepCopy/mustDeepCopy value > any: a copy of all of it
`,
  ),
  family(
    'Dates',
    `
toDate/mustToDate layout text > time: reads a date by a layout of Go; a bad text is the year 1, or fails with \`must\`
date layout time > string: formats a time, or seconds since 1970, in UTC
dateInZone/date_in_zone layout time zone > string: the same in a zone such as \`Europe/Prague\`
htmlDate time > string: as \`2006-01-02\`
htmlDateInZone time zone > string: the same in a zone
dateModify/date_modify duration time > time: moved by a duration such as \`-1.5h\`; a bad one does nothing
mustDateModify/must_date_modify duration time > time: the same; a bad duration fails
unixEpoch time > string: seconds since 1970
duration seconds > string: as \`1h2m3s\`
durationRound duration > string: its largest unit only, such as \`2h\`
`,
  ),
  family(
    'Versions',
    `
semver text > version: a semantic version, with methods such as \`.Major\` and \`.Compare\`
semverCompare constraint version > bool: whether a version is within a constraint such as \`^1.2\`
`,
  ),
  family(
    'Certificates and keys',
    `
pkcs12key archive > string: the private key of a PKCS#12 archive without password, as PEM
pkcs12keyPass password archive > string: the same with a password
pkcs12cert archive > string: its certificates as PEM, the leaf first
pkcs12certPass password archive > string: the same with a password
pemToPkcs12 certificate key > string: a PKCS#12 archive in base 64, without password; the same input gives the same bytes
pemToPkcs12Pass certificate key password > string: the same with a password
fullPemToPkcs12 certificates key > string: the same with all certificates of the text, not only the first
fullPemToPkcs12Pass certificates key password > string: the same with a password
filterPEM type text > string: the blocks of that type, such as \`CERTIFICATE\`
filterCertChain which text > string: the \`leaf\`, the \`intermediate\` or the \`root\` certificates of a chain
jwkPublicKeyPem jwk > string: the public key of a JSON Web Key as PEM
jwkPrivateKeyPem jwk > string: the private key of a JSON Web Key as PEM
buildCustomCert certificate key > struct: \`.Cert\` and \`.Key\` out of PEM in base 64, checked
`,
  ),
];
