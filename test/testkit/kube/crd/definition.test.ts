import { expect } from 'chai';
import { startKube, type CelCompiler, type JsonObject, type Kube } from '../../../../src/testkit/kube/index.ts';

const definition = (spec: JsonObject, version: JsonObject = {}): JsonObject => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'boxes.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { plural: 'boxes', kind: 'Box' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: 'object', properties: { spec } } },
        ...version,
      },
    ],
  },
});

const rule = (more: JsonObject = {}): JsonObject => ({
  type: 'object',
  properties: { size: { type: 'integer' } },
  'x-kubernetes-validations': [{ rule: 'self.size > 1', message: 'size must be over one', ...more }],
});

/** Understands two expressions and no others. */
const compiler: CelCompiler = {
  compile: (expression) => {
    const sizeOf = (value: unknown): number =>
      typeof value === 'object' && value !== null && 'size' in value ? Number(value.size) : 0;
    if (expression === 'self.size > 1') return (self) => sizeOf(self) > 1;
    if (expression === 'self.size >= oldSelf.size') return (self, old) => sizeOf(self) >= sizeOf(old);
    if (expression === '"got " + string(self.size)') return (self) => `got ${sizeOf(self)}`;
    throw new Error('found no matching overload');
  },
};

const box = (size: number): JsonObject => ({
  apiVersion: 'example.com/v1',
  kind: 'Box',
  metadata: { name: 'b', namespace: 'default' },
  spec: { size },
});

describe('definitions', () => {
  let kube: Kube;

  beforeEach(async () => {
    kube = await startKube({ cel: compiler });
  });

  afterEach(() => kube.stop());

  const refused: readonly (readonly [string, JsonObject, RegExp])[] = [
    ['a field without type', definition({}), /properties\[spec\]\.type: Required value/],
    ['an unknown keyword', definition({ type: 'object', $ref: '#/x' }), /Unrecognized key: "\$ref"/],
    ['a list without items', definition({ type: 'array' }), /items: Required value/],
    ['a pattern that Go does not read', definition({ type: 'string', pattern: '(?=a)b' }), /valid regular expression/],
    ['a format that is not checked', definition({ type: 'string', format: 'hostname' }), /does not check this format/],
    [
      'a keyed list without keys',
      definition({ type: 'array', items: { type: 'object' }, 'x-kubernetes-list-type': 'map' }),
      /list-map-keys/,
    ],
    ['defaults under anyOf', definition({ type: 'object', anyOf: [{ default: 1 }] }), /anyOf\[0\]\.default: Forbidden/],
    ['a rule that is not understood', definition(rule({ rule: 'self.magic()' })), /found no matching overload/],
    ['the scale subresource', definition({ type: 'object' }, { subresources: { scale: {} } }), /scale/],
    [
      'a column that is no JSONPath',
      definition({ type: 'object' }, { additionalPrinterColumns: [{ name: 'x', type: 'string', jsonPath: '.a[?(' }] }),
      /unsupported JSONPath/,
    ],
    [
      'another name than its plural and group',
      { ...definition({ type: 'object' }), metadata: { name: 'crates.example.com' } },
      /must be spec\.names\.plural/,
    ],
  ];
  for (const [name, body, message] of refused) {
    it(`refuses ${name}`, () => {
      expect(() => kube.create(body)).to.throw(message);
    });
  }

  it('refuses rules when there is no compiler, and leaves them out when told to', async () => {
    const strict = await startKube({ cel: 'refuse' });
    const lax = await startKube({ cel: 'ignore' });
    expect(() => strict.create(definition(rule()))).to.throw(/need a CEL compiler/);
    lax.create(definition(rule()));
    expect(lax.create(box(0))).to.have.nested.property('spec.size', 0);
    await strict.stop();
    await lax.stop();
  });

  const rules: readonly (readonly [string, JsonObject, RegExp])[] = [
    ['its message', {}, /spec: Invalid value: size must be over one/],
    ['a computed message', { messageExpression: '"got " + string(self.size)' }, /got 1/],
    ['the field it points to', { fieldPath: '.size' }, /spec\.size: Invalid value: size must/],
    ['its reason', { reason: 'FieldValueForbidden' }, /spec: Forbidden: size must be over one/],
  ];
  for (const [name, more, message] of rules) {
    it(`refuses what breaks a rule with ${name}`, () => {
      kube.create(definition(rule(more)));
      expect(() => kube.create(box(1))).to.throw(message);
      expect(kube.create(box(2))).to.have.nested.property('spec.size', 2);
    });
  }

  it('asks transition rules on updates only', () => {
    kube.create(definition(rule({ rule: 'self.size >= oldSelf.size' })));
    kube.create(box(5));
    expect(() => kube.apply(box(4))).to.throw(/size must be over one/);
    expect(kube.apply(box(6))).to.have.nested.property('spec.size', 6);
  });

  it('serves a kind from its definition on, and no longer when that is gone', () => {
    expect(() => kube.create(box(1))).to.throw(/serves no Box/);
    const { status } = kube.create(definition({ type: 'object', properties: { size: { type: 'integer' } } }));
    expect(status).to.have.nested.property('conditions[1].type', 'Established');
    kube.create(box(1));
    kube.apply(definition({ type: 'object', properties: { size: { type: 'integer', maximum: 3 } } }));
    expect(() => kube.apply(box(4))).to.throw(/less than or equal to 3/);
  });

  it('deletes the resources before the definition', async () => {
    kube.create(definition({ type: 'object', properties: { size: { type: 'integer' } } }));
    kube.create(box(1));
    kube.delete('customresourcedefinitions', '', 'boxes.example.com');
    while (kube.get('customresourcedefinitions', '', 'boxes.example.com') !== undefined)
      await new Promise(setImmediate);
    expect(() => kube.list('boxes')).to.throw(/serves no resource boxes/);
  });
});
