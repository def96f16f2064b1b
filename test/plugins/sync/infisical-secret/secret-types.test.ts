import { expect } from 'chai';
import { misfitOf } from '../../../../src/plugins/sync/infisical-secret/secret-types.ts';

const CANARY = 'canary-value';

function values(content: Readonly<Record<string, string>>): ReadonlyMap<string, Uint8Array> {
  return new Map(Object.entries(content).map(([key, value]) => [key, Buffer.from(value)]));
}

describe('misfitOf', () => {
  for (const [type, content] of [
    ['Opaque', {}],
    ['example.com/own', { any: CANARY }],
    ['constructor', {}],
    ['kubernetes.io/tls', { 'tls.crt': CANARY, 'tls.key': CANARY, 'ca.crt': CANARY }],
    ['kubernetes.io/basic-auth', { username: CANARY }],
    ['kubernetes.io/basic-auth', { password: CANARY }],
    ['kubernetes.io/ssh-auth', { 'ssh-privatekey': CANARY }],
    ['kubernetes.io/dockerconfigjson', { '.dockerconfigjson': `{"auths":{"${CANARY}":{}}}` }],
    ['kubernetes.io/dockercfg', { '.dockercfg': '{}' }],
  ] as const) {
    it(`lets ${type} have the keys ${Object.keys(content).join(', ') || '(none)'}`, () => {
      expect(misfitOf(type, values(content))).to.equal(undefined);
    });
  }

  for (const [type, content, problem] of [
    ['kubernetes.io/tls', { 'tls.crt': CANARY }, 'lacks the key tls.key'],
    ['kubernetes.io/tls', {}, 'lacks the key tls.crt and tls.key'],
    ['kubernetes.io/basic-auth', { user: CANARY }, 'has neither the key username nor password'],
    ['kubernetes.io/ssh-auth', {}, 'lacks the key ssh-privatekey'],
    ['kubernetes.io/dockerconfigjson', {}, 'lacks the key .dockerconfigjson'],
    ['kubernetes.io/dockerconfigjson', { '.dockerconfigjson': CANARY }, 'not a JSON object'],
    ['kubernetes.io/dockerconfigjson', { '.dockerconfigjson': `["${CANARY}"]` }, 'not a JSON object'],
    ['kubernetes.io/dockercfg', { '.dockercfg': 'null' }, 'not a JSON object'],
  ] as const) {
    it(`refuses ${type} with ${JSON.stringify(content)}, and quotes no value`, () => {
      const misfit = misfitOf(type, values(content));
      expect(misfit?.problem).to.contain(problem);
      expect(misfit?.remedy).to.contain('template.data');
      expect(JSON.stringify(misfit)).to.not.contain(CANARY);
    });
  }
});
