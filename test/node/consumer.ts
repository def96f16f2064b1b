import { IMAGES } from './images/build-images.ts';

/** A program that says once what it was given, and then only waits. */
const PROGRAM = `
console.log('DB_URL=' + process.env.DB_URL);
process.on('SIGTERM', () => process.exit(0));
setInterval(() => undefined, 60_000);
`;

/** A Deployment of two pods that read a Secret from their environment, and that asks to be restarted when it changes. */
export function aConsumer(name: string, secretName: string): object {
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, annotations: { 'secrets.infisical.com/auto-reload': 'true' } },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          dnsPolicy: 'Default',
          terminationGracePeriodSeconds: 5,
          containers: [
            {
              name: 'app',
              image: `${IMAGES.operator}:${IMAGES.tag}`,
              imagePullPolicy: 'Never',
              command: ['/nodejs/bin/node', '--eval', PROGRAM],
              envFrom: [{ secretRef: { name: secretName } }],
            },
          ],
        },
      },
    },
  };
}
