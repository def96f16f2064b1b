import { expect } from 'chai';
import { OperatorError, type SourceScope } from '#kernel';
import type { ServiceTokenAnswer } from '../../../src/infisical/answers.ts';
import { placeOfServiceToken } from '../../../src/infisical/sources/service-tokens.ts';

function aToken(...scopes: readonly (readonly [environment: string, secretPath: string])[]): ServiceTokenAnswer {
  return { workspace: 'p1', scopes: scopes.map(([environment, secretPath]) => ({ environment, secretPath })) };
}

function aScope(parts: Partial<SourceScope> = {}): SourceScope {
  return { path: '/', recursive: false, ...parts };
}

describe('placeOfServiceToken', () => {
  const placed: readonly (readonly [string, SourceScope, ServiceTokenAnswer, string])[] = [
    ['everything from a single exact scope', aScope(), aToken(['dev', '/app/']), 'p1 dev /app'],
    [
      'environment from a single scope with a wildcard',
      aScope({ path: '/app' }),
      aToken(['dev', '/**']),
      'p1 dev /app',
    ],
    ['the root of a wildcard', aScope(), aToken(['dev', '/**']), 'p1 dev /'],
    [
      'what the scope says, of several',
      aScope({ environment: 'prod', path: '/x' }),
      aToken(['dev', '/'], ['prod', '/x']),
      'p1 prod /x',
    ],
    [
      'the same place named twice',
      aScope({ environment: 'dev', path: '/app' }),
      aToken(['dev', '/app']),
      'p1 dev /app',
    ],
    ['its own project by id', aScope({ project: { id: 'p1' } }), aToken(['dev', '/']), 'p1 dev /'],
    ['its own project whatever the slug', aScope({ project: { slug: 'shop' } }), aToken(['dev', '/']), 'p1 dev /'],
  ];
  for (const [name, scope, token, expected] of placed) {
    it(`takes ${name}`, () => {
      const { project, environment, path } = placeOfServiceToken(scope, token);
      expect(`${'id' in project ? project.id : ''} ${environment} ${path}`).to.equal(expected);
    });
  }

  const refused: readonly (readonly [string, SourceScope, ServiceTokenAnswer, string])[] = [
    ['no environment among several scopes', aScope(), aToken(['dev', '/'], ['prod', '/']), 'InvalidSpec'],
    ['no environment and no scope', aScope(), aToken(), 'InvalidSpec'],
    ['another environment than the exact scope', aScope({ environment: 'prod' }), aToken(['dev', '/']), 'AccessDenied'],
    ['another path than the exact scope', aScope({ path: '/other' }), aToken(['dev', '/app']), 'AccessDenied'],
    ['another project', aScope({ project: { id: 'p2' } }), aToken(['dev', '/']), 'ProjectNotFound'],
  ];
  for (const [name, scope, token, reason] of refused) {
    it(`refuses ${name}`, () => {
      expect(() => placeOfServiceToken(scope, token))
        .to.throw(OperatorError)
        .with.property('reason', reason);
    });
  }
});
