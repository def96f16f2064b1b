import { OperatorError, type LoginMaterial } from '#kernel';
import { FakeClock, FixedRandom, RecordingLog, RecordingMetrics, startInfisical, type Infisical } from '#testkit';
import { createInfisical } from '../../../src/infisical/index.ts';

/** Identity that the checks of these tests decide about; the LDAP login insists on a UUID. */
export const IDENTITY_ID = '6f1d2a54-3c0e-4f57-9a0b-2f6b8c1d7e90';

type Check = NonNullable<Parameters<Infisical['identity']>[0]['aws']>;

/**
 * Logs in with `material` at an emulator whose identity has the login `method`, decided by `check`. Returns 'accepted', or the reason with
 * which the client failed.
 */
export async function logIn(
  material: LoginMaterial,
  method: 'aws' | 'azure' | 'gcp' | 'ldap',
  check: Check,
): Promise<string> {
  const emulator = await startInfisical({ era: '26' });
  const surroundings = {
    clock: new FakeClock(),
    random: new FixedRandom(),
    log: new RecordingLog(),
    metrics: new RecordingMetrics(),
  };
  const client = createInfisical({
    ...surroundings,
    options: { allowHttp: true, allowLoopback: true, userAgent: 'test' },
  });
  try {
    emulator.identity({ name: 'the-identity', id: IDENTITY_ID, [method]: check });
    await client.open({ url: emulator.url }, material, new AbortController().signal);
    return 'accepted';
  } catch (error) {
    if (error instanceof OperatorError) return error.reason;
    throw error;
  } finally {
    await client.close();
    await emulator.down();
  }
}
