import { expect } from 'chai';
import { TemplateEngine, TemplateFault } from '../../src/template/index.ts';

/** Templates that ask for too much, each in its own way. */
const HOSTILE: readonly string[] = [
  '{{ until 100000000 }}',
  '{{ repeat 10000000 "x" }}',
  '{{ range until 40000 }}{{ range until 40000 }}{{ end }}{{ end }}',
  '{{ define "t" }}{{ template "t" . }}{{ end }}{{ template "t" . }}',
  '{{ $d := dict }}{{ $_ := set $d "self" $d }}{{ toJson $d }}',
  '{{ $d := dict }}{{ $_ := set $d "self" $d }}{{ toPrettyJson $d }}',
  '{{ $d := dict }}{{ $_ := set $d "self" $d }}{{ deepCopy $d }}',
  '{{ $d := dict }}{{ $_ := set $d "self" $d }}{{ $d }}',
  '{{ $l := until 40000 }}{{ $l = concat $l $l $l }}{{ len $l }}',
  '{{ $l := list }}{{ range until 40000 }}{{ $l = append $l . }}{{ end }}',
  '{{ range until 1000 }}{{ uniq (until 40000) }}{{ end }}',
  '{{ range until 1000 }}{{ sortAlpha (until 40000) }}{{ end }}',
  '{{ $s := repeat 1000 "x" }}{{ range until 1000 }}{{ $s = toJson $s }}{{ $s = printf "%s%s" $s $s }}{{ end }}',
  '{{ $s := repeat 500000 "a" }}{{ range until 1000 }}{{ $_ := b64dec (b64enc $s) }}{{ end }}',
  '{{ $s := repeat 500000 "[" }}{{ fromJson $s }}{{ mustFromJson $s }}',
  '{{ $s := repeat 1000000 "A" }}{{ range until 1000 }}{{ $_ := b32dec $s }}{{ end }}',
  '{{ $s := repeat 1000000 "A" }}{{ range until 1000 }}{{ $_ := sha512sum $s }}{{ end }}',
  '{{ $s := repeat 1000000 "," }}{{ split "," $s }}',
  '{{ regexMatch "(a*)*b" (repeat 1000000 "a") }}',
  '{{ regexMatch "(a?){500}a{500}" (repeat 5000 "a") }}',
  '{{ regexMatch (repeat 1000 "(") "x" }}',
  '{{ regexMatch (repeat 100000 "(a)|") "x" }}',
  '{{ regexMatch (repeat 100000 "\\pL") "x" }}',
  '{{ regexMatch (printf "(?:%s){1000}" (repeat 1000 "x")) "x" }}',
  '{{ regexFindAll "a.*b|a" (repeat 100000 "a") -1 }}',
  '{{ regexReplaceAll "" (repeat 1000 "a") (repeat 10000 "a") }}',
  '{{ regexReplaceAll (repeat 2000 "(a)?") (repeat 2000 "a") "$1" }}',
  '{{ range until 1000 }}{{ regexMatch (printf "%d[a-z]{900}" .) "x" }}{{ end }}',
  '{{ range until 1000 }}{{ base (printf "%sa" (repeat 1000000 "/")) }}{{ end }}',
  '{{ range until 1000 }}{{ duration (repeat 1000000 "1") }}{{ durationRound (repeat 1000000 "1") }}{{ end }}',
  '{{ date (repeat 200000 "January") 0 }}',
  '{{ toDate (repeat 200000 "-0700") (repeat 200000 "+0100") }}',
  '{{ range until 50000 }}{{ dateInZone "15:04" 0 "Europe/Prague" }}{{ end }}',
  '{{ range until 1000 }}{{ $_ := urlParse (repeat 200000 "%41") }}{{ end }}',
  '{{ semverCompare (repeat 100000 "1 ") "1" }}',
  '{{ semverCompare (repeat 100000 "1||") "1" }}',
  '{{ range until 1000 }}{{ semver (printf "1-%s!" (repeat 1000000 "a")) }}{{ end }}',
];

describe('a template cannot hold the process', () => {
  for (const template of HOSTILE) {
    it(`ends with a fault: ${template}`, () => {
      const render = (): string => new TemplateEngine().compile(template).render([]);
      expect(render).to.throw(TemplateFault);
    });
  }
});
