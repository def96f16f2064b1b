import type { Reason } from '#kernel';
import type { ResourceOptions } from '../harness/index.ts';
import type { Tenants } from './tenants.ts';

/** What an attacker writes into a resource of his own namespace. */
export type Weapon = Omit<ResourceOptions, 'name'>;

/** One way in which a tenant tries to reach what is not his. */
export interface Attack {
  readonly title: string;
  /** How it ends: with this reason in `Ready`, refused at admission, or without any effect (`Ready` is True). */
  readonly ends: Reason | 'admission' | 'harmless';
  /** What is said, of field, object and remedy. */
  readonly says?: RegExp;
  /** `name` is that of the resource, and of the one target that it has unless it says otherwise. */
  readonly weapon: (tenants: Tenants, name: string) => Weapon | Promise<Weapon>;
  /** Whether the attacker's own target may be there afterwards: it holds what is his. */
  readonly keepsLoot?: true;
  /** What else must hold when it is over. */
  readonly aftermath?: (tenants: Tenants, name: string) => Promise<void>;
}
