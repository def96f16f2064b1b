import { generateKeyPair, randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { auditPolicy } from './audit-log.ts';
import { freePort } from './free-port.ts';

/** Ports, files and tokens of one control plane; they stay the same when one of its servers is restarted. */
export interface Layout {
  readonly folder: string;
  readonly etcdUrl: string;
  readonly etcdPeerUrl: string;
  /** IPv4 address that the API server listens on. */
  readonly address: string;
  readonly apiServerPort: number;
  readonly apiServerUrl: string;
  /** A user in `system:masters`. */
  readonly adminToken: string;
  /** A user of its own for the controller manager, so that its calls are told apart in the audit log. */
  readonly controllerManagerToken: string;
  readonly files: {
    readonly etcdData: string;
    readonly certificates: string;
    /** Written by kube-apiserver at its first start: its certificate, followed by the authority that signed it. */
    readonly ca: string;
    readonly serviceAccountKey: string;
    readonly tokens: string;
    readonly auditPolicy: string;
    readonly auditLog: string;
    readonly adminKubeconfig: string;
    readonly controllerManagerKubeconfig: string;
  };
  /** Where the output of the named server goes. */
  readonly logFile: (server: string) => string;
}

/** Fills an empty folder with what the servers read at their start, and chooses free ports. */
export async function prepareLayout(folder: string, address = '127.0.0.1'): Promise<Layout> {
  const apiServerPort = await freePort();
  const layout: Layout = {
    folder,
    etcdUrl: `http://127.0.0.1:${await freePort()}`,
    etcdPeerUrl: `http://127.0.0.1:${await freePort()}`,
    address,
    apiServerPort,
    apiServerUrl: `https://${address}:${apiServerPort}`,
    adminToken: randomBytes(16).toString('hex'),
    controllerManagerToken: randomBytes(16).toString('hex'),
    files: {
      etcdData: join(folder, 'etcd'),
      certificates: join(folder, 'certificates'),
      ca: join(folder, 'certificates', 'apiserver.crt'),
      serviceAccountKey: join(folder, 'service-account.key'),
      tokens: join(folder, 'tokens.csv'),
      auditPolicy: join(folder, 'audit-policy.yaml'),
      auditLog: join(folder, 'audit.log'),
      adminKubeconfig: join(folder, 'admin.kubeconfig'),
      controllerManagerKubeconfig: join(folder, 'controller-manager.kubeconfig'),
    },
    logFile: (server) => join(folder, `${server}.log`),
  };
  await writeInputs(layout);
  return layout;
}

async function writeInputs({ files, adminToken, controllerManagerToken }: Layout): Promise<void> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  // etcd refuses a data folder that others may read.
  await mkdir(files.etcdData, { mode: 0o700 });
  await mkdir(files.certificates);
  await writeFile(files.serviceAccountKey, privateKey.export({ type: 'pkcs1', format: 'pem' }), { mode: 0o600 });
  await writeFile(files.auditPolicy, auditPolicy());
  await writeFile(files.auditLog, '');
  const users = [
    [adminToken, 'admin', 'admin', 'system:masters'],
    [controllerManagerToken, 'system:kube-controller-manager', 'controller-manager', 'system:masters'],
  ];
  await writeFile(files.tokens, users.map((user) => `${user.join(',')}\n`).join(''), { mode: 0o600 });
}
