import type {
  ChangedSecret,
  Destination,
  DestinationScope,
  Finalizers,
  InfisicalSession,
  PushedSecret,
  StoredSecret,
  WriteOutcome,
} from '#kernel';
import { SESSION } from '../../../builders/a-session.ts';

/** One folder in memory. What it is asked goes into `journal`. */
export class FakeFolder implements Destination {
  secrets: StoredSecret[] = [];
  /** Undefined: there is no such folder. */
  exists = true;
  /** Writes wait for somebody. */
  awaitsApproval = false;
  /** Thrown by the next calls of that name. */
  readonly failures = new Map<string, Error>();

  constructor(
    private readonly name: string,
    private readonly journal: string[],
  ) {}

  list(): Promise<readonly StoredSecret[] | undefined> {
    return this.answer('list', '', () => (this.exists ? [...this.secrets] : undefined));
  }

  createFolder(): Promise<void> {
    return this.answer('createFolder', '', () => {
      this.exists = true;
    });
  }

  create(secrets: readonly PushedSecret[]): Promise<WriteOutcome> {
    return this.write('create', secrets, () =>
      secrets.map(({ key, value, mark }) => {
        const made = aStored(key, value, { id: `id of ${this.name} ${key}`, marks: [mark] });
        this.secrets.push(made);
        return made;
      }),
    );
  }

  update(changes: readonly ChangedSecret[]): Promise<WriteOutcome> {
    return this.write(
      'update',
      changes.map(({ stored }) => stored),
      () =>
        changes.map(({ stored, value }) => {
          this.secrets = this.secrets.map((each) => (each.id === stored.id ? { ...each, value } : each));
          return stored;
        }),
    );
  }

  remove(secrets: readonly StoredSecret[]): Promise<WriteOutcome> {
    return this.write('remove', secrets, () => {
      const gone = new Set(secrets.map(({ id }) => id));
      this.secrets = this.secrets.filter(({ id }) => !gone.has(id));
      return secrets;
    });
  }

  private write(
    verb: string,
    items: readonly { readonly key: string }[],
    act: () => readonly StoredSecret[],
  ): Promise<WriteOutcome> {
    return this.answer(verb, ` ${items.map(({ key }) => key).join(',')}`, () =>
      this.awaitsApproval
        ? { written: [], awaitsApproval: true }
        : { written: act().map(({ id, key }) => ({ id, key })), awaitsApproval: false },
    );
  }

  private answer<T>(verb: string, items: string, act: () => T): Promise<T> {
    this.journal.push(`${verb} ${this.name}${items}`);
    const failure = this.failures.get(verb);
    return failure === undefined ? Promise.resolve(act()) : Promise.reject(failure);
  }
}

/** A session whose folders are these, by path; a project by its id has the same folders as by its slug. */
export function aSession(folders: Readonly<Record<string, FakeFolder>>): InfisicalSession {
  return {
    ...SESSION,
    destination: ({ path }: DestinationScope) => {
      const folder = folders[path];
      if (folder === undefined) throw new Error(`the test has no folder ${path}`);
      return folder;
    },
  };
}

/** Finalizers that are only told of. `isLate`: the object is being deleted. */
export function fakeFinalizers(journal: string[], isLate = false): Finalizers {
  return {
    add: () => {
      journal.push('add finalizer');
      return Promise.resolve(!isLate);
    },
    remove: () => {
      journal.push('remove finalizer');
      return Promise.resolve();
    },
  };
}

/** A secret in a folder. */
export function aStored(key: string, value: string, parts: Partial<StoredSecret> = {}): StoredSecret {
  return { id: `id of ${key}`, key, value, comment: '', marks: [], ...parts };
}
