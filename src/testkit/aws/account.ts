import { randomBytes } from 'node:crypto';

/** Keys, as AWS hands them out. */
export interface AwsKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Undefined for the lasting keys of a user. */
  readonly sessionToken: string | undefined;
  /** Milliseconds since 1970; Infinity for lasting keys. */
  readonly expiresMs: number;
  /** Whose they are: a user, or a session of a role. */
  readonly arn: string;
}

/** A role, and who may become it. */
export interface AwsRole {
  readonly name: string;
  readonly arn: string;
  /** Tokens of a cluster that stand for it, by their exact text. */
  readonly webIdentityTokens: readonly string[];
  /** ARNs of users and sessions that may assume it. */
  readonly trusted: readonly string[];
  readonly externalId: string | undefined;
}

/** What a role is made of; nobody may become it unless told otherwise. */
export type AwsRoleSpec = Partial<Omit<AwsRole, 'name' | 'arn'>>;

/** An account: its users, its roles and all keys that are valid in it. */
export class AwsAccount {
  readonly id = '123456789012';
  readonly roles: AwsRole[] = [];
  private readonly keys: AwsKeys[] = [];

  /** `now`: milliseconds since 1970. */
  constructor(readonly now: () => number) {}

  /** Makes a user, and gives its keys. */
  user(name: string): AwsKeys {
    const arn = `arn:aws:iam::${this.id}:user/${name}`;
    return this.add({ ...newKeys('AKIA'), sessionToken: undefined, expiresMs: Infinity, arn });
  }

  /** Makes a role. */
  role(name: string, { webIdentityTokens = [], trusted = [], externalId }: AwsRoleSpec = {}): AwsRole {
    const role = { name, arn: `arn:aws:iam::${this.id}:role/${name}`, webIdentityTokens, trusted, externalId };
    this.roles.push(role);
    return role;
  }

  /** Begins a session of a role. */
  session({ name }: AwsRole, sessionName: string, seconds: number): AwsKeys {
    const arn = `arn:aws:sts::${this.id}:assumed-role/${name}/${sessionName}`;
    const sessionToken = randomBytes(96).toString('base64');
    return this.add({ ...newKeys('ASIA'), sessionToken, expiresMs: this.now() + seconds * 1_000, arn });
  }

  /** The keys of an access key. */
  find(accessKeyId: string): AwsKeys | undefined {
    return this.keys.find((each) => each.accessKeyId === accessKeyId);
  }

  /** Makes the keys of a user, or of a session, worthless. */
  revoke({ accessKeyId }: AwsKeys): void {
    this.keys.splice(
      this.keys.findIndex((each) => each.accessKeyId === accessKeyId),
      1,
    );
  }

  private add(keys: AwsKeys): AwsKeys {
    this.keys.push(keys);
    return keys;
  }
}

function newKeys(prefix: string): Pick<AwsKeys, 'accessKeyId' | 'secretAccessKey'> {
  const accessKeyId = prefix + randomBytes(8).toString('hex').toUpperCase();
  return { accessKeyId, secretAccessKey: randomBytes(30).toString('base64') };
}
