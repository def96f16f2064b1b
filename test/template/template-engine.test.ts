import { expect } from 'chai';
import { TemplateEngine, TemplateFault } from '../../src/template/index.ts';

const SECRETS = [
  { key: 'DB_HOST', value: 'db.internal', path: '/' },
  { key: 'DB_PORT', value: '5432', path: '/app' },
  { key: 'WORD', value: 'žluťoučký', path: '/' },
];

const render = (template: string): string =>
  Buffer.from(new TemplateEngine().compile(template).render(SECRETS)).toString('utf8');

/** What a template gives, and where it fails otherwise. */
function faultOf(template: string): TemplateFault {
  try {
    render(template);
  } catch (error) {
    if (error instanceof TemplateFault) return error;
    throw error;
  }
  throw new Error('the template was rendered');
}

describe('TemplateEngine', () => {
  const outputs: readonly (readonly [string, string])[] = [
    ['{{ .DB_HOST.Value }}:{{ .DB_PORT.Value }}', 'db.internal:5432'],
    ['{{ .DB_PORT.SecretPath }} {{ .DB_PORT.Value }}', '/app 5432'],
    ['a {{- .DB_HOST.Value -}} b', 'adb.internalb'],
    ['{{ if eq .DB_PORT.Value "5432" }}yes{{ else }}no{{ end }}', 'yes'],
    ['{{ with .DB_HOST }}{{ .Value }}{{ else with .DB_PORT }}{{ .Value }}{{ end }}', 'db.internal'],
    ['{{ range $key, $secret := . }}{{ $key }}={{ len $secret.Value }};{{ end }}', 'DB_HOST=11;DB_PORT=4;WORD=13;'],
    ['{{ range $key, $_ := . }}{{ if eq $key "DB_PORT" }}{{ break }}{{ end }}{{ $key }}{{ end }}', 'DB_HOST'],
    ['{{ define "t" }}<{{ . }}>{{ end }}{{ template "t" .DB_PORT.Value }}', '<5432>'],
    ['{{ block "b" .DB_HOST }}[{{ .Value }}]{{ end }}', '[db.internal]'],
    ['{{ printf "%05d|%x|%q|%6.2f|%v" 42 255 "q" 1.5 true }}', '00042|ff|"q"|  1.50|true'],
    ['{{ upper .WORD.Value }} {{ len .WORD.Value }}', 'ŽLUŤOUČKÝ 13'],
    ['{{ add 1 2 }} {{ div 7 2 }} {{ 1.5 }} {{ printf "%T" 1 }}', '3 3 1.5 int'],
    ['{{ and .DB_HOST.Value "x" }} {{ or "" "y" }} {{ not false }}', 'x y true'],
    ['{{ deepEqual .DB_HOST .DB_HOST }} {{ deepEqual 1 1.0 }}', 'true false'],
    ['{{/* a comment */}}{{ "{{" }}', '{{'],
  ];
  for (const [template, output] of outputs) {
    it(`renders ${template} as Go does`, () => {
      expect(render(template)).to.equal(output);
    });
  }

  it('refuses what cannot be read, before anything is rendered', () => {
    for (const template of ['{{ .A', '{{ end }}', '{{ if true }}', '{{ nosuch 1 }}', '{{ env "HOME" }}', '{{ now }}']) {
      expect(faultOf(template).phase).to.equal('parse');
    }
  });

  const refusals: readonly (readonly [string, RegExp])[] = [
    ['{{ if false }}{{ now }}{{ end }}', /^now reads the clock: a template must give the same output/],
    ['{{ randAlphaNum 8 }}', /^randAlphaNum draws random numbers/],
    ['{{ getHostByName "db" }}', /^getHostByName asks the network/],
    ['{{ env "HOME" }}', /^env reads the environment/],
    ['{{ bcrypt "x" }}', /^bcrypt salts by chance/],
    ['{{ genSelfSignedCert "h" nil nil 1 }}', /^genSelfSignedCert makes a key/],
    ['{{ derivePassword 1 "long" "p" "u" "s" }}', /^derivePassword needs longer/],
    ['{{ date "2006" "x" }}', /cannot read the clock/],
  ];
  for (const [template, message] of refusals) {
    it(`says why ${template} is refused`, () => {
      expect(faultOf(template).message).to.match(message);
    });
  }

  it('fails at a template that never ends, within its limits', () => {
    for (const template of [
      '{{ define "t" }}{{ template "t" . }}{{ end }}{{ template "t" . }}',
      '{{ repeat 10000000 "x" }}',
    ]) {
      expect(faultOf(template).phase).to.equal('limit');
    }
  });

  it('names no value in its faults', () => {
    expect(faultOf('{{ index .DB_HOST.Value "k" }}').message).not.to.contain('db.internal');
  });
});
