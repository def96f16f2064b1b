import { expect } from 'chai';

import { parseAuditLog } from './audit-log.ts';

/** A line as kube-apiserver writes it, with the newline. */
function anAuditLine(overrides: Record<string, unknown> = {}): string {
  const event = {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    stage: 'ResponseComplete',
    requestURI: '/api/v1/namespaces/shop/secrets/db?fieldManager=test',
    verb: 'patch',
    user: { username: 'admin', groups: ['system:masters'] },
    objectRef: { resource: 'secrets', namespace: 'shop', name: 'db', apiVersion: 'v1' },
    responseStatus: { metadata: {}, code: 200 },
    requestReceivedTimestamp: '2030-01-02T03:04:05.678901Z',
    ...overrides,
  };
  return `${JSON.stringify(event)}\n`;
}

describe('test/cluster parseAuditLog', () => {
  it('reads verb, object, user, answer and time', () => {
    expect(parseAuditLog(anAuditLine())).to.deep.equal([
      {
        verb: 'patch',
        resource: 'secrets',
        group: '',
        subresource: undefined,
        namespace: 'shop',
        name: 'db',
        user: 'admin',
        code: 200,
        requestUri: '/api/v1/namespaces/shop/secrets/db?fieldManager=test',
        receivedAt: new Date('2030-01-02T03:04:05.678Z'),
      },
    ]);
  });

  const cases = [
    { title: 'nothing from an empty log', text: '', codes: [] },
    {
      title: 'events in their order',
      text: anAuditLine() + anAuditLine({ responseStatus: { code: 409 } }),
      codes: [200, 409],
    },
    {
      title: 'nothing from a line that is being written',
      text: anAuditLine() + anAuditLine().slice(0, 40),
      codes: [200],
    },
    { title: 'nothing from another stage', text: anAuditLine({ stage: 'Panic' }) + anAuditLine(), codes: [200] },
    { title: 'a request without an object', text: anAuditLine({ objectRef: undefined }), codes: [200] },
    {
      title: 'code 0 for a request whose client had gone',
      text: anAuditLine({ responseStatus: undefined }),
      codes: [0],
    },
  ];
  for (const { title, text, codes } of cases) {
    it(`gives ${title}`, () => {
      expect(parseAuditLog(text).map(({ code }) => code)).to.deep.equal(codes);
    });
  }

  it('refuses a line that is no audit event', () => {
    expect(() => parseAuditLog('{"verb":"get"}\n')).to.throw('stage');
  });
});
