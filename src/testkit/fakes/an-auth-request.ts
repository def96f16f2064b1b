import type { AuthRequest } from '#kernel';
import { FakeSecretReader } from './fake-secret-reader.ts';
import { FakeServiceAccountTokens } from './fake-service-account-tokens.ts';

/** A request to a login method for the resource `shop/db`; without other services there is nothing to read and no token to mint. */
export function anAuthRequest<Spec>(
  spec: Spec,
  services: Partial<Pick<AuthRequest<Spec>, 'secrets' | 'tokens'>> = {},
): AuthRequest<Spec> {
  return {
    spec,
    resource: { namespace: 'shop', name: 'db' },
    secrets: new FakeSecretReader(),
    tokens: new FakeServiceAccountTokens(),
    ...services,
  };
}
