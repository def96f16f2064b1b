import { expect } from 'chai';
import fc from 'fast-check';
import { Scalar, stringify } from 'yaml';
import { readYaml } from '../../../src/app/offline/yaml-documents.ts';

/** The rest of the line at a character of the text under `a`. */
function restOfLine(file: string, index: number): string {
  const [document] = readYaml(file).documents;
  if (document === undefined) throw new Error('no document');
  const { line, column } = document.positionWithin(['a'], index);
  return file.split('\n')[line - 1]?.slice(column - 1) ?? '';
}

describe('the place of a character of a text in a YAML file', () => {
  for (const { title, file, value, at, rest } of [
    { title: 'plain', file: 'a: x {{ bad }} y\n', value: 'x {{ bad }} y', at: 'bad', rest: 'bad }} y' },
    {
      title: 'plain over two lines',
      file: 'a: x {{\n  bad }} y\n',
      value: 'x {{ bad }} y',
      at: 'bad',
      rest: 'bad }} y',
    },
    { title: 'in single quotes', file: "a: 'it''s {{ bad }}'\n", value: "it's {{ bad }}", at: 'bad', rest: "bad }}'" },
    { title: 'a quote in single quotes', file: "a: 'b''c'\n", value: "b'c", at: "'", rest: "''c'" },
    {
      title: 'in double quotes',
      file: 'a: "\\x41\\u00e9\\U0001f600\\t\\"{{ bad }}"\n',
      value: 'Aé😀\t"{{ bad }}',
      at: 'bad',
      rest: 'bad }}"',
    },
    {
      title: 'in double quotes over two lines',
      file: 'a: "x \\\n  {{ bad }}"\n',
      value: 'x {{ bad }}',
      at: 'bad',
      rest: 'bad }}"',
    },
    {
      title: 'in a block',
      file: 'a: |-  # why\n   one\n\n   {{ bad }}\n',
      value: 'one\n\n{{ bad }}',
      at: 'bad',
      rest: 'bad }}',
    },
    {
      title: 'in an indented block',
      file: 'a: |2\n    one {{ bad }}\n',
      value: '  one {{ bad }}\n',
      at: 'bad',
      rest: 'bad }}',
    },
    {
      title: 'in a folded block',
      file: 'a: >\n  one\n  two\n\n  {{ bad }}\n',
      value: 'one two\n{{ bad }}\n',
      at: 'bad',
      rest: 'bad }}',
    },
  ]) {
    it(title, () => {
      expect(readYaml(file).documents[0]?.value).to.deep.equal({ a: value });
      expect(restOfLine(file, value.indexOf(at))).to.equal(rest);
    });
  }

  it('right behind what stands before white space', () => {
    expect(restOfLine('a: "x\\n y"\n', 1)).to.equal('\\n y"');
    expect(restOfLine('a: |\n  x\n', 2)).to.equal('');
  });

  it('is that very character, however the text is written', () => {
    const style = fc.constantFrom(
      Scalar.PLAIN,
      Scalar.QUOTE_SINGLE,
      Scalar.QUOTE_DOUBLE,
      Scalar.BLOCK_LITERAL,
      Scalar.BLOCK_FOLDED,
    );
    const text = fc.string({
      unit: fc.constantFrom('a', 'b', '{', '}', "'", '"', '\\', ' ', '\n', 'é', ':', '#', '-'),
    });
    fc.assert(
      fc.property(style, text, fc.nat(), fc.integer({ min: 20, max: 80 }), (type, value, number, lineWidth) => {
        const scalar = new Scalar(value);
        scalar.type = type;
        const file = stringify({ a: scalar }, { lineWidth });
        const solid = [...value.matchAll(/\S/g)].map(({ index }) => index);
        const index = solid[number % solid.length];
        // The library writes few texts so that nobody can read them.
        fc.pre(
          index !== undefined && JSON.stringify(readYaml(file).documents[0]?.value) === JSON.stringify({ a: value }),
        );
        const rest = restOfLine(file, index);
        // Within quotes, some are written with a backslash, and a single quote twice.
        expect(rest.startsWith('\\') && value.charAt(index) !== '\\' ? rest.charAt(1) : rest.charAt(0)).to.equal(
          value.charAt(index),
        );
      }),
      { numRuns: 500 },
    );
  });
});
