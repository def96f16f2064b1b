import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { z } from 'zod';
import { TemplateEngine, TemplateFault } from '../../src/template/index.ts';

const Input = z.object({ secrets: z.record(z.string(), z.object({ value: z.string() })) });
const input = Input.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, 'golden/certificate-templates.json'), 'utf8')),
);
const secrets = Object.entries(input.secrets).map(([key, { value }]) => ({ key, value, path: '/' }));

const render = (template: string): string =>
  Buffer.from(new TemplateEngine().compile(template).render(secrets)).toString('utf8');

describe('PKCS#12 archives that templates make', () => {
  const archive = '{{ fullPemToPkcs12Pass .CHAIN.Value .LEAF_KEY.Value "one" }}';

  it('R4: are the same bytes each time, so that nothing is written and nothing rolls', () => {
    expect(render(archive)).to.equal(render(archive));
  });

  it('share no bytes of their salts when password, key or certificates differ', () => {
    const others = [
      '{{ fullPemToPkcs12Pass .CHAIN.Value .LEAF_KEY.Value "two" }}',
      '{{ pemToPkcs12Pass .CHAIN.Value .LEAF_KEY.Value "one" }}',
      '{{ pemToPkcs12Pass .RSA_CERT.Value .RSA_KEY.Value "one" }}',
    ];
    const salts = [archive, ...others].map((template) => {
      const der = Buffer.from(render(template), 'base64');
      // The salt of the authentication code: 16 bytes before the four of the iterations.
      return der.subarray(-20, -4).toString('hex');
    });
    expect(new Set(salts).size).to.equal(salts.length);
  });

  it('open with their password and with no other', () => {
    expect(render('{{ pemToPkcs12Pass .LEAF.Value .LEAF_KEY.Value "p" | b64dec | pkcs12certPass "p" }}')).to.equal(
      input.secrets['LEAF']?.value,
    );
    expect(() =>
      render('{{ pemToPkcs12Pass .LEAF.Value .LEAF_KEY.Value "p" | b64dec | pkcs12certPass "q" }}'),
    ).to.throw(TemplateFault, 'the password does not fit');
  });
});
