import { z } from 'zod';
import { formatReference } from '#kernel';
import type { TargetRecord } from '../write-result.ts';
import type { BehindRecord } from './plan-reload.ts';
import type { ReloadResult } from './reload-result.ts';

/** Most workloads that a status lists. With more, nothing is settled, and what the pod templates tell must do. */
const MOST_BEHIND = 512;

/** One record as a status has it. */
const Note = z.object({
  kind: z.string().min(1),
  namespace: z.string().min(1),
  name: z.string().min(1),
  uid: z.string().min(1),
  targetKind: z.enum(['Secret', 'ConfigMap']),
  targetName: z.string().min(1),
  runsWith: z.string().min(1),
});
type Note = z.infer<typeof Note>;

/** Reads `status.workloadsBehind` of unknown make; what is malformed is left out. */
export function parseBehind(notes: readonly unknown[] | undefined): readonly BehindRecord[] {
  return (notes ?? []).flatMap((note) => {
    const parsed = Note.safeParse(note);
    if (!parsed.success) return [];
    const { kind, namespace, name, uid, targetKind, targetName, runsWith } = parsed.data;
    const target = { kind: targetKind, namespace, name: targetName };
    return [{ workload: { kind, namespace, name, uid }, target, hash: runsWith }];
  });
}

/** `status.workloadsBehind` after a pass; undefined where there is none. */
export function behindAfter(
  before: readonly BehindRecord[],
  reloaded: ReloadResult | undefined,
): readonly Note[] | undefined {
  const behind = isSettled(reloaded) ? reloaded.behind : before;
  const notes = behind.map(noteOf).sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  return notes.length === 0 ? undefined : notes;
}

/** The inventory with what the workloads of each target run with: what this pass settled, else what was noted before. */
export function withSettled(
  inventory: readonly TargetRecord[],
  before: readonly TargetRecord[],
  reloaded: ReloadResult | undefined,
): readonly TargetRecord[] {
  const noted = new Map(before.map((record) => [formatReference(record), record.workloadsRunWith]));
  const settled = isSettled(reloaded) ? reloaded.settledFor : new Map<string, string>();
  return inventory.map((record) => {
    const name = formatReference(record);
    return { ...record, workloadsRunWith: settled.get(name) ?? noted.get(name) };
  });
}

function isSettled(reloaded: ReloadResult | undefined): reloaded is ReloadResult {
  return reloaded !== undefined && reloaded.behind.length <= MOST_BEHIND;
}

function noteOf({ workload: { kind, namespace, name, uid }, target, hash }: BehindRecord): Note {
  return {
    kind,
    namespace,
    name,
    uid,
    targetKind: target.kind === 'ConfigMap' ? 'ConfigMap' : 'Secret',
    targetName: target.name,
    runsWith: hash,
  };
}

function orderOf({ kind, namespace, name, targetKind, targetName }: Note): string {
  return [kind, namespace, name, targetKind, targetName].join('/');
}
