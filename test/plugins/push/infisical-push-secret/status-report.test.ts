import { expect } from 'chai';
import type { CustomResource } from '#kernel';
import {
  NOTHING_YET,
  previousStatus,
  statusAfter,
  type PassReport,
} from '../../../../src/plugins/push/infisical-push-secret/status-report.ts';
import { aHeldPlace, aPlace, IDENTITY } from './a-pass.ts';

const NOW = Date.UTC(2026, 0, 1);
const PLACES = {
  current: aPlace(),
  managed: new Map([
    ['id-2', 'B'],
    ['id-1', 'A'],
  ]),
  former: [aHeldPlace(aPlace({ path: '/old', project: { id: 'p-1' } }), { 'id-3': 'C' })],
};
const SYNCED: PassReport = {
  ...NOTHING_YET,
  state: 'synced',
  hasToken: true,
  failures: {},
  notReplaced: [],
  secretsCount: 2,
  host: 'https://infisical.example',
  authMethod: 'universalAuth',
  places: PLACES,
  pendingApproval: null,
};

describe('status of an InfisicalPushSecret', () => {
  it('records what was made where, in one order', () => {
    const { conditions: _, ...status } = after({}, SYNCED);
    expect(status).to.deep.equal({
      observedGeneration: 3,
      state: 'synced',
      lastSyncedAt: '2026-01-01T00:00:00Z',
      secretsCount: 2,
      host: 'https://infisical.example',
      authMethod: 'universalAuth',
      managedSecrets: { 'id-1': 'A', 'id-2': 'B' },
      destination: {
        host: 'https://infisical.example',
        projectSlug: 'shop',
        environmentSlug: 'dev',
        secretsPath: '/push',
      },
      formerDestinations: [
        {
          host: 'https://infisical.example',
          projectId: 'p-1',
          environmentSlug: 'dev',
          secretsPath: '/old',
          managedSecrets: { 'id-3': 'C' },
        },
      ],
    });
  });

  it('records nothing, not even an empty object, where nothing was made: the API server would refuse what becomes of it', () => {
    const places = {
      current: aPlace(),
      managed: new Map<string, string>(),
      former: [aHeldPlace(aPlace({ path: '/old' }))],
    };
    const written = JSON.stringify(after(after({}, SYNCED), { ...SYNCED, places }));
    expect(written).not.to.contain('managedSecrets');
    expect(previousStatus(JSON.parse(written)).places.former).to.have.lengthOf(1);
  });

  it('comes back as it was written', () => {
    const written = after({}, SYNCED);
    expect(previousStatus(written).places).to.deep.equal({
      ...PLACES,
      current: { ...PLACES.current, managed: new Map() },
    });
    expect(after(written, SYNCED, NOW + 60_000)).to.deep.equal(written);
  });

  it('keeps what a pass did not get to', () => {
    const written = after({}, { ...SYNCED, pendingApproval: 'request-1' });
    const later = after(written, { ...NOTHING_YET, state: 'retrying' }, NOW + 60_000);
    for (const field of [
      'managedSecrets',
      'destination',
      'formerDestinations',
      'pendingApproval',
      'secretsCount',
      'host',
    ]) {
      expect(later[field], field).to.deep.equal(written[field]);
    }
  });

  it('forgets an approval that waits no more', () => {
    const written = after({}, { ...SYNCED, pendingApproval: 'request-1' });
    expect(after(written, SYNCED)['pendingApproval']).to.equal(undefined);
  });

  it('moves the time when something was written, or a forced sync was handled, and not otherwise', () => {
    const written = after({}, SYNCED);
    const timeOf = (report: PassReport): unknown => after(written, report, NOW + 60_000)['lastSyncedAt'];
    expect(timeOf(SYNCED)).to.equal('2026-01-01T00:00:00Z');
    expect(timeOf({ ...SYNCED, wrote: true })).to.equal('2026-01-01T00:01:00Z');
    expect(timeOf({ ...SYNCED, handledRefresh: 'now' })).to.equal('2026-01-01T00:01:00Z');
  });

  it("reads the status of Infisical's own operator", () => {
    const { places } = previousStatus({ conditions: [], managedSecrets: { 'id-1': 'A' } });
    expect(places).to.deep.equal({ current: undefined, managed: new Map([['id-1', 'A']]), former: [] });
  });

  it('takes what is malformed for absent', () => {
    for (const status of [
      undefined,
      'text',
      { managedSecrets: ['A'], destination: { host: 1 }, formerDestinations: 'no' },
      { managedSecrets: { a: 1 }, destination: { host: 'h', environmentSlug: 'dev', secretsPath: '/' } },
    ]) {
      expect(previousStatus(status).places).to.deep.equal({ current: undefined, managed: new Map(), former: [] });
    }
    const one = { host: 'h', projectSlug: 's', environmentSlug: 'dev', secretsPath: '/' };
    expect(previousStatus({ formerDestinations: [one, { host: 'h' }, null] }).places.former).to.have.lengthOf(1);
  });
});

function after(before: unknown, report: PassReport, nowMs = NOW): Readonly<Record<string, unknown>> {
  const { namespace, name, uid } = IDENTITY;
  const object: CustomResource = {
    metadata: {
      namespace,
      name,
      uid,
      resourceVersion: '1',
      generation: 3,
      labels: {},
      annotations: {},
      finalizers: [],
      deleting: false,
    },
    spec: {},
    status: before,
  };
  const status = statusAfter(object, previousStatus(before), report, nowMs);
  // What undefined stands for does not travel as JSON.
  return Object.fromEntries(Object.entries(status).filter(([, value]) => value !== undefined));
}
