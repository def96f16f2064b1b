import { z } from 'zod';
import { formatKey, terminal, type ObjectKey, type ReferenceChange } from '#kernel';
import {
  CORE_TYPES,
  SharedFlights,
  unavailable,
  unexpected,
  type KubeClient,
  type KubeRequest,
} from '../client/index.ts';
import { listPages, type MetadataInformer } from '../informer/index.ts';
import { FIELD_MANAGERS, isTokenOf, observedTargetOf } from '../objects/index.ts';
import { asText } from './object-data.ts';
import { VersionedReader } from './versioned-reader.ts';

/** So many ServiceAccounts are remembered; the rest is looked up anew. */
const CAPACITY = 2_000;

const ServiceAccount = z.object({
  metadata: z.object({ name: z.string().min(1), uid: z.string().min(1) }),
  secrets: z
    .array(z.object({ name: z.string().default('') }))
    .nullish()
    .transform((secrets) => (secrets ?? []).map(({ name }) => name)),
});
type ServiceAccount = z.output<typeof ServiceAccount>;

/**
 * Tokens of ServiceAccounts out of Secrets. Which Secrets these are is looked up once, and again after a change of the ServiceAccount or of
 * one of them, of which the informers tell; their content is read once per version.
 */
export class StoredTokens {
  private readonly reader: VersionedReader;
  private readonly known = new Map<string, readonly ObjectKey[]>();
  private readonly flights = new SharedFlights<readonly ObjectKey[]>();
  /** Counts changes: an answer from before one must not be kept after it. */
  private changes = 0;

  constructor(
    private readonly client: KubeClient,
    private readonly secrets: MetadataInformer,
    private readonly accounts: MetadataInformer,
  ) {
    this.reader = new VersionedReader(client, secrets, 'Secret');
    const forget = ({ reference }: ReferenceChange): void => {
      if (reference.kind !== 'ServiceAccount') return;
      this.changes += 1;
      this.known.delete(formatKey(reference));
    };
    secrets.subscribe(forget);
    accounts.subscribe(forget);
  }

  /** As `ServiceAccountTokens.stored`. */
  async find(account: ObjectKey, signal: AbortSignal): Promise<string | undefined> {
    const candidates = await this.candidates(account, signal);
    for (const key of candidates) {
      // Without a record nothing would tell the versions apart, and every pass would read it again.
      if (this.secrets.get(key) === undefined) await this.secrets.lookup(key, signal);
      const read = await this.reader.read(key, signal);
      const token = (read && asText(read.data).get('token'))?.trim() ?? '';
      if (token !== '') return token;
    }
    const [first] = candidates;
    if (first === undefined) return undefined;
    throw terminal(
      'CredentialsIncomplete',
      `Secret ${formatKey(first)} holds no token of ServiceAccount ${formatKey(account)} yet.`,
      { hint: 'The token controller of the cluster puts it there; delete the Secret to have a token minted instead.' },
    );
  }

  private async candidates(account: ObjectKey, signal: AbortSignal): Promise<readonly ObjectKey[]> {
    const id = formatKey(account);
    const present = this.known.get(id);
    if (present !== undefined) return present;
    const { changes } = this;
    const found = await this.flights.join(`${id}@${changes}`, signal, (shared) => this.lookUp(account, shared));
    if (changes === this.changes && this.isWatched(account)) {
      if (this.known.size >= CAPACITY) this.known.clear();
      this.known.set(id, found);
    }
    return found;
  }

  private isWatched(account: ObjectKey): boolean {
    return this.secrets.covers(account) && this.accounts.covers(account);
  }

  /** Those that the ServiceAccount lists, in its order, then all others by name. */
  private async lookUp(account: ObjectKey, signal: AbortSignal): Promise<readonly ObjectKey[]> {
    const { metadata, secrets: listed } = await this.readAccount(account, signal);
    const names: string[] = [];
    const collection = {
      type: CORE_TYPES.Secret,
      namespace: account.namespace,
      fieldSelector: 'type=kubernetes.io/service-account-token',
      view: 'metadata',
    } as const;
    const take = (item: unknown): void => {
      const secret = observedTargetOf(item, FIELD_MANAGERS.targets);
      if (secret !== undefined && !secret.deleting && isTokenOf(metadata, secret)) names.push(secret.name);
    };
    const end = await listPages(this.client, collection, take, signal);
    if (end.kind === 'gone') {
      throw unavailable({ verb: 'list', target: collection }, 'took so long that its pages expired');
    }
    const rank = (name: string): number => {
      const at = listed.indexOf(name);
      return at === -1 ? listed.length : at;
    };
    return names
      .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
      .map((name) => ({ namespace: account.namespace, name }));
  }

  private async readAccount(account: ObjectKey, signal: AbortSignal): Promise<ServiceAccount> {
    const request: KubeRequest = { verb: 'get', target: { type: CORE_TYPES.ServiceAccount, ...account } };
    const answer = await this.client.request(request, signal);
    if (answer.kind === 'not-found' || answer.kind === 'no-namespace') {
      throw terminal('CredentialsNotFound', `ServiceAccount ${formatKey(account)} does not exist.`);
    }
    if (answer.kind !== 'ok') throw unexpected(request, answer);
    const parsed = ServiceAccount.safeParse(answer.body);
    if (!parsed.success) throw unavailable(request, 'answered with something that is not a ServiceAccount');
    return parsed.data;
  }
}
