import { expect } from 'chai';
import { type News, readEvent } from '../../../src/infisical/event-stream/change.ts';

const anywhere: News = { kind: 'change', folders: undefined };
const nothing: News = { kind: 'nothing' };
const inFolders = (...folders: readonly (readonly [environment: string, path: string])[]): News => ({
  kind: 'change',
  folders: folders.map(([environment, path]) => ({ environment, path })),
});
const data = (payload: unknown, eventType = 'secret:update'): string =>
  JSON.stringify({ type: 'secret-manager', data: { eventType, payload } });
const element = (environment: unknown, secretPath: unknown): unknown => ({ environment, secretPath, secretKeys: 'K' });

describe('readEvent', () => {
  const cases: readonly (readonly [what: string, name: string, data: string, news: News])[] = [
    ['one secret', 'secret:update', data([element('dev', '/app')]), inFolders(['dev', '/app'])],
    [
      'an import, whose payload is one object',
      'secret:import-mutation',
      data(element('dev', '/')),
      inFolders(['dev', '/']),
    ],
    [
      'a batch, each folder once',
      'secret:create',
      data([element('dev', '/a'), element('dev', '/a/'), element('prod', '/a')]),
      inFolders(['dev', '/a'], ['prod', '/a']),
    ],
    [
      'the field names of the documentation',
      'secret:delete',
      JSON.stringify({
        projectType: 'x',
        data: { payload: [{ environment: 'dev', secretPath: 'app', secretKey: 'K' }] },
      }),
      inFolders(['dev', '/app']),
    ],
    ['no event field, but a type in the data', '', data([element('dev', '/')]), inFolders(['dev', '/'])],
    ['a kind of change that is new', 'secret:renamed', data([element('dev', '/')]), inFolders(['dev', '/'])],
    ['a change without a folder', 'secret:update', data([{ environment: 'dev' }]), anywhere],
    [
      'a change with one bad element among good ones',
      'secret:update',
      data([element('dev', '/'), element(1, 2)]),
      anywhere,
    ],
    ['a change in no folder', 'secret:update', data([]), anywhere],
    [
      'a change in a great many folders',
      'secret:update',
      data(Array.from({ length: 101 }, (_none, index) => element('dev', `/${index}`))),
      anywhere,
    ],
    ['a change that is no JSON', 'secret:update', '{"data":', anywhere],
    ['nested without end', 'secret:update', '['.repeat(500_000), anywhere],
    ['a ping', 'ping', '', nothing],
    ['a change without data', 'secret:update', '', anywhere],
    ['another kind of event', 'project:renamed', data([element('dev', '/')], 'project:renamed'), nothing],
    ['garbage without a name', '', 'garbage', nothing],
    ['the end', 'error', '{"message":"The right is gone"}', { kind: 'end', message: 'The right is gone' }],
    ['an end without a reason', 'error', 'garbage', { kind: 'end', message: '' }],
  ];
  for (const [what, name, text, news] of cases) {
    it(`reads ${what}`, () => {
      expect(readEvent({ name, data: text })).to.deep.equal(news);
    });
  }
});
