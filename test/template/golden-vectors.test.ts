import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { z } from 'zod';
import { TemplateEngine, TemplateFault } from '../../src/template/index.ts';

const FOLDER = join(import.meta.dirname, 'golden');

const Input = z.object({
  secrets: z.record(z.string(), z.object({ value: z.string(), secretPath: z.string() })),
  templates: z.array(z.string()),
});
const Vectors = z.array(
  z.object({ template: z.string(), output: z.base64().default(''), fails: z.boolean().default(false) }),
);

function read(name: string): unknown {
  return JSON.parse(readFileSync(join(FOLDER, name), 'utf8'));
}

/** Lists of templates, each with the data that they render. */
const LISTS = ['', 'certificate-'];

describe("templates give what Go's text/template with sprig gives", () => {
  for (const list of LISTS) {
    const input = Input.parse(read(`${list}templates.json`));
    const vectors = Vectors.parse(read(`${list}vectors.json`));
    const secrets = Object.entries(input.secrets).map(([key, { value, secretPath }]) => ({
      key,
      value,
      path: secretPath,
    }));

    it(`for each template of ${list}templates.json`, () => {
      expect(vectors.map(({ template }) => template)).to.deep.equal(input.templates);
    });

    for (const { template, output, fails } of vectors) {
      it(`${fails ? 'fails' : 'renders'}: ${template}`, () => {
        const render = (): string =>
          Buffer.from(new TemplateEngine().compile(template).render(secrets)).toString('latin1');
        if (fails) expect(render).to.throw(TemplateFault);
        else expect(render()).to.equal(Buffer.from(output, 'base64').toString('latin1'));
      });
    }
  }
});
