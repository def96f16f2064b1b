import { z } from 'zod';
import type { PrinterColumn } from '../contracts/index.ts';

/** An instant, as Kubernetes writes it. */
export const dateTime = z.string().max(64).meta({ format: 'date-time' });

const Condition = z
  .object({
    type: z.string().min(1).max(316).describe('What the condition is about.'),
    status: z.enum(['True', 'False', 'Unknown']).describe('Whether it holds.'),
    reason: z.string().max(1024).describe('Why, as one word of a closed list.'),
    message: z.string().max(32_768).describe('Why, for people, and what to do about it.'),
    lastTransitionTime: dateTime.describe('When the status last changed.'),
    observedGeneration: z.int().min(0).describe('The generation of the resource that this is about.').optional(),
  })
  .describe('One statement about the resource, as all of Kubernetes makes them.');

/** Fields of every status. */
export const statusFields = {
  conditions: z
    .array(Condition)
    .max(32)
    .describe('How it stands.')
    .meta({ 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['type'] })
    .optional(),
  observedGeneration: z.int().min(0).describe('The generation of the resource that was last worked on.').optional(),
  host: z.string().max(2048).describe('The server in use.').optional(),
  authMethod: z.string().max(253).describe('The login method in use.').optional(),
  lastHandledRefresh: z
    .string()
    .max(1024)
    .describe('The value of the annotation `secrets.infisical.com/force-sync` that was last acted on.')
    .optional(),
};

/** What the columns of `kubectl get` are about, for one kind. */
export interface ColumnWords {
  readonly ready: string;
  readonly secrets: string;
  readonly synced: string;
}

/** The columns that all kinds have. */
export function statusColumns({ ready, secrets, synced }: ColumnWords): readonly PrinterColumn[] {
  const condition = (field: string): string => `.status.conditions[?(@.type=="Ready")].${field}`;
  const column = (
    name: string,
    type: PrinterColumn['type'],
    jsonPath: string,
    description: string,
    priority: PrinterColumn['priority'] = 0,
  ): PrinterColumn => ({ name, type, jsonPath, description, priority });
  return [
    column('Ready', 'string', condition('status'), ready),
    column('State', 'string', '.status.state', 'Where the last pass came to rest.'),
    column('Secrets', 'integer', '.status.secretsCount', secrets),
    column('Synced', 'date', '.status.lastSyncedAt', synced),
    column('Age', 'date', '.metadata.creationTimestamp', 'Age of the resource.'),
    column('Reason', 'string', condition('reason'), 'Why it is ready or not.', 1),
    column('Host', 'string', '.status.host', 'The server in use.', 1),
    column('Auth', 'string', '.status.authMethod', 'The login method in use.', 1),
  ];
}
