import { expect } from 'chai';
import { OperatorError } from '#kernel';
import { classify, type KubeRefusal, type KubeRequest } from '../../../src/kube/client/index.ts';

const CANARY = 'hunter2-canary';
const REQUEST: KubeRequest = {
  verb: 'patch',
  target: { type: { group: '', version: 'v1', kind: 'Secret', plural: 'secrets' }, namespace: 'shop', name: 'db' },
};

interface Case {
  readonly title: string;
  readonly code: number;
  readonly body?: object;
  readonly retryAfter?: string;
}

const status = (details: object = {}, more: object = {}): object => ({
  kind: 'Status',
  message: `something with ${CANARY}`,
  details,
  ...more,
});

const REFUSALS: readonly (Case & { readonly refusal: KubeRefusal })[] = [
  { title: 'a missing object', code: 404, body: status({ kind: 'secrets' }), refusal: { kind: 'not-found' } },
  { title: 'a 404 without a Status', code: 404, refusal: { kind: 'not-found' } },
  { title: 'a missing namespace', code: 404, body: status({ kind: 'namespaces' }), refusal: { kind: 'no-namespace' } },
  {
    title: 'a namespace that is being deleted',
    code: 403,
    body: status({ causes: [{ reason: 'NamespaceTerminating', field: 'metadata.namespace' }] }),
    refusal: { kind: 'no-namespace' },
  },
  {
    title: 'a name that is taken',
    code: 409,
    body: status({}, { reason: 'AlreadyExists' }),
    refusal: { kind: 'conflict', cause: 'exists' },
  },
  {
    title: 'a conflict of field managers',
    code: 409,
    body: status({ causes: [{ reason: 'FieldManagerConflict', field: '.data.a' }] }, { reason: 'Conflict' }),
    refusal: { kind: 'conflict', cause: 'managers' },
  },
  {
    title: 'an old resourceVersion',
    code: 409,
    body: status({}, { reason: 'Conflict' }),
    refusal: { kind: 'conflict', cause: 'stale' },
  },
  {
    title: 'another uid than the one in the patch',
    code: 422,
    body: status({ causes: [{ reason: 'FieldValueInvalid', field: 'metadata.uid', message: CANARY }] }),
    refusal: { kind: 'conflict', cause: 'stale' },
  },
  { title: 'an expired version', code: 410, refusal: { kind: 'gone' } },
  {
    title: 'a body that is too large',
    code: 413,
    refusal: { kind: 'invalid', message: 'The object is larger than the API server takes.', immutable: [] },
  },
  {
    title: 'a validation that quotes the value',
    code: 422,
    body: status({
      causes: [
        { reason: 'FieldValueInvalid', field: 'type', message: `Invalid value: "${CANARY}": field is immutable` },
        { reason: 'FieldValueInvalid', field: 'data[key]', message: `Invalid value: "x": bad ${CANARY}` },
        { reason: 'FieldValueTooLong', field: 'data', message: `Too long: ${CANARY}` },
        { reason: 'SomethingNew', field: '', message: CANARY },
      ],
    }),
    refusal: {
      kind: 'invalid',
      message: 'type: invalid value (field is immutable); data[key]: invalid value; data: too long; object: refused',
      immutable: [],
    },
  },
  {
    title: 'a 422 without causes',
    code: 422,
    body: status(),
    refusal: { kind: 'invalid', message: 'The object is invalid.', immutable: [] },
  },
  {
    title: 'a refusal by a policy, of which only the name is told',
    code: 422,
    body: status(
      { causes: [{ message: CANARY }] },
      { message: `ValidatingAdmissionPolicy 'freeze' with binding 'freeze' denied request: ${CANARY}` },
    ),
    refusal: { kind: 'invalid', message: 'The admission rule freeze refuses it.', immutable: [] },
  },
  {
    title: 'nothing but a change of what is immutable',
    code: 422,
    body: status({
      causes: [
        { reason: 'FieldValueInvalid', field: 'type', message: `Invalid value: "${CANARY}": field is immutable` },
      ],
    }),
    refusal: { kind: 'invalid', message: 'type: invalid value (field is immutable)', immutable: ['type'] },
  },
];

const ERRORS: readonly (Case & { readonly disposition: string; readonly reason: string; readonly says: string })[] = [
  {
    title: 'credentials that are not accepted',
    code: 401,
    disposition: 'terminal',
    reason: 'KubernetesForbidden',
    says: "The API server does not accept the operator's credentials (patch secrets shop/db).",
  },
  {
    title: 'a right that is missing',
    code: 403,
    body: status(),
    disposition: 'terminal',
    reason: 'KubernetesForbidden',
    says: 'The API server does not allow the operator to patch secrets shop/db. Grant the right to the ServiceAccount of the operator.',
  },
  {
    title: 'a quota',
    code: 403,
    body: { message: `exceeded quota: ${CANARY}` },
    disposition: 'terminal',
    reason: 'KubernetesForbidden',
    says: 'A ResourceQuota of the namespace is exhausted.',
  },
  {
    title: 'an admission policy, which may quote the object',
    code: 403,
    body: { message: `ValidatingAdmissionPolicy 'no.secrets' with binding 'b' denied request: ${CANARY}` },
    disposition: 'terminal',
    reason: 'KubernetesForbidden',
    says: 'The admission rule no.secrets refuses it.',
  },
  {
    title: 'too many requests',
    code: 429,
    retryAfter: '7',
    disposition: 'retryable',
    reason: 'KubernetesUnavailable',
    says: 'The API server answered 429 (patch secrets shop/db).',
  },
  {
    title: 'a failure of the server',
    code: 500,
    body: status(),
    disposition: 'retryable',
    reason: 'KubernetesUnavailable',
    says: 'The API server answered 500 (patch secrets shop/db).',
  },
  {
    title: 'a bad request, whose message may quote the body',
    code: 400,
    body: status(),
    disposition: 'retryable',
    reason: 'KubernetesUnavailable',
    says: 'The API server answered 400 (patch secrets shop/db).',
  },
];

describe('classify', () => {
  for (const { title, refusal, code, body, retryAfter } of REFUSALS) {
    it(`gives callers ${title}`, () => {
      expect(classify(REQUEST, { code, body, retryAfter })).to.deep.equal(refusal);
    });
  }

  for (const { title, disposition, reason, says, code, body, retryAfter } of ERRORS) {
    it(`throws for ${title}`, () => {
      const error = thrown(() => classify(REQUEST, { code, body, retryAfter }));
      expect(error).to.include({ disposition, reason });
      expect(error.userMessage).to.include(says).and.not.include(CANARY);
    });
  }

  for (const { title, retryAfter, body, afterMs } of [
    { title: 'the header', retryAfter: '7', body: undefined, afterMs: 7_000 },
    { title: 'the Status', retryAfter: undefined, body: status({ retryAfterSeconds: 3 }), afterMs: 3_000 },
    { title: 'neither', retryAfter: 'soon', body: undefined, afterMs: undefined },
  ]) {
    it(`takes the time to wait from ${title}`, () => {
      const error = thrown(() => classify(REQUEST, { code: 503, body, retryAfter }));
      expect(error.retryAfterMs).to.equal(afterMs);
    });
  }
});

function thrown(act: () => unknown): OperatorError {
  try {
    act();
  } catch (error) {
    if (error instanceof OperatorError) return error;
    throw error;
  }
  throw new Error('it was expected to throw');
}
