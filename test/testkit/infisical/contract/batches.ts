import { expect } from 'chai';
import { both, type ContractCase, ok, refused, table } from './case.ts';
import { batch, get, secretOf, write } from './secrets-api.ts';
import type { Ask, Stage } from './stage.ts';

const missing = { '24': refused(400, 'BadRequest'), '26': refused(404, 'NotFound') };
const denied = { '24': refused(401, 'PermissionDenied'), '26': refused(403, 'PermissionDenied') };
const value = { secretValue: 'x' };
const created = (stage: Stage): Promise<unknown> =>
  stage.send(write(stage, 'POST', 'ONE', { secretValue: 'v1', secretComment: 'c' }));

/** A batch create of the older path with its project named as the body says, or not at all. */
function raw(body: object): Ask {
  const secrets = [{ secretKey: 'B1', ...value }];
  return {
    method: 'POST',
    path: '/api/v3/secrets/batch/raw',
    body: { environment: 'dev', secrets, ...body },
    as: 'member',
  };
}

/** Writes of many secrets at once: all or none. */
export const BATCHES: readonly ContractCase[] = table([
  {
    name: 'batch create: success',
    ask: (stage) =>
      batch(stage, 'POST', [
        { secretKey: 'B1', secretValue: '1' },
        { secretKey: 'B2', secretValue: '2', secretComment: 'two' },
      ]),
    '24': ok({
      secrets: [
        { secretKey: 'B1', version: 0 },
        { secretKey: 'B2', secretComment: 'two' },
      ],
    }),
    '26': ok({
      secrets: [
        { secretKey: 'B1', version: 1 },
        { secretKey: 'B2', secretComment: 'two' },
      ],
    }),
  },
  {
    name: 'batch create: one exists, nothing is written',
    before: created,
    ask: (stage) =>
      batch(stage, 'POST', [
        { secretKey: 'ONE', secretValue: '2' },
        { secretKey: 'B3', secretValue: '3' },
      ]),
    ...both(refused(400, 'BadRequest')),
    check: (_answer, { infisical, shop }) => {
      expect(infisical.secrets(shop, 'dev', '/empty')).to.deep.equal({ ONE: 'v1' });
    },
  },
  {
    name: 'batch create: the same key twice',
    ask: (stage) =>
      batch(stage, 'POST', [
        { secretKey: 'B4', secretValue: '1' },
        { secretKey: 'B4', secretValue: '2' },
      ]),
    '24': ok({
      secrets: [
        { secretKey: 'B4', secretValue: '1' },
        { secretKey: 'B4', secretValue: '2' },
      ],
    }),
    '26': refused(400, 'BadRequest'),
  },
  {
    name: 'batch create: empty list',
    ask: (stage) => batch(stage, 'POST', []),
    '24': refused(403, 'ValidationFailure', { body: { message: [{ code: 'too_small', path: ['secrets'] }] } }),
    '26': refused(422, 'ValidationFailure'),
  },
  {
    name: 'batch create: older path, by id',
    ask: ({ shop }) => raw({ workspaceId: shop.id }),
    '24': refused(403, 'ValidationFailure', { body: { message: [{ path: ['projectSlug'] }] } }),
    '26': refused(422, 'ValidationFailure'),
  },
  {
    name: 'batch create: older path, unknown slug',
    ask: () => raw({ projectSlug: 'nope-nope' }),
    '24': refused(500, 'Find project by slug'),
    '26': refused(404, 'NotFound'),
  },
  {
    name: 'batch create: viewer',
    ask: (s) => batch(s, 'POST', [{ secretKey: 'B6', ...value }], {}, 'viewer'),
    ...denied,
  },
  {
    name: 'batch update: success',
    before: created,
    ask: (stage) => batch(stage, 'PATCH', [{ secretKey: 'ONE', secretValue: '11' }]),
    // Silent about the comment, and so it is gone.
    '24': ok({ secrets: [{ secretValue: '11', version: 2, secretComment: '' }] }),
    '26': ok({ secrets: [{ secretValue: '11', version: 2, secretComment: 'c' }] }),
  },
  {
    name: 'batch update: one missing, nothing is written',
    before: created,
    ask: (stage) =>
      batch(stage, 'PATCH', [
        { secretKey: 'ONE', secretValue: '111' },
        { secretKey: 'NOPE', ...value },
      ]),
    ...missing,
    check: async (_answer, stage) => {
      const read = secretOf(await stage.send(get(stage, 'ONE', { secretPath: '/empty' })));
      expect(read).to.include({ secretValue: 'v1', version: 1 });
    },
  },
  {
    name: 'batch update: missing ones made',
    before: created,
    ask: (stage) =>
      batch(
        stage,
        'PATCH',
        [
          { secretKey: 'ONE', ...value },
          { secretKey: 'TWO', ...value },
        ],
        { mode: 'upsert' },
      ),
    '26': ok({
      secrets: [
        { secretKey: 'ONE', version: 2 },
        { secretKey: 'TWO', version: 1 },
      ],
    }),
  },
  {
    name: 'batch update: missing ones passed over',
    before: created,
    ask: (stage) =>
      batch(
        stage,
        'PATCH',
        [
          { secretKey: 'ONE', ...value },
          { secretKey: 'TWO', ...value },
        ],
        { mode: 'ignore' },
      ),
    '26': ok({ secrets: [{ secretKey: 'ONE', version: 2 }] }),
  },
  {
    name: 'batch delete: one missing, nothing is deleted',
    before: created,
    ask: (stage) => batch(stage, 'DELETE', [{ secretKey: 'ONE' }, { secretKey: 'NOPE' }]),
    ...missing,
    check: (_answer, { infisical, shop }) => {
      expect(infisical.secrets(shop, 'dev', '/empty')).to.deep.equal({ ONE: 'v1' });
    },
  },
  {
    name: 'batch delete: success',
    before: created,
    ask: (stage) => batch(stage, 'DELETE', [{ secretKey: 'ONE' }]),
    ...both(ok({ secrets: [{ secretKey: 'ONE', secretValue: 'v1' }] })),
  },
]);
