export { anAuthRequest } from './an-auth-request.ts';
export { FakeClock, settle } from './fake-clock.ts';
export { FakePlatform, type FakePlatformOptions } from './fake-platform.ts';
export { FakeSecretReader } from './fake-secret-reader.ts';
export { FakeServiceAccountTokens } from './fake-service-account-tokens.ts';
export { FixedRandom } from './fixed-random.ts';
export { RecordingLog, type LogLine } from './recording-log.ts';
export { RecordingMetrics } from './recording-metrics.ts';
