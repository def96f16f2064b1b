import { expect } from 'chai';
import { TemplateEngine, TemplateFault } from '../../src/template/index.ts';

/** A PKCS#12 archive whose key takes three million iterations to open. */
const SLOW_KEY =
  'MIIELwIBAzCCA+QGCSqGSIb3DQEHAaCCA9UEggPRMIIDzTCCAoMGCSqGSIb3DQEHBqCCAnQwggJwAgEAMIICaQYJKoZIhvcNAQcBMFgGCSqGSI' +
  'b3DQEFDTBLMCoGCSqGSIb3DQEFDDAdBAjo9JW2HBl4EAIDLcbAMAwGCCqGSIb3DQIJBQAwHQYJYIZIAWUDBAEqBBC3xHmQBbrhBqdWast9suqo' +
  'gIICAPxv9828tYVwLR2+/91guNXUTCQtzYX0gjiIWQ3bjIcVhEntVhpJQBfB4q+wPRnNRiOR+VavzmWbnbAKdjtucUAcyUlVqP4lD5XJTvBCpA' +
  'GshbNbai3u4qkWMjfNcMKCB49uWHOCzWW0l3/vRJAi2zjJJGOHqQk7U6biKHpKZCOtjKazCp6JvSRmYO9Y4gz8yUOocQUnIc8t2cpW8M2wTtgV' +
  'R7PtNSBbAVMLT397f5fFNIGQj3rhR0a12W8hzfUqsOLYBzrMAIFwRDWt93wJOgRAG8xIIXx2jg3Oh3CUAuVn0fPO75qkN1ZCgbO2s5/ZaMc/N8' +
  'QZHXbZZne5fem6K+QtqkhVwPjrdCw4eG8RT91WHV2hVyN9XTp/xowioks96QeBL3dCYbj8TGm1Hu+dEZzuz2zOJoPLNSnICvWdtwUPizQC7DtN' +
  'PeHxejuvQFFG3r88w4VNu5ipy4degd8xol+ugj0yh5m48XThcvdBv2xHKZzrPqK865m8tiKvxyU+6bo1mCN7zAuLj8PtuDeZqOjZcJVz0Em58j' +
  'eAKSOHOuoAsj08GJUw8xwcQWGpYVvr2ed28t1LJAlMz2h5oa7DHuMGCXirA5jWfUnL/aRJcliBoszwxH1uPpBJ1joY8Xk5EebKPc31PACgQ3kz' +
  'B8T5t52zwmKId7BG+may7hq7mKSlMIIBQgYJKoZIhvcNAQcBoIIBMwSCAS8wggErMIIBJwYLKoZIhvcNAQwKAQKggfAwge0wWAYJKoZIhvcNAQ' +
  'UNMEswKgYJKoZIhvcNAQUMMB0ECPcXBE7ZmLC+AgMtxsAwDAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEELaeF7AKv2Z3VUeo4+JQtvwEgZCz' +
  'v+qz8lsSs10tkGMFyX+vMSNz/CCCUT5f5K9ktdumq3omZPaD/FdK4KhCdjGw2ejH4pfzhMvBR+UP1KHfFQFxw3adN1GlAR/vy65THJdYACciBs' +
  'YioPFQcyD9wcBlte5VWVnmZVX3X0oT5x8XNxiCTh6hqF7qFzEphwvBTkPVBCcu7x9VvKcNSQpG0j+7wAAxJTAjBgkqhkiG9w0BCRUxFgQUEWta' +
  'k9YIMHkssz5tPqdIDO5tRE0wQjAxMA0GCWCGSAFlAwQCAQUABCAlh5KJtkyrdgaEyEAupaDQIaUnszIXnFUAGDHCxFgKkQQItxUDmdUY/zICAy' +
  '3GwA==';

/** The same for its authentication code. */
const SLOW_MAC =
  'MIIDTAIBAzCCAwEGCSqGSIb3DQEHAaCCAvIEggLuMIIC6jCCAgsGCSqGSIb3DQEHAaCCAfwEggH4MIIB9DCCAfAGCyqGSIb3DQEMCgEDoIIBuD' +
  'CCAbQGCiqGSIb3DQEJFgGgggGkBIIBoDCCAZwwggFCoAMCAQICFA7U2PEm+1TaYzI+/KOb0UjOyZnwMAoGCCqGSM49BAMCMBwxGjAYBgNVBAMM' +
  'EVRlc3QgSW50ZXJtZWRpYXRlMCAXDTI2MTEyNjEzMTUyMloYDzIxMjYxMTAyMTMxNTIyWjAUMRIwEAYDVQQDDAlUZXN0IExlYWYwWTATBgcqhk' +
  'jOPQIBBggqhkjOPQMBBwNCAASeNygu1z1smT30rVxAnHLWxl6hium8sTIRYDfxRguLeDJLaecCuOa9rxodY7T83KexJRjZIwLOGd2wN4TdO5Qf' +
  'o2gwZjAJBgNVHRMEAjAAMB0GA1UdDgQWBBR9fodCpO7y6iZdiBgA2Do+Tu+SdjAfBgNVHSMEGDAWgBRTs+ZHVYdqDsf69Kyi5sgcmpT0YTAZBg' +
  'NVHREEEjAQgg5kYi5leGFtcGxlLmNvbTAKBggqhkjOPQQDAgNIADBFAiAR7Odi7W4UAczUvLQBrmoq5hUID3Rp6lgGB6A4e2NfyQIhAIqj67SL' +
  '+rQ1OeM/Ch2JVdYyvYEXTfMeU/Qab8MAFJ25MSUwIwYJKoZIhvcNAQkVMRYEFBFrWpPWCDB5LLM+bT6nSAzubURNMIHYBgkqhkiG9w0BBwGggc' +
  'oEgccwgcQwgcEGCyqGSIb3DQEMCgEBoIGKMIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgrQSSYsHeZkMYnuZCUMnnKxqGKTxl' +
  'o0x4Z+e/FWvignWhRANCAASeNygu1z1smT30rVxAnHLWxl6hium8sTIRYDfxRguLeDJLaecCuOa9rxodY7T83KexJRjZIwLOGd2wN4TdO5QfMS' +
  'UwIwYJKoZIhvcNAQkVMRYEFBFrWpPWCDB5LLM+bT6nSAzubURNMEIwMTANBglghkgBZQMEAgEFAAQgeRwTMK8WmPOajnPzXRWSVxHFfy1bjOqZ' +
  'XMB7/0cPxAMECDuOnxe0kh1nAgMtxsA=';

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
  `{{ pkcs12key (b64dec "${SLOW_KEY}") }}`,
  `{{ pkcs12cert (b64dec "${SLOW_MAC}") }}`,
  '{{ filterPEM "X" (repeat 100000 "\n-----BEGIN X-----\n-----END Y-----") }}',
  '{{ range until 1000 }}{{ filterPEM "X" (repeat 50000 "-----BEGIN X-----\na:b\n") }}{{ end }}',
  '{{ range until 1000 }}{{ jwkPublicKeyPem (repeat 60000 "[") }}{{ end }}',
  '{{ range until 1000 }}{{ decryptAES "x" (repeat 1000000 "A") }}{{ end }}',
  '{{ $d := dict }}{{ $_ := set $d "self" $d }}{{ toYaml $d }}',
  '{{ range until 1000 }}{{ $_ := toYaml (until 40000) }}{{ end }}',
  '{{ range until 1000 }}{{ $_ := toYaml (repeat 200000 "a ") }}{{ end }}',
  '{{ range until 1000 }}{{ $_ := fromYaml (repeat 2000 "a: b\n") }}{{ end }}',
  '{{ range until 1000 }}{{ $_ := fromYaml (repeat 900 "[") }}{{ end }}',
  '{{ range until 1000 }}{{ $_ := fromYaml (repeat 900 "{") }}{{ end }}',
  '{{ range until 1000 }}{{ $_ := fromYaml (repeat 2000 "? ") }}{{ end }}',
  '{{ fromYaml (repeat 90 "[" | printf "a: %s") | toYaml }}{{ fromYaml (repeat 1000000 "a: &a\n") }}',
  '{{ $y := "a0: &a0 [x]\n" }}{{ range untilStep 1 30 1 }}{{ $y = printf "%sa%d: &a%d [*a%d,*a%d,*a%d]\n" $y . . (sub . 1) (sub . 1) (sub . 1) }}{{ end }}{{ $_ := fromYaml $y }}',
  '{{ range until 1000 }}{{ semver (printf "1-%s!" (repeat 1000000 "a")) }}{{ end }}',
];

describe('a template cannot hold the process', () => {
  for (const template of HOSTILE) {
    it(`ends with a fault: ${template.slice(0, 100)}`, () => {
      const render = (): unknown => new TemplateEngine().compile(template).render([]);
      expect(render).to.throw(TemplateFault);
    });
  }
});
